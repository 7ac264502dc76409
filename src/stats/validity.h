// validity: how well codes agree with those of human coders, and what that means for measured
// rates.
#ifndef STATS_VALIDITY_H
#define STATS_VALIDITY_H

#include "base/arena.h"
#include "stats/interval.h"

// One code against the human one: true and false, negative and positive. Counts, or sums of
// weights.
typedef struct confusion {
    double tn, fp, fn, tp;
} confusion;

typedef enum validity_measure {
    VALIDITY_PRECISION,
    VALIDITY_RECALL,
    VALIDITY_F1,
    VALIDITY_MCC,   // Matthews correlation
    VALIDITY_KAPPA, // Cohen
    VALIDITY_AC1,   // Gwet (2008): steady for rare classes
    VALIDITY_ALPHA, // Krippendorff, nominal
    VALIDITY_COUNT,
} validity_measure;

typedef struct validity {
    double of[VALIDITY_COUNT]; // by validity_measure; NAN where undefined
} validity;

validity validity_of(confusion c);

// The measures of the sum of the tables with percentile limits over resampled tables, one per dyad.
// Resamples in which a measure is undefined do not count for it. Limits are NAN for fewer than 2
// tables.
typedef struct validity_limits {
    interval of[VALIDITY_COUNT];
} validity_limits;
validity_limits validity_bootstrap(arena *scratch, const confusion *dyads, size_t count,
                                   uint64_t seed, uint32_t draws);

// A message with the confidence of its code and whether the human coders gave the code.
typedef struct judged {
    double confidence;
    bool truth;
} judged;

// What a confidence cut gives: everything at or above it is taken as coded.
typedef struct cut_point {
    double confidence;
    uint64_t tp, fp, fn;
    interval precision, recall; // Wilson
} cut_point;

// Fills points (room for n) with one per distinct confidence, descending, and returns their number.
// Sorts the messages in place.
size_t precision_recall(judged *messages, size_t n, cut_point *points);

// Two coders and any number of categories: counts[first * categories + second].
typedef struct agreement {
    double observed; // share of equal codes
    double kappa, ac1;
} agreement;
agreement agreement_of(const uint64_t *counts, size_t categories);

// Krippendorff's alpha for nominal codes 0 … categories - 1 (below 0: missing): codes[unit * coders
// + coder]. NAN when no unit has two codes or only one category occurs.
double krippendorff_alpha(arena *scratch, const int *codes, size_t units, size_t coders,
                          size_t categories);

// The same for two categories with percentile limits over resampled units, group by group: units
// with one number in groups (0 … group_count - 1) are drawn together. NULL: every unit by itself.
// Limits are NAN for fewer than 2 groups.
interval krippendorff_bootstrap(arena *scratch, const int *codes, size_t units, size_t coders,
                                const size_t *groups, size_t group_count, uint64_t seed,
                                uint32_t draws);

// The chance that a coded message is truly one, for a prevalence and the error rates of the
// classifier, all in [0, 1]. NAN when nothing would be coded.
double predictive_value(double prevalence, double sensitivity, double specificity);

// predictive_value by the sum of the tables, with percentile limits over resampled tables.
// prevalence below 0: `estimate` for the value, and each resample's own share of true messages for
// the limits, so that they carry its error too.
interval predictive_bootstrap(arena *scratch, const confusion *dyads, size_t count,
                              double prevalence, double estimate, uint64_t seed, uint32_t draws);

// The true share behind `coded` of n, both of which may be sums of weights, corrected by the
// classifier's errors in a validation sample (Rogan and Gladen, American Journal of Epidemiology
// 1978), within [0, 1], with their large-sample limits. Undefined when n is 0, the sample lacks
// positives or negatives, or the classifier is no better than chance.
interval rogan_gladen(double coded, double n, confusion sample);

#endif

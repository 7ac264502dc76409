#include "stats/validity.h"

#include "stats/percentile.h"
#include "stats/random.h"

#include <math.h>
#include <stdlib.h>

static double ratio(double a, double b) { return b > 0 ? a / b : NAN; }

// Chance-corrected agreement.
static double beyond(double observed, double chance) {
    return chance < 1 ? (observed - chance) / (1 - chance) : NAN;
}

validity validity_of(confusion c) {
    double tn = c.tn, fp = c.fp, fn = c.fn, tp = c.tp;
    double n = tn + fp + fn + tp, coded = tp + fp, true_ones = tp + fn;
    double p = ratio(coded, n), q = ratio(true_ones, n), middle = (p + q) / 2;
    double observed = ratio(tp + tn, n);
    validity v;
    v.of[VALIDITY_PRECISION] = ratio(tp, coded);
    v.of[VALIDITY_RECALL] = ratio(tp, true_ones);
    v.of[VALIDITY_F1] = ratio(2 * tp, coded + true_ones);
    v.of[VALIDITY_MCC] =
        ratio(tp * tn - fp * fn, sqrt(coded * true_ones) * sqrt((tn + fp) * (tn + fn)));
    v.of[VALIDITY_KAPPA] = beyond(observed, p * q + (1 - p) * (1 - q));
    v.of[VALIDITY_AC1] = beyond(observed, 2 * middle * (1 - middle));
    // Disagreement expected among the 2 n codes of both coders, drawn without replacement.
    v.of[VALIDITY_ALPHA] =
        1 - ratio(1 - observed, 2 * middle * (1 - middle) * (2 * n / (2 * n - 1)));
    return v;
}

static void add(confusion *sum, const confusion *c) {
    sum->tn += c->tn;
    sum->fp += c->fp;
    sum->fn += c->fn;
    sum->tp += c->tp;
}

validity_limits validity_bootstrap(arena *scratch, const confusion *dyads, size_t count,
                                   uint64_t seed, uint32_t draws) {
    confusion all = {0};
    for (size_t i = 0; i < count; i++) add(&all, &dyads[i]);
    validity observed = validity_of(all);
    validity_limits limits;
    for (size_t m = 0; m < VALIDITY_COUNT; m++) limits.of[m] = (interval){observed.of[m], NAN, NAN};
    if (count < 2 || draws == 0) return limits;

    double *drawn[VALIDITY_COUNT];
    size_t defined[VALIDITY_COUNT] = {0};
    for (size_t m = 0; m < VALIDITY_COUNT; m++) drawn[m] = arena_array(scratch, double, draws);
    for (uint32_t draw = 0; draw < draws; draw++) {
        random_stream r = random_start(seed, draw);
        confusion sum = {0};
        for (size_t i = 0; i < count; i++) add(&sum, &dyads[random_below(&r, count)]);
        validity v = validity_of(sum);
        for (size_t m = 0; m < VALIDITY_COUNT; m++)
            if (!isnan(v.of[m])) drawn[m][defined[m]++] = v.of[m];
    }
    for (size_t m = 0; m < VALIDITY_COUNT; m++)
        limits.of[m] = percentile_interval(observed.of[m], drawn[m], defined[m]);
    return limits;
}

static int most_confident_first(const void *a, const void *b) {
    double x = ((const judged *)a)->confidence, y = ((const judged *)b)->confidence;
    return (x < y) - (x > y);
}

size_t precision_recall(judged *messages, size_t n, cut_point *points) {
    if (n == 0) return 0;
    qsort(messages, n, sizeof *messages, most_confident_first);
    uint64_t truths = 0;
    for (size_t i = 0; i < n; i++) truths += messages[i].truth;
    size_t count = 0;
    uint64_t tp = 0, fp = 0;
    for (size_t i = 0; i < n; i++) {
        *(messages[i].truth ? &tp : &fp) += 1;
        if (i + 1 < n && messages[i + 1].confidence == messages[i].confidence) continue;
        points[count++] = (cut_point){
            messages[i].confidence,     tp, fp, truths - tp, wilson_interval(tp, tp + fp),
            wilson_interval(tp, truths)};
    }
    return count;
}

agreement agreement_of(const uint64_t *counts, size_t categories) {
    double n = 0, equal = 0, chance = 0, spread = 0;
    for (size_t i = 0; i < categories * categories; i++) n += (double)counts[i];
    for (size_t i = 0; i < categories; i++) {
        double first = 0, second = 0;
        for (size_t j = 0; j < categories; j++) {
            first += ratio((double)counts[i * categories + j], n);
            second += ratio((double)counts[j * categories + i], n);
        }
        double middle = (first + second) / 2;
        equal += (double)counts[i * categories + i];
        chance += first * second;
        spread += middle * (1 - middle);
    }
    double observed = ratio(equal, n);
    return (agreement){observed, beyond(observed, chance),
                       categories > 1 ? beyond(observed, spread / ((double)categories - 1)) : NAN};
}

double krippendorff_alpha(arena *scratch, const int *codes, size_t units, size_t coders,
                          size_t categories) {
    double *all = arena_array(scratch, double, categories),
           *own = arena_array(scratch, double, categories);
    double n = 0, disagreement = 0;
    for (size_t unit = 0; unit < units; unit++) {
        double given = 0, equal_pairs = 0;
        for (size_t i = 0; i < categories; i++) own[i] = 0;
        for (size_t coder = 0; coder < coders; coder++) {
            int code = codes[unit * coders + coder];
            if (code < 0 || (size_t)code >= categories) continue;
            given++;
            own[code]++;
        }
        if (given < 2) continue; // nothing to compare with
        n += given;
        for (size_t i = 0; i < categories; i++) {
            all[i] += own[i];
            equal_pairs += own[i] * (own[i] - 1);
        }
        disagreement += (given * (given - 1) - equal_pairs) / (given - 1);
    }
    double expected = n * (n - 1);
    for (size_t i = 0; i < categories; i++) expected -= all[i] * (all[i] - 1);
    return 1 - ratio(disagreement * (n - 1), expected);
}

// What units add to alpha for two categories: codes that can be compared, those of the second
// category, and disagreement.
typedef struct alpha_part {
    double n, ones, disagreement;
} alpha_part;

static alpha_part part_of(const int *codes, size_t coders) {
    double zeros = 0, ones = 0;
    for (size_t coder = 0; coder < coders; coder++) {
        zeros += codes[coder] == 0;
        ones += codes[coder] == 1;
    }
    double given = zeros + ones;
    if (given < 2) return (alpha_part){0}; // nothing to compare with
    return (alpha_part){given, ones, 2 * zeros * ones / (given - 1)};
}

static void add_part(alpha_part *sum, const alpha_part *p) {
    sum->n += p->n;
    sum->ones += p->ones;
    sum->disagreement += p->disagreement;
}

static double alpha_of(const alpha_part *p) {
    return 1 - ratio(p->disagreement * (p->n - 1), 2 * p->ones * (p->n - p->ones));
}

interval krippendorff_bootstrap(arena *scratch, const int *codes, size_t units, size_t coders,
                                const size_t *groups, size_t group_count, uint64_t seed,
                                uint32_t draws) {
    size_t count = groups ? group_count : units, defined = 0;
    alpha_part *parts = arena_array(scratch, alpha_part, count), all = {0};
    for (size_t unit = 0; unit < units; unit++) {
        alpha_part one = part_of(codes + unit * coders, coders);
        add_part(&parts[groups ? groups[unit] : unit], &one);
        add_part(&all, &one);
    }
    if (count < 2 || draws == 0) return (interval){alpha_of(&all), NAN, NAN};
    double *drawn = arena_array(scratch, double, draws);
    for (uint32_t draw = 0; draw < draws; draw++) {
        random_stream r = random_start(seed, draw);
        alpha_part sum = {0};
        for (size_t i = 0; i < count; i++) add_part(&sum, &parts[random_below(&r, count)]);
        double alpha = alpha_of(&sum);
        if (!isnan(alpha)) drawn[defined++] = alpha;
    }
    return percentile_interval(alpha_of(&all), drawn, defined);
}

double predictive_value(double prevalence, double sensitivity, double specificity) {
    double right = prevalence * sensitivity;
    return ratio(right, right + (1 - prevalence) * (1 - specificity));
}

static double predictive_of(const confusion *c, double prevalence) {
    double positives = c->tp + c->fn, negatives = c->tn + c->fp;
    return predictive_value(prevalence, ratio(c->tp, positives), ratio(c->tn, negatives));
}

interval predictive_bootstrap(arena *scratch, const confusion *dyads, size_t count,
                              double prevalence, double estimate, uint64_t seed, uint32_t draws) {
    bool given = prevalence >= 0;
    confusion all = {0};
    for (size_t i = 0; i < count; i++) add(&all, &dyads[i]);
    double value = predictive_of(&all, given ? prevalence : estimate);
    if (count < 2 || draws == 0) return (interval){value, NAN, NAN};
    double *drawn = arena_array(scratch, double, draws);
    size_t defined = 0;
    for (uint32_t draw = 0; draw < draws; draw++) {
        random_stream r = random_start(seed, draw);
        confusion sum = {0};
        for (size_t i = 0; i < count; i++) add(&sum, &dyads[random_below(&r, count)]);
        double true_share = ratio(sum.tp + sum.fn, sum.tp + sum.fn + sum.tn + sum.fp);
        double precision = predictive_of(&sum, given ? prevalence : true_share);
        if (!isnan(precision)) drawn[defined++] = precision;
    }
    return percentile_interval(value, drawn, defined);
}

static double within_0_and_1(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

interval rogan_gladen(double coded, double n, confusion sample) {
    double positives = sample.tp + sample.fn, negatives = sample.tn + sample.fp;
    double sensitivity = ratio(sample.tp, positives), specificity = ratio(sample.tn, negatives);
    double better = sensitivity + specificity - 1;
    if (!(n > 0 && better > 0)) return interval_undefined();
    double seen = coded / n, share = within_0_and_1((seen + specificity - 1) / better);
    double variance = seen * (1 - seen) / n +
                      share * share * sensitivity * (1 - sensitivity) / positives +
                      (1 - share) * (1 - share) * specificity * (1 - specificity) / negatives;
    double half = INTERVAL_Z * sqrt(variance) / better;
    return (interval){share, within_0_and_1(share - half), within_0_and_1(share + half)};
}

// escalation: whether the requests of an episode become more urgent.
#ifndef STATS_ESCALATION_H
#define STATS_ESCALATION_H

#include "stats/interval.h"

// How forceful a form of request is; forms that the scale does not place are INTENSITY_NONE.
typedef enum intensity {
    INTENSITY_NONE,
    INTENSITY_CHECK,
    INTENSITY_DIRECT,
    INTENSITY_IMPER,
    INTENSITY_ACCUSE,
} intensity;

// A request of an episode. replied: the addressee has written since the request before.
typedef struct asked {
    int64_t time; // ms, not before that of the request before
    intensity force;
    bool replied;
} asked;

// Sums over episodes; adding up two merges them. Zero-initialise before use.
typedef struct escalation_counts {
    uint64_t episodes, requests;
    uint64_t repeated;        // episodes whose second request came before any reply
    uint64_t up, level, down; // successive requests that the scale both places
    uint64_t closer, wider;   // gaps that are shorter, longer than the one before
} escalation_counts;

// The requests of one episode, in order; count from 1.
void escalation_add(escalation_counts *sum, const asked *requests, size_t count);

// Undefined where nothing was counted.
typedef struct escalation {
    double requests_per_episode;
    interval repeated; // P(second request before any reply), Wilson
    interval up;       // share of the steps between placed forms that go up, Wilson
    interval closer;   // share of the unequal gaps that shorten, Wilson: 1/2 when nothing changes
} escalation;

escalation escalation_of(const escalation_counts *sum);

// How far a message's count (capital letters, marks, drawn-out letters) lies from the speaker's own
// baseline of n messages, in their standard deviations. NAN below 2 messages or without variance.
double baseline_z(double count, uint64_t n, uint64_t sum, uint64_t sum_of_squares);

#endif

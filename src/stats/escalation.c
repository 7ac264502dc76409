#include "stats/escalation.h"

#include <math.h>

static void add_step(escalation_counts *sum, intensity before, intensity now) {
    if (before == INTENSITY_NONE || now == INTENSITY_NONE) return;
    sum->up += now > before;
    sum->level += now == before;
    sum->down += now < before;
}

void escalation_add(escalation_counts *sum, const asked *requests, size_t count) {
    sum->episodes++;
    sum->requests += count;
    sum->repeated += count > 1 && !requests[1].replied;
    for (size_t i = 1; i < count; i++) {
        add_step(sum, requests[i - 1].force, requests[i].force);
        if (i == 1) continue;
        int64_t gap = requests[i].time - requests[i - 1].time;
        int64_t before = requests[i - 1].time - requests[i - 2].time;
        sum->closer += gap < before;
        sum->wider += gap > before;
    }
}

escalation escalation_of(const escalation_counts *sum) {
    return (escalation){
        .requests_per_episode = sum->episodes ? (double)sum->requests / (double)sum->episodes : NAN,
        .repeated = wilson_interval(sum->repeated, sum->episodes),
        .up = wilson_interval(sum->up, sum->up + sum->level + sum->down),
        .closer = wilson_interval(sum->closer, sum->closer + sum->wider),
    };
}

double baseline_z(double count, uint64_t n, uint64_t sum, uint64_t sum_of_squares) {
    if (n < 2) return NAN;
    double mean = (double)sum / (double)n;
    double variance = ((double)sum_of_squares - (double)sum * mean) / (double)(n - 1);
    return variance > 0 ? (count - mean) / sqrt(variance) : NAN;
}

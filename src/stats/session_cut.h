// session_cut: the silence that best divides a log into sessions, read off the silences themselves.
//
// Gaps within sessions and gaps between them are two log-normal populations; the cut is where their
// densities, weighted by their shares, cross (Halfaker et al., WWW 2015).
#ifndef STATS_SESSION_CUT_H
#define STATS_SESSION_CUT_H

#include "base/arena.h"

typedef struct gap_count {
    double gap; // any unit
    uint64_t count;
} gap_count;

// A log-normal population: of the natural logarithms.
typedef struct gap_population {
    double share, mean, deviation;
} gap_population;

typedef struct session_cut {
    double
        gap; // in the unit of the gaps; NAN when the populations do not cross between their means
    gap_population within, between;
    bool converged;
} session_cut;

// Fits by expectation and maximization. Gaps below `least`, a positive number such as half the
// stamp's precision, count as that. Everything is NAN for fewer than 2 distinct gaps.
session_cut session_cut_fit(arena *scratch, const gap_count *gaps, size_t count, double least);

#endif

// speakers: who wrote how much, asked and affirmed how often, and in which style. Rows in order of
// the speakers' first appearance, those included who are only spoken to.
#include "report/table.h"
#include "stats/bootstrap.h"

#include <math.h>

// The sessions of a speaker, as far as one kind of message goes.
typedef struct blocks {
    session_block *at;
    size_t count;
} blocks;

static uint64_t kept(const uint32_t *counts, tally_kind kind) {
    return kind == TALLY_SPONTANEOUS
               ? (uint64_t)counts[TALLY_AFFIRMATIONS] - counts[TALLY_ANSWERING]
               : counts[kind];
}

// The tally's blocks are in order of speaker.
static size_t first_block(const tally *t, uint32_t speaker) {
    size_t low = 0, high = t->blocks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tuples_key(&t->blocks, middle)[0] < speaker)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static blocks blocks_of(const closing *c, uint32_t speaker, tally_kind kind) {
    const tuples *all = &c->tally->blocks;
    size_t from = first_block(c->tally, speaker), to = first_block(c->tally, speaker + 1);
    uint32_t lone = c->tally->speakers[speaker].lone;
    blocks b = {.at = arena_array(c->scratch, session_block, to - from + 1)};
    if (lone) b.at[b.count++] = (session_block){0, 1, lone};
    for (size_t i = from; i < to; i++) {
        const uint32_t *key = tuples_key(all, i);
        b.at[b.count++] = (session_block){kept(key + 2, kind), key[1], *tuples_values(all, i)};
    }
    return b;
}

enum { BURSTY_HALVES = 3 }; // a dispersion above 1.5 counts as bursty

// A kind per 100 messages, and per active day.
typedef struct rates {
    uint64_t count;
    interval per_100_messages, per_active_day;
    double dispersion;
} rates;

static interval or_exact(interval resampled, interval exact) {
    return isfinite(resampled.low) && isfinite(resampled.high) ? resampled : exact;
}

static rates rates_of(const closing *c, uint32_t speaker, tally_kind kind) {
    const speaker_tally *s = &c->tally->speakers[speaker];
    const coded_counts *all = tally_coded(s);
    uint64_t count = all ? all->counts[kind] : 0;
    interval limits = poisson_interval(count, 1);
    rates r = {
        .count = count,
        .per_100_messages = interval_per(limits, s->messages),
        .per_active_day = interval_per(limits, s->active_days),
        .dispersion = dispersion_of_sums(s->active_days, count, all ? all->squares[kind] : 0),
    };
    if (r.dispersion * 2 > BURSTY_HALVES) {
        blocks b = blocks_of(c, speaker, kind);
        uint64_t seed = c->options->run->seed;
        r.per_100_messages =
            or_exact(bootstrap_rate(c->scratch, b.at, b.count, 0, seed, BOOTSTRAP_DRAWS),
                     r.per_100_messages);
        r.per_active_day = or_exact(
            bootstrap_rate(c->scratch, b.at, b.count, s->active_days, seed, BOOTSTRAP_DRAWS),
            r.per_active_day);
    }
    r.per_100_messages = interval_scaled(r.per_100_messages, 100);
    if (suppress_count(c->options->run->min_cell, s->active_days))
        r.per_active_day = interval_undefined();
    return r;
}

static void cell_rates(const closing *c, csv *out, uint32_t speaker, tally_kind kind) {
    rates r = rates_of(c, speaker, kind);
    csv_count(out, r.count);
    cell_interval(out, r.per_100_messages);
    cell_interval(out, r.per_active_day);
    if (kind == TALLY_REQUESTS || kind == TALLY_AFFIRMATIONS) csv_number(out, r.dispersion);
}

static void cell_exposure(const closing *c, csv *out, const speaker_tally *s) {
    csv_count(out, s->messages);
    csv_count(out, s->turns);
    word_counts all = tally_words(s);
    csv_count(out, all.tokens);
    csv_count(out, all.characters);
    if (s->active_days)
        csv_count(out, s->active_days);
    else
        csv_na(out);
    csv_count(out, s->sessions);
    csv_count(out, s->initiations);
    if (s->first_time <= s->last_time) {
        cell_time(out, c, s->first_time);
        cell_time(out, c, s->last_time);
        return;
    }
    csv_na(out);
    csv_na(out);
}

static double share(uint32_t count, uint64_t whole) {
    return whole ? (double)count / (double)whole : NAN;
}

// The shares of the forms add up to 1, so that one alone cannot be left out.
static void cell_styles(const closing *c, csv *out, const coded_counts *counts) {
    static const coded_counts none;
    const coded_counts *n = counts ? counts : &none;
    uint64_t requests = n->counts[TALLY_REQUESTS];
    bool hidden = false;
    for (size_t form = 0; form < TALLY_FORMS; form++)
        hidden |= suppress_count(c->options->run->min_cell, n->forms[form]);
    for (size_t form = 0; form < TALLY_FORMS; form++)
        csv_number(out, hidden ? NAN : share(n->forms[form], requests));
    cell_share(out, c, share(n->covert, requests), requests);
    cell_share(out, c, share(n->aware, requests), requests);
    cell_share(out, c, share(n->repeated, requests), requests);
}

static void rows(const closing *c, csv *out) {
    static const tally_kind order[] = {TALLY_REQUESTS,    TALLY_AFFIRMATIONS,     TALLY_ANSWERING,
                                       TALLY_SPONTANEOUS, TALLY_NON_AFFIRMATIONS, TALLY_BOUNDARIES};
    for (uint32_t i = 0; i < c->tally->speaker_count; i++) {
        const speaker_tally *s = &c->tally->speakers[i];
        cell_conversation(out, c);
        cell_speaker(out, c, i);
        cell_exposure(c, out, s);
        for (size_t k = 0; k < TALLY_KINDS; k++) cell_rates(c, out, i, order[k]);
        cell_styles(c, out, tally_coded(s));
        csv_end(out);
        arena_reset(c->scratch);
    }
}

const table table_speakers = {.name = "speakers", .rows = rows};

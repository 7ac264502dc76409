// reciprocity: how evenly two people ask and give. Rows in order of the speaker who appears first,
// then of the other, for every two of whom one addressed a request or an affirmation to the other,
// or whose floors stood next to each other.
#include "report/dyad.h"
#include "stats/balance.h"

#include <math.h>
#include <stdlib.h>

// One side: what it asks of and gives the other.
typedef struct side {
    const speaker_tally *speaker;
    const pair *asks; // NULL when it has nothing in common with the other in this direction
    uint64_t requests, affirmations;
    uint64_t affirmed, seen; // episodes it started: affirmed, and not censored
    bool measurable;
} side;

static side side_of(const closing *c, uint32_t speaker, uint32_t other) {
    side s = {.speaker = &c->tally->speakers[speaker],
              .asks = pair_list_find(c->pairs, speaker, other)};
    if (!s.asks) return s;
    dyad_counts n = dyad_count(s.asks);
    s.requests = n.requests;
    s.affirmations = s.asks->counts[PAIR_AFFIRMATIONS];
    s.affirmed = n.outcomes[OUTCOME_AFFIRMED];
    s.seen = n.episodes - n.outcomes[OUTCOME_CENSORED];
    s.measurable = dyad_measurable(c, s.asks) &&
                   !suppress_share(c->options->run->min_cell, s.affirmed, s.seen);
    return s;
}

// A count per own message; NAN when there are none.
static double adjusted(uint64_t count, const side *s) {
    return s->speaker->messages ? (double)count / s->speaker->messages : NAN;
}

static double ratio(uint64_t a, uint64_t b) { return b ? (double)a / (double)b : NAN; }

static void cell_balances(csv *out, const side *a, const side *b) {
    csv_count(out, a->requests);
    csv_count(out, b->requests);
    csv_count(out, a->affirmations);
    csv_count(out, b->affirmations);
    csv_number(out, balance((double)a->requests, (double)b->requests));
    csv_number(out, balance(adjusted(a->requests, a), adjusted(b->requests, b)));
    csv_number(out, balance((double)a->affirmations, (double)b->affirmations));
    csv_number(out, balance(adjusted(a->affirmations, a), adjusted(b->affirmations, b)));
    csv_number(out, evenness((double)a->requests, (double)b->requests));
    cell_interval(out,
                  rate_ratio(a->requests, a->speaker->messages, b->requests, b->speaker->messages));
}

static void cell_differences(const closing *c, csv *out, const side *a, const side *b) {
    bool measurable = a->measurable && b->measurable;
    cell_interval(out, measurable ? wilson_difference(a->affirmed, a->seen, b->affirmed, b->seen)
                                  : interval_undefined());
    double wait_a = measurable ? dyad_latency_median(c, a->asks) : NAN;
    double wait_b = measurable ? dyad_latency_median(c, b->asks) : NAN;
    csv_number(out, wait_a - wait_b);
}

static interval initiations(const closing *c, const side *a, const side *b) {
    uint64_t least = c->options->run->min_cell, of_a = a->speaker->initiations;
    uint64_t of_b = b->speaker->initiations;
    if (suppress_count(least, of_a) || suppress_count(least, of_b)) return interval_undefined();
    return balance_interval(of_a, of_b);
}

static double style_of(const closing *c, const side *a, const side *b) {
    for (size_t i = 0; i < STYLE_CLASSES; i++)
        if (c->options->book->style_category[i] == 255) return NAN;
    word_counts of_a = tally_words(a->speaker), of_b = tally_words(b->speaker);
    return style_matching(of_a.style, of_a.tokens, of_b.style, of_b.tokens, STYLE_CLASSES);
}

static void write_row(const closing *c, csv *out, uint32_t first, uint32_t second) {
    side a = side_of(c, first, second), b = side_of(c, second, first);
    cell_conversation(out, c);
    cell_speaker(out, c, first);
    cell_speaker(out, c, second);
    cell_balances(out, &a, &b);
    cell_differences(c, out, &a, &b);
    csv_number(out, ratio(a.affirmations, b.affirmations));
    csv_number(out, ratio(b.affirmations, a.affirmations));
    cell_interval(out, initiations(c, &a, &b));
    csv_number(out, style_of(c, &a, &b));
    csv_end(out);
}

// Two speakers, the one first who appears first.
typedef struct two {
    uint32_t first, second;
} two;

static int by_appearance(const void *left, const void *right) {
    const two *a = left, *b = right;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return (a->second > b->second) - (a->second < b->second);
}

static void rows(const closing *c, csv *out) {
    const pair_list *list = c->pairs;
    two *all = arena_array(c->scratch, two, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t x = list->at[i].asker, y = list->at[i].answerer;
        if (y != NO_SPEAKER && x != y) all[count++] = x < y ? (two){x, y} : (two){y, x};
    }
    if (count) qsort(all, count, sizeof *all, by_appearance);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || by_appearance(&all[i - 1], &all[i]))
            write_row(c, out, all[i].first, all[i].second);
}

const table table_reciprocity = {.name = "reciprocity", .pairs = true, .rows = rows};

#include "folding.h"

#include <inttypes.h>

// What intake gave has come to its end, all of it and nothing twice.
static bool conserved(folding *f, const conversation *c, error *err) {
    f->committed += c->used;
    if (f->count == c->used + c->system && f->sum == c->sum) return true;
    return error_set(err, ATTUNE_INTERNAL,
                     "error: conversation %" PRIu32 ": messages were lost on the way", c->number);
}

static bool fold_event(folding *f, batch_event *e, error *err) {
    if (e->what == INTAKE_BEGIN) {
        f->count = f->sum = 0;
        exchange_begin(f->exchange);
        f->at = e->which;
        return report_begin(f->report, e->which, err);
    }
    bool ok = true;
    if (e->what == INTAKE_END) {
        exchange_end(f->exchange);
        ok = conserved(f, e->which, err) && report_commit(f->report, f->exchange, err);
    } else {
        report_rollback(f->report);
    }
    conversation_free(e->which);
    e->which = NULL;
    return ok;
}

// Codes that were given by hand and cannot be read count as none; where, but not what they are, is
// said.
static void tell_codes(folding *f, const message *m) {
    str from = f->at->source;
    f->broken_codes++;
    if (from.len)
        notices_say(f->notices, NOTICE_CODES, "attune codebook list shows the codes",
                    "%.*s:%" PRIu64 ": a code that the codebook does not know, taken for none",
                    (int)from.len, from.at, m->line);
    else
        notices_say(f->notices, NOTICE_CODES, "attune codebook list shows the codes",
                    "conversation %" PRIu32 ", line %" PRIu64
                    ": a code that the codebook does not know, taken for none",
                    f->at->number, m->line);
}

static void fold_message(folding *f, report_entry *e) {
    const message *m = e->message;
    f->count++;
    f->sum += m->sum;
    if (f->follows) e->where = exchange_message(f->exchange, m, e->analysis, e->found, &f->codes);
    f->undetermined += e->analysis->undetermined;
    // A sequence may be of codes that no codebook has.
    if (e->where->broken_codes && f->task != ATTUNE_SEQ) tell_codes(f, m);
    report_message(f->report, e);
}

enum { QUIET = 64 }; // messages at once

// Counts the next messages from first on, as many as say nothing, at most `most`.
static size_t fold_quiet(folding *f, const batch *b, size_t first, size_t most) {
    const message *m = &b->messages[first];
    const analysis *a = &b->analyses[first];
    placement where[QUIET];
    size_t count = exchange_quiet(f->exchange, m, a, most < QUIET ? most : QUIET, where);
    uint64_t sum = 0, undetermined = 0;
    for (size_t i = 0; i < count; i++) {
        sum += m[i].sum;
        undetermined += a[i].undetermined;
    }
    f->sum += sum;
    f->count += count;
    f->undetermined += undetermined;
    report_quiet(f->report, m, a, where, count);
    return count;
}

bool folding_take(folding *f, batch *b, error *err) {
    static const placement nowhere = {.addressee = NO_SPEAKER};
    bool tokenized = report_wants_tokens(f->report);
    bool counts = f->task == ATTUNE_REPORT;
    report_entry one = {
        .codes = &f->codes,
        .where = &nowhere,
        .found = b->found.at,
        .cancelled = b->cancelled.at,
        .exchange = f->exchange,
    };
    for (size_t i = 0, e = 0, count = b->count;;) {
        for (; e < b->event_count && b->events[e].before == i; e++)
            if (!fold_event(f, &b->events[e], err)) return false;
        if (i == count) break;
        size_t end = e < b->event_count ? b->events[e].before : count;
        if (counts) i += fold_quiet(f, b, i, end - i);
        if (i == end) continue;
        one.message = &b->messages[i];
        one.analysis = &b->analyses[i];
        if (tokenized) {
            one.tokens = b->tokens[i].rows;
            one.token_count = b->tokens[i].count;
        }
        fold_message(f, &one);
        i++;
    }
    return true;
}

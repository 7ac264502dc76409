#include "report/remarks.h"

#include <inttypes.h>
#include <stdio.h>

void remarks_count(remarks *r, const closing *c, const sequence *s, bool timeline) {
    const attune_options *run = c->options->run;
    r->untimed += run->task == ATTUNE_SEQ && run->within > 0 && !closing_timed(c);
    r->endless += run->task == ATTUNE_SEQ && run->null_shift && !s->transitions.kept_all;
    r->undated += timeline && c->names->count && c->tally->period_count == 0;
}

static bool say_count(remark *out, uint64_t count, const char *what, const char *hint) {
    const char *many = count == 1 ? "" : "s";
    snprintf(out->text, sizeof out->text, "%" PRIu64 " conversation%s %s", count, many, what);
    out->hint = hint;
    return count;
}

// Why one table has no row, as far as the options tell.
static const char *why_empty(const attune_options *run) {
    switch (run->task) {
    case ATTUNE_SEQ:
        if (run->who == ATTUNE_WHO_SELF && run->unit == ATTUNE_UNIT_FLOOR && run->lag_last == 1)
            return "a speaker's floor never follows one of the same speaker: --unit message, or "
                   "--lag 2";
        return "a conversation needs two units of one session, so far apart as --lag says";
    case ATTUNE_SAMPLE: return "no message has text";
    case ATTUNE_REPORT:
        if (run->lang && strcmp(run->lang, "auto") != 0)
            return "no message has what the table counts, by the rules of --lang";
        return "no message has what the table counts; attune codebook list shows what has rules";
    case ATTUNE_READ:
    case ATTUNE_TOKENS:
    case ATTUNE_CLASSIFY:
    case ATTUNE_TRACE:
    case ATTUNE_KWIC: break;
    }
    return NULL;
}

enum { UNTIMED, UNDATED, ENDLESS, EMPTY, FIXED };

static bool fixed_remark(const remarks_of *all, size_t which, remark *out) {
    const remarks *n = all->counted;
    switch (which) {
    case UNTIMED:
        return say_count(out, n->untimed, "without times: no rows for --within",
                         "--lag counts units, which needs no times");
    case UNDATED: return say_count(out, n->undated, "without dates: no rows in the timeline", NULL);
    case ENDLESS:
        return say_count(out, n->endless, "too long for --null shift: chance is NA",
                         "--null shuffle has no limit");
    case EMPTY:
        snprintf(out->text, sizeof out->text, "no rows");
        out->hint = why_empty(all->run);
        return all->empty && n->undated == 0;
    default: return false;
    }
}

// A word mistyped after --given would look like something that never happens.
static bool unmet_remark(const remarks_of *all, size_t set, remark *out) {
    if (all->met >> set & 1) return false;
    str asked = str_take(all->asked->sets[set].text, sizeof out->text / 2);
    snprintf(out->text, sizeof out->text, "no message has %.*s", (int)asked.len, asked.at);
    out->hint = "attune codebook list shows the codes; a log may have its own";
    return true;
}

bool remarks_next(const remarks_of *all, size_t *which, remark *out) {
    size_t sets = all->asked ? all->asked->count : 0;
    while (*which < FIXED + sets) {
        size_t at = (*which)++;
        if (at < FIXED ? fixed_remark(all, at, out) : unmet_remark(all, at - FIXED, out))
            return true;
    }
    return false;
}

#include "report/dialects.h"

#include <stdlib.h>

const char *date_order_name(date_order order) {
    static const char *const names[] = {
        [ORDER_NONE] = "",   [ORDER_YMD] = "ymd", [ORDER_YDM] = "ydm", [ORDER_DMY] = "dmy",
        [ORDER_MDY] = "mdy", [ORDER_MYD] = "myd", [ORDER_DYM] = "dym",
    };
    return names[order];
}

const char *date_evidence_name(date_evidence evidence) {
    static const char *const names[] = {
        [EVIDENCE_NONE] = "",
        [EVIDENCE_OPTION] = "option",
        [EVIDENCE_YEAR_POSITION] = "year_position",
        [EVIDENCE_DAY_OVER_12] = "day_over_12",
        [EVIDENCE_FEWER_BACKWARD_JUMPS] = "fewer_backward_jumps",
        [EVIDENCE_SEPARATOR] = "separator",
        [EVIDENCE_COMPACTNESS] = "compactness",
        [EVIDENCE_ARCHIVE_TIME] = "archive_time",
        [EVIDENCE_WEEKDAY] = "weekday",
        [EVIDENCE_ASSUMED] = "assumed",
    };
    return names[evidence];
}

static bool alike(const dialect_count *d, const conversation *c) {
    return strcmp(d->format, c->format) == 0 && d->order == c->dialect.order &&
           d->evidence == c->dialect.evidence && d->kind == c->time_kind;
}

void dialects_add(dialects *d, const conversation *c) {
    size_t i = 0;
    while (i < d->count && !alike(&d->at[i], c)) i++;
    if (i == d->count) {
        memory_reserve(d->at, d->room, d->count + 1);
        d->at[d->count++] =
            (dialect_count){c->format, c->dialect.order, c->dialect.evidence, c->time_kind, 0, 0};
    }
    d->at[i].conversations++;
    d->at[i].contradictions += c->dialect.contradictions;
}

void dialects_write(const dialects *d, json *out, const char *name) {
    json_list(out, name);
    for (size_t i = 0; i < d->count; i++) {
        const dialect_count *at = &d->at[i];
        json_object(out, NULL);
        json_text(out, "format", str_from(at->format));
        json_text(out, "time_kind", time_kind_name(at->kind));
        if (at->order != ORDER_NONE) {
            json_text(out, "date_order", str_from(date_order_name(at->order)));
            json_text(out, "date_order_evidence", str_from(date_evidence_name(at->evidence)));
            json_count(out, "date_order_contradictions", at->contradictions);
        }
        json_count(out, "conversations", at->conversations);
        json_close_object(out);
    }
    json_close_list(out);
}

void dialects_release(dialects *d) {
    free(d->at);
    *d = (dialects){0};
}

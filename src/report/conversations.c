// conversations: how each conversation was read and what of it was left out. One row per
// conversation that stands, in order of their first appearance.
#include "report/dialects.h"
#include "report/number.h"
#include "report/table.h"

static void cell_dialect(const conversation *of, csv *out) {
    if (of->dialect.order == ORDER_NONE) {
        for (int i = 0; i < 3; i++) csv_na(out);
        return;
    }
    csv_text(out, str_from(date_order_name(of->dialect.order)));
    csv_text(out, str_from(date_evidence_name(of->dialect.evidence)));
    csv_count(out, of->dialect.contradictions);
}

static void cell_clock(const closing *c, const conversation *of, csv *out) {
    csv_text(out, time_kind_name(of->time_kind));
    if (of->time_kind == TIME_LOCAL)
        csv_text(out, STR("local"));
    else if (of->time_kind == TIME_UTC || of->time_kind == TIME_OFFSET)
        csv_text(out, c->options->days ? str_from(zone_name(c->options->days)) : STR("UTC"));
    else
        csv_na(out);
    cell_seconds(out, c, of->precision);
}

static void rows(const closing *c, csv *out) {
    const conversation *of = c->conversation;
    const uint64_t dropped[] = {of->system,    of->excluded, of->bad_time,
                                of->malformed, of->too_long, of->duplicate};
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) sum += dropped[i];
    cell_conversation(out, c);
    csv_text(out, str_from(of->format));
    cell_dialect(of, out);
    cell_clock(c, of, out);
    csv_count(out, of->read);
    csv_count(out, of->used);
    csv_count(out, sum);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) csv_count(out, dropped[i]);
    csv_count(out, of->late);
    csv_count(out, of->lenient);
    csv_count(out, c->tally->undetermined);
    csv_end(out);
}

const table table_conversations = {.name = "conversations", .rows = rows};

// sessions: one row per session, in order.
#include "report/table.h"

static void session_row(const closing *c, csv *out, const session *s) {
    cell_conversation(out, c);
    csv_count(out, s->number);
    cell_time(out, c, s->start);
    cell_time(out, c, s->end);
    csv_count(out, s->messages);
    cell_speaker(out, c, s->initiator);
    csv_count(out, s->requests);
    csv_count(out, s->affirmations);
    csv_end(out);
}

const table table_sessions = {.name = "sessions", .session_row = session_row};

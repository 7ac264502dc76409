#include "reader/csv_rows.h"

#include "base/limits.h"

void csv_rows_header(csv_rows *r, source *in, str head) {
    csv_scan(&r->record, head, r->delimiter);
    source_consume(in, r->record.len);
    r->next_line += r->record.lines;
}

// Scans the next record whole into r->record; false when there is none. *fits is false when it is
// longer than allowed.
static bool scan_next(csv_rows *r, reader_state *state, bool *fits) {
    size_t most = state->options->max_record < LIMIT_WINDOW - 2 ? state->options->max_record
                                                                : LIMIT_WINDOW - 2;
    str head = source_peek(state->in, 1);
    for (size_t wanted = head.len;;) {
        if (!head.len) return false;
        csv_scan(&r->record, str_take(head, most + 2), r->delimiter);
        *fits = r->record.len - r->record.end_len <= most;
        if (r->record.complete || !*fits) return true;
        str more = source_peek(state->in, wanted * 2 < most + 2 ? wanted * 2 : most + 2);
        if (more.len == head.len) { // the last one, without a line end
            csv_scan(&r->record, str_take(more, most + 2), r->delimiter); // it may have moved
            return true;
        }
        head = more;
        wanted = more.len;
    }
}

// Leaves out the next line.
static reader_result reject_line(csv_rows *r, reader_state *state) {
    str line;
    bool too_long;
    if (!source_line(state->in, state->options->max_record, &line, &too_long)) return READER_END;
    state->reason = too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    state->line = r->next_line++;
    return READER_REJECTED;
}

// Leaves out a record that never closes its quotation mark: its first line only, so that what
// follows is not lost with it. When that happens again and again, twice as many lines each time, so
// that looking for the closing mark does not take for ever.
static reader_result reject_unclosed(csv_rows *r, reader_state *state) {
    r->unclosed = r->unclosed ? r->unclosed * 2 : 1;
    r->leave_out = r->unclosed - 1;
    return reject_line(r, state);
}

// Spreadsheets write the rows below a table that were once touched: nothing but delimiters.
static bool is_blank(const csv_record *r) {
    for (size_t i = 0; i < r->count; i++)
        if (r->fields[i].len) return false;
    return true;
}

reader_result csv_rows_next(csv_rows *r, reader_state *state) {
    bool fits;
    if (r->leave_out) {
        r->leave_out--;
        return reject_line(r, state);
    }
    do {
        if (!scan_next(r, state, &fits))
            return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        if (r->record.open_quote) return reject_unclosed(r, state);
        if (!fits) return reject_line(r, state);
        source_consume(state->in, r->record.len);
        state->line = r->next_line;
        r->next_line += r->record.lines;
    } while (is_blank(&r->record));
    r->unclosed = 0;
    return READER_MESSAGE;
}

#include "reader/lookahead.h"

#include "base/scan.h"
#include "base/utf8.h"
#include "input/encoding.h"

bool lookahead_peek(lookahead *l, reader_state *state, str *line) {
    if (!l->has) {
        str raw;
        if (!source_line(state->in, state->options->max_record, &raw, &l->too_long)) return false;
        if (str_starts(raw, STR("\xEF\xBB\xBF"))) raw = str_drop(raw, 3);
        buf_reset(&l->held);
        l->repaired = false;
        if (l->windows && utf8_valid(raw) != raw.len)
            encoding_decode(ENCODING_CP1252, raw, true, &l->held);
        else
            l->repaired = utf8_repair(&l->held, raw) > 0;
        l->has = true;
        l->line++;
    }
    *line = buf_str(&l->held);
    return true;
}

reader_result lookahead_end(reader_state *state) {
    return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
}

void lookahead_release(lookahead *l) { buf_release(&l->held); }

void passage_begin(passage *p) {
    buf_reset(&p->text);
    p->lines = 0;
    p->too_long = false;
}

void passage_add(passage *p, const reader_state *state, str line, bool cut) {
    p->too_long |= cut || p->text.len + line.len > state->options->max_record;
    if (p->too_long) return;
    if (p->lines++) buf_add_char(&p->text, '\n');
    buf_add(&p->text, line);
}

void passage_gather(passage *p, lookahead *l, reader_state *state,
                    bool (*begins)(reader_state *state, str line)) {
    str line;
    while (lookahead_peek(l, state, &line) && !begins(state, line)) {
        passage_add(p, state, line, l->too_long);
        lookahead_take(l, state);
    }
}

str passage_text(const passage *p) {
    str text = buf_str(&p->text);
    while (text.len && strchr(" \t\r\n", text.at[text.len - 1])) text.len--;
    return text;
}

void passage_release(passage *p) { buf_release(&p->text); }

reader_result reader_reject(reader_state *state, reject_reason reason, uint64_t line) {
    state->reason = reason;
    state->line = line;
    return READER_REJECTED;
}

bool window_line(str *window, bool whole, str *line) {
    if (window->len == 0) return false;
    size_t len = scan_plain(*window, '\n', '\n', '\n');
    while (len < window->len && window->at[len] != '\n' && window->at[len] != '\r') {
        len++;
        len += scan_plain(str_drop(*window, len), '\n', '\n', '\n');
    }
    if (len == window->len && !whole) return false;
    *line = str_take(*window, len);
    bool pair = len + 1 < window->len && window->at[len] == '\r' && window->at[len + 1] == '\n';
    *window = str_drop(*window, len + 1 + pair);
    if (str_starts(*line, STR("\xEF\xBB\xBF"))) *line = str_drop(*line, 3);
    return true;
}

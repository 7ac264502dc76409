// message_csv: one message as a row that attune itself reads again.
#include "report/number.h"
#include "report/rows.h"

static void cell_stamp(csv *out, const message *m) {
    buf *cell = csv_open(out);
    switch ((time_kind)m->time_kind) {
    case TIME_NONE: return;
    case TIME_MEDIA: number_add_thousandths(cell, m->time); return;
    case TIME_LOCAL: number_add_time(cell, m->time); return;
    case TIME_UTC:
        number_add_time(cell, m->time);
        buf_add_char(cell, 'Z');
        return;
    case TIME_OFFSET:
        number_add_time(cell, m->time + m->offset * 60000LL);
        number_add_offset(cell, m->offset);
    }
}

// A line of the system may name somebody who never writes; only the raw mode says whom.
static void cell_author(csv *out, const names *n, uint32_t speaker) {
    uint32_t number = names_find(n, speaker);
    if (n->raw && speaker != INTERN_NONE)
        csv_text(out, n->open->speaker_names[speaker]);
    else if (number != NO_SPEAKER)
        names_add(n, csv_open(out), number);
    else
        csv_open(out);
}

// Puts \ in front of each ; and \ of the name that was added last, so that a list of names can be
// taken apart again.
static void escape_from(buf *cell, size_t from) {
    size_t more = 0, len = cell->len;
    for (size_t i = from; i < len; i++) more += cell->at[i] == ';' || cell->at[i] == '\\';
    if (!more) return;
    buf_more(cell, more);
    cell->len += more;
    for (size_t to = cell->len, i = len; i-- > from;) {
        cell->at[--to] = cell->at[i];
        if (cell->at[i] == ';' || cell->at[i] == '\\') cell->at[--to] = '\\';
    }
}

static void cell_mentions(csv *out, const names *n, const message *m) {
    buf *cell = csv_open(out);
    size_t from = cell->len;
    for (uint32_t i = 0; i < m->mention_count; i++) {
        uint32_t number = names_find(n, m->mentions[i]);
        if (number == NO_SPEAKER) continue;
        if (cell->len > from) buf_add_char(cell, ';');
        size_t name = cell->len;
        names_add(n, cell, number);
        escape_from(cell, name);
    }
    csv_quote_from(out, from);
}

static void cell_flags(csv *out, uint8_t flags) {
    static const struct {
        uint8_t flag;
        const char *name;
    } all[] = {{FLAG_FORWARDED, "forwarded"},
               {FLAG_EDITED, "edited"},
               {FLAG_BOT, "bot"},
               {FLAG_CAPTION, "caption"},
               {FLAG_MEDIA, "media"}};
    buf *cell = csv_open(out);
    size_t from = cell->len;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!(flags & all[i].flag)) continue;
        if (cell->len > from) buf_add_char(cell, ';');
        buf_add(cell, str_from(all[i].name));
    }
}

static void cell_rules(csv *out, const coding *codes) {
    buf *cell = csv_open(out);
    size_t from = cell->len;
    for (uint32_t i = 0; i < codes->rule_count; i++) {
        if (i) buf_add_char(cell, ';');
        buf_add(cell, codes->rules[i]);
    }
    csv_quote_from(out, from);
}

void message_row(csv *out, const names *n, const message *m, const codebook *book,
                 const coding *codes) {
    csv_text(out, n->open->id);
    csv_text(out, message_id(m, (char[MESSAGE_DIGITS]){0}));
    cell_stamp(out, m);
    csv_text(out, time_kind_name(m->time_kind));
    buf *precision = csv_open(out);
    if (m->time_kind != TIME_NONE) number_add_thousandths(precision, m->precision);
    cell_author(out, n, m->speaker);
    csv_text(out, m->reply_to);
    cell_mentions(out, n, m);
    csv_text(out, message_kind_name(m->kind));
    cell_flags(out, m->flags);
    csv_text(out, names_is_other(n, m->speaker) ? STR("") : m->text); // has no row of its own
    if (codes) {
        coding_write(csv_open(out), book, codes);
        cell_rules(out, codes);
    }
    csv_end(out);
}

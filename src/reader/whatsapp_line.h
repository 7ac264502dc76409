// whatsapp_line: a record that is a line of words by a name seen lately, or more, with a header of
// the same date behind it, as most are: 240 instructions, where the way of all others takes 700.
#ifndef READER_WHATSAPP_LINE_H
#define READER_WHATSAPP_LINE_H

#include "reader/message.h"
#include "reader/whatsapp_body.h"
#include "reader/whatsapp_follow.h"
#include "reader/whatsapp_scan.h"
#include "reader/whatsapp_survey.h"

// What is known of the records from the current position on while one is like the other.
typedef struct whatsapp_lines {
    bool steady;        // the first has a header with the date of the memory and such a clock
    str left;           // of the window, from its header on
    uint32_t second;    // of its clock, in the day
    uint32_t head;      // bytes of each header
    uint32_t precision; // ms, of each
    header_form form;
    int64_t day; // that date, ms since 1970
    size_t most; // bytes of a record
    char line_end;
    uint64_t count; // lines before the first
    line_scan *scan;
} whatsapp_lines;

// Words of several lines.
typedef struct line_words {
    str said;
    const char *next; // the header behind them
    uint64_t lines;   // below the first; 0 when they are not surely words
} line_words;

// Words that said is the first line of, where next, which is no header of the date of the memory,
// begins the second.
line_words whatsapp_line_more(const whatsapp_lines *l, const whatsapp_survey *survey, str said,
                              const char *next);

// Bytes of the end of the line at at, or 0.
static inline size_t whatsapp_end_at(const char *at, char line_end) {
    if (*at == line_end) return 1;
    return *at == '\r' && at[1] == line_end ? 2 : 0;
}

static inline str whatsapp_without_spaces(str said) {
    while (said.len && said.at[said.len - 1] == ' ') said.len--;
    return said;
}

// Reads the first record into *out, all but its title, and moves on. Returns its bytes, or 0 when
// it is another. l is steady. Inline, for 20 instructions less a message.
static inline __attribute__((always_inline)) size_t
whatsapp_line_read(whatsapp_lines *l, const whatsapp_survey *survey, message *out) {
    str record = str_of(l->left.at + l->head, l->left.len - l->head);
    const author_recent *author = whatsapp_authors_seen(&survey->authors, record);
    if (!author || !author->plain) return 0;
    size_t body = author->name.len + 2;
    str rest = str_of(record.at + body, record.len - body);
    line_extent line = l->scan(rest);
    if (rest.len < line.len + 2 + HEADER_LEAST) return 0;
    const char *next = rest.at + line.len;
    size_t end = whatsapp_end_at(next, l->line_end);
    next += end;
    if (end == 0 || !line.unmarked || (size_t)(next - l->left.at) > l->most) return 0;
    str said = whatsapp_without_spaces(str_of(rest.at, line.len));
    if (said.len == 0 || whatsapp_line_is_suspect(said)) return 0;
    const header_memory *memory = &survey->memory;
    uint64_t lines = 1;
    if (!header_has_date(memory, next)) {
        line_words all = whatsapp_line_more(l, survey, said, next);
        if (!all.lines) return 0;
        said = all.said;
        next = all.next;
        lines += all.lines;
    }
    uint64_t clock = header_clock_numbers(next + memory->hour, l->form);
    if (!header_is_clock(clock)) return 0;
    out->author = str_of(record.at, author->name.len);
    out->author_key = author->id + 1;
    out->text = said;
    out->usual = true;
    out->precision = l->precision;
    out->time_kind = TIME_LOCAL;
    out->time = l->day + (int64_t)l->second * 1000;
    out->line = l->count + 1;
    l->count += lines;
    l->second = header_second(clock);
    size_t size = (size_t)(next - l->left.at);
    l->left = str_of(next, l->left.len - size);
    return size;
}

#endif

#include "reader/whatsapp_survey.h"

#include "reader/whatsapp_body.h"
#include "reader/whatsapp_phrases.h"

enum { SHARE = 20 }; // a shape of fewer than one in so many headers is pasted text

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

// Lines begin with marks whatever the first ones did, and with any digit.
static void note_start(whatsapp_survey *s, char first) {
    if (s->starts[(unsigned char)first]) return;
    s->starts[(unsigned char)first] = true;
    for (int c = '0'; c <= '9'; c++)
        if (is_digit(first)) s->starts[c] = true;
    static const unsigned char marks[] = {0xE2, 0xEF, 0xD8, ' '};
    for (size_t i = 0; i < sizeof marks; i++) s->starts[marks[i]] = true;
}

// Whether a group's or contact's name that wrote this is the app so far; the first thing that
// people write settles it.
static void note_app(author_record *r, str body, bool first) {
    bool marked = body.len && when_mark(body);
    whatsapp_body is;
    whatsapp_body_read(whatsapp_trim(body), &is);
    bool notice = is.kind == KIND_SYSTEM ||
                  (is.kind == KIND_TEXT && (marked || whatsapp_phrase_in(is.text, false)));
    if (!notice) r->human = true;
    r->marked |= marked;
    r->opens |= first;
}

static void note_record(whatsapp_survey *s, const whatsapp_header *h, bool again, str line) {
    if (again)
        date_survey_again(&s->dates, &h->stamp);
    else
        date_survey_add(&s->dates, &h->stamp);
    if (h->stamp.named != ORDER_NONE && when_has_year(&h->stamp)) {
        when_day day = when_day_of(&h->stamp, h->stamp.named, 0);
        int year = day.valid ? when_year(day.day) : 0;
        if (year > s->year) s->year = year;
    }
    str rest = str_drop(line, h->len);
    author_split split;
    if (!whatsapp_authors_recall(&s->authors, rest, &split))
        split = whatsapp_authors_split(&s->authors, rest);
    if (!split.found) return;
    author_record *r = whatsapp_authors_count(&s->authors, rest, &split);
    if (h->form != FORM_BRACKET) r->human = true; // other forms have no names before notices
    if (!r->human) note_app(r, str_drop(rest, split.body), s->headers == 1);
}

static void read_lines(whatsapp_survey *s, str window, bool whole, uint64_t shapes) {
    whatsapp_header header = {0}; // of the line before, when that had one
    while (window.len) {
        str_cut_result cut = str_cut(window, s->line_end);
        if (!cut.found && !whole) return;
        window = cut.tail;
        str line = cut.head;
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        if (line.len == 0) continue;
        header_clock clock = whatsapp_header_next(&s->memory, &header, line);
        bool again = clock.len > 0;
        if (again) whatsapp_header_step(&s->memory, &header, clock);
        if (!again && !whatsapp_header_recall(&s->memory, line, &header)) continue;
        unsigned shape = whatsapp_header_shape(&header);
        if (!(shapes >> shape & 1)) continue;
        s->headers++;
        s->count[shape]++;
        note_start(s, line.at[0]);
        note_record(s, &header, again, line);
    }
}

// The shapes that are frequent enough. The form without a sign is believed only when there is no
// other.
static uint64_t frequent(const whatsapp_survey *s) {
    uint64_t shapes = 0, unsigned_shapes = UINT64_C(0xFF) << (FORM_SPACE << 3);
    for (unsigned i = 0; i < 64; i++)
        if (s->count[i] && s->count[i] * SHARE >= s->headers) shapes |= UINT64_C(1) << i;
    return shapes & ~unsigned_shapes ? shapes & ~unsigned_shapes : shapes;
}

static void restart(whatsapp_survey *s) {
    whatsapp_authors authors = s->authors;
    *s = (whatsapp_survey){.line_end = s->line_end, .authors = authors};
    whatsapp_authors_reset(&s->authors);
}

void whatsapp_survey_read(whatsapp_survey *s, str window, bool whole, str speakers) {
    bool old_mac =
        window.len && !memchr(window.at, '\n', window.len) && memchr(window.at, '\r', window.len);
    s->line_end = old_mac ? '\r' : '\n';
    whatsapp_authors_name(&s->authors, speakers);
    read_lines(s, window, whole, UINT64_MAX);
    s->shapes = frequent(s);
    uint64_t kept = 0;
    for (unsigned i = 0; i < 64; i++) kept += s->shapes >> i & 1 ? s->count[i] : 0;
    if (kept < s->headers) {
        uint64_t shapes = s->shapes;
        restart(s);
        whatsapp_authors_name(&s->authors, speakers);
        read_lines(s, window, whole, shapes);
        s->shapes = shapes;
    }
    whatsapp_authors_settle(&s->authors);
}

void whatsapp_survey_release(whatsapp_survey *s) { whatsapp_authors_release(&s->authors); }

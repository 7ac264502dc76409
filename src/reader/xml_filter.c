#include "reader/xml_filter.h"

#include "base/scan.h"
#include "base/utf8.h"

enum { LONGEST_REFERENCE = 12, TAG_BESIDES = 64 << 10 };

// Makes at least wanted bytes available, fewer at the end.
static size_t have(xml_filter *f, size_t wanted) {
    if (f->window.len - f->used >= wanted) return f->window.len - f->used;
    source_consume(f->in, f->used);
    f->used = 0;
    f->window = source_peek(f->in, wanted);
    return f->window.len;
}

static str rest(const xml_filter *f) { return str_drop(f->window, f->used); }

// Passes over everything up to the byte, which stays. false at the end.
static bool skip_to(xml_filter *f, char byte) {
    while (have(f, 1)) {
        str s = rest(f);
        size_t run = scan_plain(s, byte, byte, byte);
        f->used += run;
        if (run == s.len) continue;
        if (s.at[run] == byte) return true;
        f->line += s.at[run] == '\n';
        f->used++;
    }
    return false;
}

// Passes over everything up to and with the mark, which has no line end.
static bool skip_past(xml_filter *f, str mark) {
    while (skip_to(f, mark.at[0])) {
        have(f, mark.len);
        bool found = str_starts(rest(f), mark);
        f->used += found ? mark.len : 1;
        if (found) return true;
    }
    return false;
}

// The number of a reference &#…; at the start of s, and its length; 0 when there is none.
static size_t numeric_reference(str s, uint32_t *point) {
    if (!str_starts(s, STR("&#"))) return 0;
    size_t at = 2;
    bool hex = at < s.len && (s.at[at] | 32) == 'x';
    at += hex;
    size_t first = at;
    *point = 0;
    for (; at < s.len && at < LONGEST_REFERENCE; at++) {
        char c = s.at[at], low = (char)(c | 32);
        int digit = c >= '0' && c <= '9'              ? c - '0'
                    : hex && low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                      : -1;
        if (digit < 0) break;
        if (*point < 0x1000000) *point = *point * (hex ? 16 : 10) + (uint32_t)digit;
    }
    return at > first && at < s.len && s.at[at] == ';' ? at + 1 : 0;
}

static size_t named_reference(str s) {
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(s, str_from(names[i]))) return strlen(names[i]);
    return 0;
}

// Takes what begins with &.
static void take_reference(xml_filter *f) {
    have(f, 2 * LONGEST_REFERENCE + 2);
    str s = rest(f);
    uint32_t point, second;
    size_t len = numeric_reference(s, &point);
    if (!len) {
        len = named_reference(s);
        buf_add(&f->tag, len ? str_take(s, len) : STR("&amp;"));
        f->lenient |= !len;
        f->used += len ? len : 1;
        return;
    }
    f->used += len;
    if (point == '\t' || point == '\n' || point == '\r' || point == '<' || point == '&' ||
        point == '"' || point == '\'') {
        buf_add(&f->tag, str_take(s, len));
        return;
    }
    f->lenient |= point < ' ' || (point >= 0xD800 && point < 0xE000) || point > 0xFFFD;
    if (point < ' ') return;
    if (point >= 0xD800 && point < 0xDC00) {
        size_t low = numeric_reference(str_drop(s, len), &second);
        bool pair = low && second >= 0xDC00 && second < 0xE000;
        f->used += pair ? low : 0;
        point = pair ? 0x10000 + ((point - 0xD800) << 10) + (second - 0xDC00) : 0xFFFD;
    }
    bool valid =
        point <= 0x10FFFF && (point & 0xFFFE) != 0xFFFE && (point < 0xD800 || point > 0xDFFF);
    utf8_add(&f->tag, valid ? point : 0xFFFD);
}

// One byte of a value that a parser would refuse or change.
static void take_odd(xml_filter *f, char c) {
    f->used++;
    if (c == '<') buf_add(&f->tag, STR("&lt;"));
    if (c == '\n') buf_add(&f->tag, STR("&#10;"));
    if (c == '\t') buf_add(&f->tag, STR("&#9;"));
    f->line += c == '\n';
    f->lenient = true;
}

// The value whose opening quote was taken, to its closing one, which stays.
static bool take_value(xml_filter *f, char quote) {
    size_t start = f->tag.len;
    while (have(f, 1)) {
        str s = rest(f);
        size_t run = scan_plain(s, quote, '&', '<');
        bool full = f->tag.len - start > f->most;
        if (full) {
            f->cut = true;
            return skip_to(f, quote);
        }
        buf_add(&f->tag, str_take(s, run));
        f->used += run;
        if (run == s.len) continue;
        if (s.at[run] == quote) {
            f->cut |= f->tag.len - start > f->most;
            return true;
        }
        if (s.at[run] == '&')
            take_reference(f);
        else
            take_odd(f, s.at[run]);
    }
    return false;
}

// Where the name of the attribute begins that the text ends with, with the space before it.
static size_t name_start(str text) {
    size_t at = text.len;
    while (at && (unsigned char)text.at[at - 1] > ' ') at--;
    return at ? at - 1 : 0;
}

// Whether the attribute is to be kept, given with the space before it.
static bool is_wanted(const xml_filter *f, str name) {
    name = str_drop(name, 1);
    if (!str_ends(name, STR("="))) return true; // the parser will say what it thinks
    name.len--;
    if (!(f->wanted_lengths >> (name.len < 63 ? name.len : 63) & 1)) return false;
    for (size_t i = 0; i < f->wanted_count; i++)
        if (str_equal(name, f->wanted[i])) return true;
    return false;
}

// Takes what comes before the next quote or the end of the tag, or all there is of it.
static str take_plain(xml_filter *f) {
    str s = rest(f);
    size_t at = 0;
    for (;;) {
        at += scan_plain(str_drop(s, at), '"', '\'', '>');
        if (at == s.len || (unsigned char)s.at[at] > ' ') break;
        f->line += s.at[at++] == '\n';
    }
    f->used += at;
    return str_take(s, at);
}

// The rest of a tag whose < was taken.
static bool take_tag(xml_filter *f) {
    size_t begun = f->tag.len;
    while (have(f, 1)) {
        buf_add(&f->tag, take_plain(f));
        if (f->tag.len > 4 * f->most + TAG_BESIDES) return false;
        if (!have(f, 1)) return false;
        char c = f->window.at[f->used];
        if (c != '"' && c != '\'' && c != '>') continue;
        f->used++;
        if (c == '>') {
            buf_add_char(&f->tag, c);
            return true;
        }
        str all = str_drop(buf_str(&f->tag), begun);
        size_t name = name_start(all);
        bool wanted = is_wanted(f, str_drop(all, name));
        if (wanted)
            buf_add_char(&f->tag, c);
        else
            f->tag.len = begun + name;
        if (wanted ? !take_value(f, c) : !skip_to(f, c)) return false;
        if (wanted) buf_add_char(&f->tag, c);
        f->used++;
        begun = f->tag.len;
    }
    return false;
}

// Makes the tag well-formed UTF-8 of characters that XML has.
static void mend(xml_filter *f) {
    if (utf8_valid(buf_str(&f->tag)) < f->tag.len) {
        f->lenient = true;
        buf_reset(&f->scratch);
        utf8_repair(&f->scratch, buf_str(&f->tag));
        buf_reset(&f->tag);
        buf_add(&f->tag, buf_str(&f->scratch));
    }
    // U+FFFE and U+FFFF are UTF-8 but not XML: EF BF BD is U+FFFD.
    for (size_t at, from = 0;
         (at = str_find(str_drop(buf_str(&f->tag), from), STR("\xEF\xBF"))) != SIZE_MAX;) {
        from += at + 2;
        if (from < f->tag.len && (unsigned char)f->tag.at[from] > 0xBD) f->tag.at[from] = '\xBD';
    }
}

void xml_filter_init(xml_filter *f, source *in, const str *wanted, size_t count, size_t most) {
    *f = (xml_filter){.in = in, .wanted = wanted, .wanted_count = count, .most = most, .line = 1};
    for (size_t i = 0; i < count; i++)
        f->wanted_lengths |= 1ull << (wanted[i].len < 63 ? wanted[i].len : 63);
}

xml_filter_result xml_filter_next(xml_filter *f) {
    while (skip_to(f, '<')) {
        have(f, 4);
        bool comment = str_starts(rest(f), STR("<!--"));
        bool instruction = str_starts(rest(f), STR("<?"));
        if (comment || instruction) {
            f->used += comment ? 4 : 2;
            if (!skip_past(f, comment ? STR("-->") : STR("?>"))) return XML_FILTER_BROKEN;
            continue;
        }
        if (str_starts(rest(f), STR("<!"))) return XML_FILTER_BROKEN;
        buf_reset(&f->tag);
        f->cut = f->lenient = false;
        f->tag_line = f->line;
        buf_add_char(&f->tag, '<');
        f->used++;
        if (!take_tag(f)) return XML_FILTER_BROKEN;
        mend(f);
        return XML_FILTER_TAG;
    }
    return XML_FILTER_END;
}

void xml_filter_release(xml_filter *f) {
    buf_release(&f->tag);
    buf_release(&f->scratch);
}

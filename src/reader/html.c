#include "reader/html.h"

#include "base/utf8.h"

enum { LONGEST_REFERENCE = 12, LONGEST_TAG = 1 << 20, PIECE = 32 << 10 };

void html_begin(html *h, source *in, str text) {
    h->in = in;
    h->window = text;
    h->used = 0;
    h->line = 1;
    h->empty = h->broken = false;
    buf_reset(&h->value);
    buf_reset(&h->tag);
}

// Makes at least wanted bytes available, fewer at the end.
static str have(html *h, size_t wanted) {
    if (h->in && h->window.len - h->used < wanted) {
        source_consume(h->in, h->used);
        h->used = 0;
        h->window = source_peek(h->in, wanted);
    }
    return str_drop(h->window, h->used);
}

static void use(html *h, size_t len) {
    str s = str_take(str_drop(h->window, h->used), len);
    h->used += s.len;
    while (s.len) {
        str_cut_result cut = str_cut(s, '\n');
        h->line += cut.found;
        s = cut.tail;
    }
}

// A reference at the start of s: its length, or 0, and what it stands for.
static size_t reference(str s, uint32_t *point) {
    static const struct {
        const char *name;
        uint32_t point;
    } named[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                 {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xA0}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_starts(s, str_from(named[i].name))) {
            *point = named[i].point;
            return strlen(named[i].name);
        }
    if (!str_starts(s, STR("&#"))) return 0;
    bool hex = s.len > 2 && (s.at[2] | 32) == 'x';
    size_t first = hex ? 3 : 2, at = first;
    uint32_t sum = 0;
    for (; at < s.len && at < LONGEST_REFERENCE; at++) {
        char c = s.at[at], low = (char)(c | 32);
        int digit = c >= '0' && c <= '9'              ? c - '0'
                    : hex && low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                      : -1;
        if (digit < 0) break;
        if (sum < 0x1000000) sum = sum * (hex ? 16 : 10) + (uint32_t)digit;
    }
    if (at == first || at == s.len || s.at[at] != ';') return 0;
    bool valid = sum && sum <= 0x10FFFF && (sum < 0xD800 || sum > 0xDFFF);
    *point = valid ? sum : 0xFFFD;
    return at + 1;
}

void html_decode(buf *to, str text) {
    while (text.len) {
        const char *hit = memchr(text.at, '&', text.len);
        size_t before = hit ? (size_t)(hit - text.at) : text.len;
        buf_add(to, str_take(text, before));
        text = str_drop(text, before);
        if (!text.len) return;
        uint32_t point;
        size_t len = reference(text, &point);
        if (len)
            utf8_add(to, point);
        else
            buf_add_char(to, '&');
        text = str_drop(text, len ? len : 1);
    }
}

static void set_value(html *h, str raw) {
    buf_reset(&h->value);
    if (utf8_valid(raw) < raw.len) {
        buf_reset(&h->scratch);
        h->repaired |= utf8_repair(&h->scratch, raw) > 0;
        raw = buf_str(&h->scratch);
    }
    html_decode(&h->value, raw);
}

static bool begins_tag(str s) {
    if (s.len < 2 || s.at[0] != '<') return false;
    char c = s.at[1], low = (char)(c | 32);
    return (low >= 'a' && low <= 'z') || c == '/' || c == '!' || c == '?';
}

// Length of text at the start of s up to the next tag; a piece when it is long, cut between
// characters and outside of references.
static size_t text_len(str s) {
    size_t at = s.at[0] == '<';
    const char *hit = at < s.len ? memchr(s.at + at, '<', s.len - at) : NULL;
    size_t len = hit ? (size_t)(hit - s.at) : s.len;
    if (len <= PIECE) return len;
    len = PIECE;
    for (size_t back = 1; back <= LONGEST_REFERENCE; back++)
        if (s.at[len - back] == '&') return len - back ? len - back : len;
    while (len > PIECE - 4 && ((unsigned char)s.at[len] & 0xC0) == 0x80) len--;
    return len;
}

// Takes the inside of a tag whose < is next. False when the stream ends in it.
static bool take_tag(html *h) {
    buf_reset(&h->tag);
    use(h, 1);
    char quote = 0;
    for (;;) {
        str s = have(h, 1);
        if (!s.len) return false;
        size_t at = 0;
        for (; at < s.len && (quote || s.at[at] != '>'); at++) {
            char c = s.at[at];
            if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? 0 : c;
        }
        buf_add(&h->tag, str_take(s, at));
        use(h, at);
        if (h->tag.len > LONGEST_TAG) return false;
        if (at == s.len) continue;
        use(h, 1);
        return true;
    }
}

// Passes over a comment, whose <!-- is next.
static bool skip_comment(html *h) {
    for (;;) {
        str s = have(h, 3);
        if (s.len < 3) return false;
        size_t at = str_find(s, STR("-->"));
        use(h, at == SIZE_MAX ? s.len - 2 : at + 3);
        if (at != SIZE_MAX) return true;
    }
}

static bool is_void(str name) {
    static const char *const names[] = {"br", "img", "hr", "meta", "link", "input"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(name, str_from(names[i]))) return true;
    return false;
}

static html_event tag_event(html *h) {
    str s = buf_str(&h->tag);
    bool close = str_starts(s, STR("/"));
    h->empty = str_ends(s, STR("/"));
    s = str_drop(s, close);
    buf_reset(&h->value);
    for (size_t i = 0; i < s.len && (unsigned char)s.at[i] > ' ' && s.at[i] != '/'; i++) {
        char c = s.at[i];
        buf_add_char(&h->value, c >= 'A' && c <= 'Z' ? (char)(c | 32) : c);
    }
    h->empty |= is_void(html_value(h));
    return close ? HTML_CLOSE : HTML_OPEN;
}

html_event html_next(html *h) {
    for (;;) {
        str s = have(h, PIECE + LONGEST_REFERENCE);
        if (!s.len || h->broken) return HTML_END;
        if (!begins_tag(s)) {
            size_t len = text_len(s);
            set_value(h, str_take(s, len));
            use(h, len);
            return HTML_TEXT;
        }
        bool comment = str_starts(s, STR("<!--"));
        if (comment) use(h, 4);
        if (comment ? !skip_comment(h) : !take_tag(h)) {
            h->broken = true;
            return HTML_END;
        }
        if (!comment && h->tag.len && h->tag.at[0] != '!' && h->tag.at[0] != '?')
            return tag_event(h);
    }
}

// Cuts the next attribute off the inside of a tag.
static bool cut_attribute(str *s, str *name, str *value) {
    while (s->len && ((unsigned char)s->at[0] <= ' ' || s->at[0] == '/')) *s = str_drop(*s, 1);
    size_t at = 0;
    while (at < s->len && (unsigned char)s->at[at] > ' ' && s->at[at] != '=') at++;
    *name = str_take(*s, at);
    *value = (str){"", 0};
    *s = str_drop(*s, at);
    if (!s->len || s->at[0] != '=') return name->len > 0;
    *s = str_drop(*s, 1);
    bool quoted = s->len && (s->at[0] == '"' || s->at[0] == '\'');
    if (quoted) {
        str_cut_result cut = str_cut(str_drop(*s, 1), s->at[0]);
        *value = cut.head;
        *s = cut.tail;
        return true;
    }
    for (at = 0; at < s->len && (unsigned char)s->at[at] > ' ';) at++;
    *value = str_take(*s, at);
    *s = str_drop(*s, at);
    return true;
}

str html_attribute(html *h, const char *wanted) {
    str s = buf_str(&h->tag), name, value;
    size_t at = 0;
    while (at < s.len && (unsigned char)s.at[at] > ' ') at++;
    s = str_drop(s, at);
    while (cut_attribute(&s, &name, &value)) {
        if (!str_equal_nocase(name, str_from(wanted))) continue;
        buf_reset(&h->attribute);
        buf_reset(&h->scratch);
        utf8_repair(&h->scratch, value);
        html_decode(&h->attribute, buf_str(&h->scratch));
        return buf_str(&h->attribute);
    }
    return (str){"", 0};
}

bool html_has_class(html *h, const char *word) {
    str classes = html_attribute(h, "class");
    while (classes.len) {
        str_cut_result cut = str_cut(classes, ' ');
        if (str_equal(cut.head, str_from(word))) return true;
        classes = cut.tail;
    }
    return false;
}

void html_release(html *h) {
    buf_release(&h->value);
    buf_release(&h->tag);
    buf_release(&h->attribute);
    buf_release(&h->scratch);
}

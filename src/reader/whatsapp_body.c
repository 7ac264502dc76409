#include "reader/whatsapp_body.h"

#include "reader/whatsapp_phrases.h"
#include "reader/when.h"

enum {
    LABEL = 60,   // bytes before the address of a place
    ADDRESS = 26, // bytes of the shortest one, no space among them: over 2 * BODY_WORD
};

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_side_mark(const char *p) { // U+200E, U+200F
    return (unsigned char)p[0] == 0xE2 && (unsigned char)p[1] == 0x80 &&
           ((unsigned char)p[2] | 1) == 0x8F;
}

str whatsapp_trim(str text) {
    for (;;) {
        if (text.len && is_space(text.at[text.len - 1]))
            text.len--;
        else if (text.len >= 3 && is_side_mark(text.at + text.len - 3))
            text.len -= 3;
        else
            break;
    }
    while (text.len >= 3 && is_side_mark(text.at)) text = str_drop(text, 3);
    return text;
}

// Without marks and white space at both ends.
static str bare(str s) {
    for (;;) {
        size_t mark = when_mark(s);
        if (mark)
            s = str_drop(s, mark);
        else if (s.len && is_space(s.at[0]))
            s = str_drop(s, 1);
        else
            return whatsapp_trim(s);
    }
}

// Offset of the last c in s, or SIZE_MAX.
static size_t last(str s, char c) {
    for (size_t i = s.len; i-- > 0;)
        if (s.at[i] == c) return i;
    return SIZE_MAX;
}

// Offset behind the last mark inside s, or 0.
static size_t after_last_mark(str s) {
    for (size_t i = s.len; i-- > 0;) {
        size_t mark = (unsigned char)s.at[i] >= 0xC2 ? when_mark(str_drop(s, i)) : 0;
        if (mark) return i + mark;
    }
    return 0;
}

// Strips "<This message was edited>" from the end.
static bool strip_edited(str *text) {
    if (text->len < 3 || text->at[text->len - 1] != '>') return false;
    size_t open = last(*text, '<');
    if (open == SIZE_MAX) return false;
    str inner = str_of(text->at + open + 1, text->len - open - 2);
    if (whatsapp_phrase_inside(inner) != PHRASE_EDITED) return false;
    *text = whatsapp_trim(str_take(*text, open));
    return true;
}

// "attached: 0001-PHOTO.jpg" or "attached" between < and >.
static bool is_attached(str inner) {
    return whatsapp_phrase_inside(inner) == PHRASE_ATTACHED ||
           whatsapp_phrase_inside(str_cut(inner, ':').head) == PHRASE_ATTACHED;
}

typedef struct line_class {
    whatsapp_phrase_kind kind;
    str words; // what stands before the placeholder and is a person's
} line_class;

// The name that Android gives a file: IMG-20240115-WA0001.jpg.
static bool is_android_file(str name) {
    static const char *const kinds[] = {"IMG", "VID", "AUD", "PTT", "STK", "DOC"};
    static const char form[] = "-00000000-WA0000.";
    enum { KIND = 3, FORM = sizeof form - 1, SUFFIX = 5 };
    bool known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known |= str_starts(name, str_from(kinds[i]));
    if (!known || name.len <= KIND + FORM || name.len > KIND + FORM + SUFFIX) return false;
    for (size_t i = 0; i < FORM; i++) {
        char c = name.at[KIND + i];
        if (form[i] == '0' ? c < '0' || c > '9' : c != form[i]) return false;
    }
    return !memchr(name.at, ' ', name.len);
}

// A line that ends with what the app writes in brackets.
static line_class bracketed(str line, char open_with) {
    size_t open = last(line, open_with);
    if (open == SIZE_MAX) return (line_class){0};
    str before = bare(str_take(line, open)),
        inner = str_of(line.at + open + 1, line.len - open - 2);
    if (open_with == '(') {
        bool file = before.len && (whatsapp_phrase_inside(inner) == PHRASE_ATTACHED ||
                                   is_android_file(before)); // in any language
        return (line_class){.kind = file ? PHRASE_MEDIA : PHRASE_NONE};
    }
    if (is_attached(inner)) {
        bool named = memchr(inner.at, ':', inner.len); // else the name is what stands before
        return (line_class){PHRASE_MEDIA, named ? before : str_take(before, 0)};
    }
    if (before.len) return (line_class){0};
    return (line_class){.kind = whatsapp_phrase_inside(inner)};
}

// "location: https://maps.google.com/?q=52.1,5.1", "Cafe (Main Street):
// https://foursquare.com/v/4b"
static bool is_place(str line) {
    static const char *const services[] = {
        "https://maps.google.com/?q=", "https://maps.google.com/maps?q=",
        "https://foursquare.com/v/", "https://www.google.com/maps/search/"};
    const char *colon = line.len ? memchr(line.at, ':', line.len < LABEL ? line.len : LABEL) : NULL;
    if (!colon) return false;
    str address = bare(str_drop(line, (size_t)(colon - line.at) + 1));
    if (memchr(address.at, ' ', address.len)) return false;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (str_starts(address, str_from(services[i]))) return true;
    return false;
}

// What the first line is when it is the app's.
static line_class classify_line(str line) {
    line = bare(line);
    if (line.len == 0) return (line_class){0};
    whatsapp_phrase_kind kind = whatsapp_phrase_line(line);
    if (kind == PHRASE_DOCUMENT) kind = PHRASE_MEDIA;
    if (kind != PHRASE_NONE) return (line_class){.kind = kind};
    char end = line.at[line.len - 1];
    if (end == '>' || end == ')') {
        line_class found = bracketed(line, end == '>' ? '<' : '(');
        if (found.kind != PHRASE_NONE) return found;
    }
    size_t tail = after_last_mark(
        line); // "paper.pdf • ‎2 pages ‎document omitted", "caption ‎image omitted"
    if (tail) {
        kind = whatsapp_phrase_line(bare(str_drop(line, tail)));
        if (kind == PHRASE_DOCUMENT || kind == PHRASE_MEDIA) {
            bool file = kind == PHRASE_DOCUMENT || str_contains(line, STR("\u2022"));
            return (line_class){PHRASE_MEDIA, file ? (str){0} : bare(str_take(line, tail))};
        }
    }
    if (is_place(line)) return (line_class){.kind = PHRASE_LOCATION};
    return (line_class){0};
}

// Media with words: above or below the placeholder.
static void set_media(whatsapp_body *out, str before, str below) {
    str words = before.len ? before : bare(below);
    if (words.len == 0) {
        out->kind = KIND_MEDIA;
        return;
    }
    out->kind = KIND_TEXT;
    out->flags |= FLAG_MEDIA | FLAG_CAPTION;
    out->text = words;
}

// Whether U+200E or U+200F stands in s.
static bool has_side_mark(str s) {
    while (s.len >= 3) {
        const char *hit = memchr(s.at, 0xE2, s.len - 2);
        if (!hit) return false;
        if (is_side_mark(hit)) return true;
        s = str_drop(s, (size_t)(hit - s.at) + 1);
    }
    return false;
}

bool whatsapp_line_is_place(str line) {
    return line.len >= ADDRESS && !whatsapp_has_space(line.at + line.len - 2 * BODY_WORD) &&
           is_place(line);
}

bool whatsapp_body_is_words(str body, size_t first) {
    str line = str_take(body, first);
    if (line.len == 0 || whatsapp_line_is_suspect(line)) return false;
    return line.len == body.len || body.at[body.len - 1] != '>';
}

static void classify(str line, whatsapp_body *out) {
    line_class first = classify_line(line);
    str below = str_drop(out->text, line.len);
    bool single = bare(below).len == 0;
    switch (first.kind) {
    case PHRASE_MEDIA:
    case PHRASE_LOCATION: set_media(out, first.words, below); break;
    case PHRASE_POLL: out->kind = KIND_MEDIA; break;
    case PHRASE_CALL: out->kind = single ? KIND_CALL : KIND_TEXT; break;
    case PHRASE_DELETED: out->kind = single ? KIND_DELETED : KIND_TEXT; break;
    case PHRASE_SYSTEM: out->kind = KIND_SYSTEM; break;
    default:
        if (str_equal(out->text, STR("."))) out->kind = KIND_MEDIA;
        break;
    }
}

void whatsapp_body_read(str body, whatsapp_body *out) {
    *out = (whatsapp_body){.kind = KIND_TEXT, .text = body};
    if (body.len == 0) { // a photo to be seen once
        out->kind = KIND_MEDIA;
        return;
    }
    const char *newline = memchr(body.at, '\n', body.len);
    str line = newline ? str_of(body.at, (size_t)(newline - body.at)) : body;
    if (line.len == 0) return;
    bool marked = (unsigned char)body.at[0] >= 0xC2 && when_mark(body);
    bool edited = body.at[body.len - 1] == '>';
    if (!marked && !edited && !whatsapp_line_is_suspect(line) && !has_side_mark(line)) return;
    if (strip_edited(&out->text)) {
        out->flags |= FLAG_EDITED;
        line = str_take(line, out->text.len);
    }
    classify(line, out);
}

#include "base/utf8.h"

#include <stdio.h>

// Lowest and highest second byte by lead byte (Unicode 15, table 3-7).
static bool second_fits(unsigned char lead, unsigned char byte) {
    switch (lead) {
    case 0xE0: return byte >= 0xA0 && byte <= 0xBF;
    case 0xED: return byte >= 0x80 && byte <= 0x9F;
    case 0xF0: return byte >= 0x90 && byte <= 0xBF;
    case 0xF4: return byte >= 0x80 && byte <= 0x8F;
    default: return byte >= 0x80 && byte <= 0xBF;
    }
}

static bool follows(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Length of the character at the start of left bytes, or 0 when they begin with none. Nearly all of
// a text that is not ASCII has two or three bytes.
static inline size_t character(const unsigned char *p, size_t left) {
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xE0) return p[0] >= 0xC2 && left > 1 && follows(p[1]) ? 2 : 0;
    if (p[0] < 0xF0) return left > 2 && second_fits(p[0], p[1]) && follows(p[2]) ? 3 : 0;
    bool fits =
        p[0] <= 0xF4 && left > 3 && second_fits(p[0], p[1]) && follows(p[2]) && follows(p[3]);
    return fits ? 4 : 0;
}

// Length of the maximal subpart that the bytes at p begin with, which are no character.
static uint32_t subpart(const unsigned char *p, size_t left) {
    if (p[0] < 0xE0 || p[0] > 0xF4 || left < 2 || !second_fits(p[0], p[1])) return 1;
    return p[0] < 0xF0 || left < 3 || !follows(p[2]) ? 2 : 3;
}

utf8_char utf8_decode(str s) {
    const unsigned char *p = (const unsigned char *)s.at;
    switch (character(p, s.len)) {
    case 1: return (utf8_char){p[0], 1};
    case 2: return (utf8_char){(p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu), 2};
    case 3: return (utf8_char){(p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), 3};
    case 4:
        return (utf8_char){
            (p[0] & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu), 4};
    default: return (utf8_char){0xFFFD, subpart(p, s.len)};
    }
}

size_t utf8_encode(uint32_t point, char out[4]) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

void utf8_add(buf *b, uint32_t point) {
    char bytes[4];
    buf_add(b, str_of(bytes, utf8_encode(point, bytes)));
}

static bool all_ascii(const char *at) {
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return (eight & 0x8080808080808080u) == 0;
}

typedef uint8_t bytes __attribute__((vector_size(16)));

static inline bytes load(const unsigned char *p) {
    bytes b;
    memcpy(&b, p, sizeof b);
    return b;
}

// Whether the sixteen bytes at p go on well after the two before them, when that can be told by
// leads and continuations alone: no character of four bytes and none whose second byte has bounds
// of its own.
static inline bool goes_on(const unsigned char *p) {
    bytes now = load(p), before = load(p - 1), second_before = load(p - 2);
    bytes follow = (bytes)((now & 0xC0) == 0x80);
    bytes wanted = (bytes)(before >= 0xC0) | (bytes)(second_before >= 0xE0);
    bytes other = (bytes)(now >= 0xF0) | (bytes)(now == 0xE0) | (bytes)(now == 0xED) |
                  (bytes)((now & 0xFE) == 0xC0);
    bytes wrong = (follow ^ wanted) | other;
    uint64_t halves[2];
    memcpy(halves, &wrong, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

// The start of the character that the bytes before at leave unfinished, or at.
static size_t unfinished(const unsigned char *p, size_t at) {
    if (p[at - 1] >= 0xC0) return at - 1;
    return p[at - 2] >= 0xE0 ? at - 2 : at;
}

size_t utf8_valid(str s) {
    const unsigned char *p = (const unsigned char *)s.at;
    size_t at = 0;
    while (at < s.len) {
        while (at + 8 <= s.len && all_ascii(s.at + at)) at += 8;
        // The last eight bytes overlap what was looked at.
        if (at + 8 > s.len && s.len >= 8 && all_ascii(s.at + s.len - 8)) return s.len;
        size_t from = at;
        if (at >= 2)
            while (at + 16 <= s.len && goes_on(p + at)) at += 16;
        if (at > from) at = unfinished(p, at);
        // One by one, up to the next look at many.
        for (size_t end = at + 16 < s.len ? at + 16 : s.len; at < end;) {
            size_t len = character(p + at, s.len - at);
            if (len == 0) return at;
            at += len;
        }
    }
    return at;
}

size_t utf8_repair(buf *b, str s) {
    size_t replaced = 0;
    for (;;) {
        size_t good = utf8_valid(s);
        buf_add(b, str_take(s, good));
        s = str_drop(s, good);
        if (s.len == 0) return replaced;
        buf_add(b, STR("\xEF\xBF\xBD"));
        s = str_drop(s, utf8_decode(s).len);
        replaced++;
    }
}

size_t utf8_count(str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

static bool is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           c == 0x061C;
}

void utf8_printable(str s, char *out, size_t size) {
    size_t len = 0;
    while (s.len) {
        utf8_char c = utf8_decode(s);
        char shown[16];
        int n;
        bool broken = c.point == 0xFFFD && !str_starts(s, STR("\uFFFD"));
        if (broken) c = (utf8_char){0xFFFD, 1}; // each byte for itself
        if (broken)
            n = snprintf(shown, sizeof shown, "\\x%02X", (unsigned)(unsigned char)s.at[0]);
        else if (is_control(c.point))
            n = snprintf(shown, sizeof shown, c.point < 0x100 ? "\\x%02X" : "\\u{%X}",
                         (unsigned)c.point);
        else
            n = snprintf(shown, sizeof shown, "%.*s", (int)c.len, s.at);
        if (len + (size_t)n + 1 > size) break;
        memcpy(out + len, shown, (size_t)n);
        len += (size_t)n;
        s = str_drop(s, c.len);
    }
    if (size) out[len] = '\0';
}

void utf8_add_printable(buf *b, str s) {
    while (s.len) {
        char safe[32];
        uint32_t len = utf8_decode(s).len;
        utf8_printable(str_take(s, len), safe, sizeof safe);
        buf_add(b, str_from(safe));
        s = str_drop(s, len);
    }
}

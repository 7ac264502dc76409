#include "text/fold.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    POINTS = 512, // code points folded on the stack
    MOST_POINTS =
        4 * 3, // a code point gives at most so many (canonical decomposition, then case folding)
    RUNS = 4,  // runs of one word that are tried both ways
};

static const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;

static bool is_dropped(int32_t c) {
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0x200B ||
           c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

static int32_t plain(int32_t c) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC: return '\'';
    case 0x201C:
    case 0x201D: return '"';
    case '\t':
    case '\r':
    case '\v':
    case '\f':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000: return ' ';
    default: return c >= 0x2000 && c <= 0x200A ? ' ' : c;
    }
}

// Folds text into the code points at points (room for count), and appends their UTF-8.
static bool fold_points(buf *out, str text, int32_t *points, size_t count) {
    utf8proc_ssize_t len =
        utf8proc_decompose((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.len, points,
                           (utf8proc_ssize_t)count, options);
    if (len < 0 || (size_t)len > count) return false;
    size_t kept = 0;
    for (size_t i = 0; i < (size_t)len; i++)
        if (!is_dropped(points[i])) points[kept++] = plain(points[i]);
    utf8proc_ssize_t composed = utf8proc_normalize_utf32(points, (utf8proc_ssize_t)kept, options);
    for (utf8proc_ssize_t i = 0; i < composed; i++) utf8_add(out, (uint32_t)points[i]);
    return true;
}

static inline char fold_byte(unsigned char c) {
    if (c >= 'A' && c <= 'Z') return (char)(c | 0x20);
    return (char)(c >= '\t' && c <= '\r' && c != '\n' ? ' ' : c);
}

// Eight bytes at once: words are learnt all the time.
static bool fold_ascii(buf *out, str text) {
    if (!str_is_ascii(text)) return false;
    const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
    char *to = buf_more(out, text.len);
    size_t at = 0;
    for (uint64_t bytes; at + sizeof bytes <= text.len; at += sizeof bytes) {
        memcpy(&bytes, text.at + at, sizeof bytes);
        if (~(bytes + (0x80 - ' ') * ones) & high) break; // a control character
        uint64_t from_a = bytes + (0x80 - 'A') * ones, behind_z = bytes + (0x80 - 'Z' - 1) * ones;
        bytes |= (from_a & ~behind_z & high) >> 2;
        memcpy(to + at, &bytes, sizeof bytes);
    }
    for (; at < text.len; at++) to[at] = fold_byte((unsigned char)text.at[at]);
    out->len += text.len;
    return true;
}

// A letter of two bytes that folds to one of two, whatever stands beside it; 0 when that is not
// sure.
static uint32_t fold_letter(uint32_t c) {
    if (c - 0x430 < 0x30) return c;
    if (c >= 0x480 || c < 0xC0) return 0;
    if (c >= 0x400) return c < 0x410 ? c + 0x50 : c < 0x430 ? c + 0x20 : c | 1;
    if (c < 0xDF) return c == 0xD7 ? c : c + 0x20;
    if (c < 0x100) return c == 0xDF ? 0 : c;
    if (c < 0x130 || (c >= 0x132 && c < 0x138) || (c >= 0x14A && c < 0x178)) return c | 1;
    return (c > 0x138 && c < 0x149) || (c > 0x178 && c < 0x17F) ? (c + 1) & ~1u : 0;
}

// Folds a sign of three or four bytes of which the same is sure. Returns its length, 0 for others.
static size_t fold_sign(const unsigned char *at, char **to) {
    static const char mark[] = {['\x18'] = '\'', ['\x19'] = '\'', ['\x1C'] = '"', ['\x1D'] = '"'};
    bool emoji = at[0] == 0xF0 && at[1] == 0x9F;           // U+1F000 to U+1FFFF
    if (emoji && at[2] == 0x8F && at[3] >= 0xBB) return 4; // a skin tone
    if (at[0] == 0xEF && at[1] == 0xB8 && at[2] == 0x8F) return 3;
    // U+2010 to U+2027, U+2600 to U+27BF.
    bool dash = at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] < 0xA8;
    if (!emoji && !dash && !(at[0] == 0xE2 && at[1] >= 0x98 && at[1] < 0x9F)) return 0;
    size_t len = emoji ? 4 : 3, which = at[2] - 0x80u;
    if (dash && which < sizeof mark && mark[which])
        *(*to)++ = mark[which];
    else
        *to = (char *)memcpy(*to, at, len) + len;
    return len;
}

// What is folded character by character: a word of Russian takes a tenth of the time.
static bool fold_each(buf *out, str text) {
    char *to = buf_more(out, text.len);
    for (const char *from = text.at, *end = text.at + text.len; from < end;) {
        const unsigned char *at = (const unsigned char *)from;
        if (at[0] < 0x80) {
            *to++ = fold_byte(at[0]);
            from++;
        } else if (at[0] < 0xE0) {
            uint32_t folded = fold_letter((at[0] & 0x1Fu) << 6 | (at[1] & 0x3F));
            if (!folded) return false;
            *to++ = (char)(0xC0 | folded >> 6);
            *to++ = (char)(0x80 | (folded & 0x3F));
            from += 2;
        } else {
            size_t len = fold_sign(at, &to);
            if (!len) return false;
            from += len;
        }
    }
    out->len = (size_t)(to - out->at);
    return true;
}

void fold_text(buf *out, str text) {
    if (text.len == 0 || fold_ascii(out, text) || fold_each(out, text)) return;
    int32_t points[POINTS];
    if (text.len <= POINTS / MOST_POINTS) {
        fold_points(out, text, points, POINTS);
        return;
    }
    // Long: the code points go behind the bytes to come, in the same buffer, so that nothing leaks
    // when memory ends.
    size_t before = out->len, count = text.len * MOST_POINTS;
    size_t bytes = count * 4;
    size_t room_from = before + bytes + _Alignof(int32_t);
    buf_more(out, bytes + (count + 1) * sizeof *points);
    char *base = out->at + room_from;
    base += (_Alignof(int32_t) - (uintptr_t)base % _Alignof(int32_t)) % _Alignof(int32_t);
    fold_points(out, text, (int32_t *)(void *)base, count);
}

// A run of three or more equal letters.
typedef struct run {
    size_t start, letter, count; // offset, bytes of one letter, letters
} run;

static bool is_letter(uint32_t point) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

// Whether there may be such a run, by the last bytes of its letters.
static bool may_have_run(str word) {
    const unsigned char *w = (const unsigned char *)word.at;
    for (size_t i = 2; i < word.len; i++) {
        if (w[i] < 0x80) {
            if (w[i] == w[i - 1] && w[i] == w[i - 2]) return true;
            continue;
        }
        if (w[i] >= 0xC0) continue;
        size_t letter = w[i - 1] >= 0xC0 ? 2 : w[i - 2] >= 0xC0 ? 3 : 4; // its bytes if it ends
        if (2 * letter <= i && w[i] == w[i - letter] && w[i] == w[i - 2 * letter]) return true;
    }
    return false;
}

static size_t find_runs(str word, run runs[], size_t most) {
    size_t found = 0;
    for (size_t at = 0; at < word.len;) {
        utf8_char c = utf8_decode(str_drop(word, at));
        size_t end = at + c.len, count = 1;
        while (str_starts(str_drop(word, end), str_of(word.at + at, c.len))) {
            end += c.len;
            count++;
        }
        if (count >= 3 && found < most && is_letter(c.point))
            runs[found++] = (run){at, c.len, count};
        at = end;
    }
    return found;
}

// Writes word with run i shortened to one letter when bit i of ones is set, which has RUNS bits,
// else to two, and returns the length.
static size_t shorten(str word, const run runs[], size_t count, unsigned ones, char *to) {
    size_t at = 0, len = 0;
    for (size_t i = 0; i < count; i++) {
        size_t keep = runs[i].letter * (i < RUNS && ones >> i & 1 ? 1 : 2);
        size_t upto = runs[i].start + keep;
        memcpy(to + len, word.at + at, upto - at);
        len += upto - at;
        at = runs[i].start + runs[i].letter * runs[i].count;
    }
    memcpy(to + len, word.at + at, word.len - at);
    return len + word.len - at;
}

void fold_token(buf *out, str raw, token_kind kind, fold_is_word *is_word, const void *context) {
    size_t start = out->len;
    fold_text(out, raw);
    if (kind != TOKEN_WORD) return;
    str word = str_of(out->at + start, out->len - start);
    if (!may_have_run(word)) return;
    run runs[64];
    size_t count = find_runs(word, runs, sizeof runs / sizeof *runs);
    if (count == 0) return;
    size_t len = word.len;
    buf_more(out, len); // the try-outs stand behind the word
    word.at = out->at + start;
    char *to = out->at + start + len;
    size_t best = shorten(word, runs, count, 0, to);
    unsigned tries = is_word ? 1u << (count < RUNS ? count : RUNS) : 1;
    for (unsigned ones = 1; ones < tries && !is_word(context, str_of(to, best)); ones++) {
        size_t next = shorten(word, runs, count, ones, to);
        if (is_word(context, str_of(to, next))) {
            best = next;
            break;
        }
        best = shorten(word, runs, count, 0, to);
    }
    memmove(out->at + start, to, best);
    out->len = start + best;
}

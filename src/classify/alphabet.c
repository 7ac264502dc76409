#include "classify/alphabet.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/extent.h"

#include <stdlib.h>

// What stands for all characters of a kind that have no byte of their own.
enum { OTHER_LETTER = 0x80, OTHER_DIGIT, OTHER_SPACE, OTHER_SIGN, FIRST_NAMED };

// The characters that patterns may name, by code point: those of the shipped rules, and what else
// is usual in their languages.
static const uint32_t named[] = {
    0xA1,    0xAB,    0xBB,    0xBF,    0xDF,    0xE0,    0xE1,    0xE2,    0xE3,    0xE4,
    0xE5,    0xE6,    0xE7,    0xE8,    0xE9,    0xEA,    0xEB,    0xEC,    0xED,    0xEE,
    0xEF,    0xF0,    0xF1,    0xF2,    0xF3,    0xF4,    0xF5,    0xF6,    0xF8,    0xF9,
    0xFA,    0xFB,    0xFC,    0xFD,    0xFE,    0xFF,    0x153,   0x430,   0x431,   0x432,
    0x433,   0x434,   0x435,   0x436,   0x437,   0x438,   0x439,   0x43A,   0x43B,   0x43C,
    0x43D,   0x43E,   0x43F,   0x440,   0x441,   0x442,   0x443,   0x444,   0x445,   0x446,
    0x447,   0x448,   0x449,   0x44A,   0x44B,   0x44C,   0x44D,   0x44E,   0x44F,   0x451,
    0x454,   0x456,   0x457,   0x491,   0x200D,  0x2013,  0x2014,  0x2026,  0x2665,  0x2763,
    0x2764,  0xFE0F,  0x1F44F, 0x1F48B, 0x1F48C, 0x1F493, 0x1F495, 0x1F496, 0x1F497, 0x1F498,
    0x1F499, 0x1F49A, 0x1F49B, 0x1F49C, 0x1F49D, 0x1F49E, 0x1F49F, 0x1F4AA, 0x1F525, 0x1F5A4,
    0x1F602, 0x1F60D, 0x1F617, 0x1F618, 0x1F619, 0x1F61A, 0x1F62D, 0x1F90D, 0x1F90E, 0x1F917,
    0x1F923, 0x1F970, 0x1F97A, 0x1F9E1, 0x1FA79, 0x1FAC2, 0x1FAF6,
};
enum { NAMED = sizeof named / sizeof *named };
_Static_assert(FIRST_NAMED + NAMED <= 0x100, "each has a byte");

// Its byte, or 0.
static uint8_t named_byte(uint32_t point) {
    size_t low = 0, high = NAMED;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (named[middle] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < NAMED && named[low] == point ? (uint8_t)(FIRST_NAMED + low) : 0;
}

// Kinds, and the tables that say them

// The groups of the pattern `kinds`, and what none of them has.
typedef enum kind { KIND_SIGN, KIND_DIGIT, KIND_LETTER, KIND_SPACE } kind;

#define KINDS "(\\d)|(\\w)|(\\s)|[^\\d\\w\\s]"

static pcre2_code *compile(const char *pattern, uint32_t options, pcre2_compile_context *context) {
    int number;
    size_t at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &number, &at, context);
    if (!code) memory_exhausted();
    return code;
}

// As pcre2_match says it.
static int find_kind(const alphabet *a, const pcre2_code *code, const char *at, size_t len) {
    return pcre2_match(code, (PCRE2_SPTR)at, len, 0, PCRE2_NO_UTF_CHECK, a->data, NULL);
}

static kind kind_of(const alphabet *a, uint32_t point) {
    char character[4];
    int groups = find_kind(a, a->kinds, character, utf8_encode(point, character));
    if (groups < 1) memory_exhausted();
    return (kind)(groups - 1);
}

// Where in PCRE2's tables the classes are, and their bits: see the comments that pcre2_dftables
// writes.
enum {
    TABLES_LENGTH = 1088,
    CLASS_SETS = 512, // sets of 256 bits, one behind the other
    SET_SPACE = CLASS_SETS,
    SET_DIGIT = CLASS_SETS + 2 * 32,
    SET_WORD = CLASS_SETS + 5 * 32,
    TYPES = 832, // a byte of bits for each character
    TYPE_SPACE = 0x01,
    TYPE_DIGIT = 0x08,
    TYPE_WORD = 0x10,
};

static void add_to_set(uint8_t *set, uint8_t byte) { set[byte / 8] |= (uint8_t)(1u << byte % 8); }

static void set_kind(uint8_t *tables, uint8_t byte, kind k) {
    if (k == KIND_SPACE) {
        add_to_set(tables + SET_SPACE, byte);
        tables[TYPES + byte] |= TYPE_SPACE;
    }
    if (k == KIND_DIGIT) {
        add_to_set(tables + SET_DIGIT, byte);
        tables[TYPES + byte] |= TYPE_DIGIT;
    }
    if (k == KIND_DIGIT || k == KIND_LETTER) {
        add_to_set(tables + SET_WORD, byte);
        tables[TYPES + byte] |= TYPE_WORD;
    }
}

static uint8_t byte_of_kind(kind k) {
    static const uint8_t bytes[] = {OTHER_SIGN, OTHER_DIGIT, OTHER_LETTER, OTHER_SPACE};
    return bytes[k];
}

// Whether a code of bytes, with the tables, finds the kinds of what stands for others.
static bool tells_kinds(const alphabet *a, const char *pattern) {
    pcre2_code *code = compile(pattern, 0, a->context);
    bool right = true;
    for (kind k = KIND_SIGN; k <= KIND_SPACE; k++) {
        char byte = (char)byte_of_kind(k);
        right = right && find_kind(a, code, &byte, 1) == (int)k + 1;
    }
    pcre2_code_free(code);
    return right;
}

// A copy of the tables that PCRE2 makes for ASCII; NULL where they are not laid out as is known.
static uint8_t *copy_tables(void) {
    uint32_t length = 0;
    if (pcre2_config(PCRE2_CONFIG_TABLES_LENGTH, &length) < 0 || length != TABLES_LENGTH)
        return NULL;
    uint8_t *copy = memory_alloc(TABLES_LENGTH);
    const uint8_t *made = pcre2_maketables(NULL);
    if (made) memcpy(copy, made, TABLES_LENGTH);
    pcre2_maketables_free(NULL, made);
    if (made) return copy;
    free(copy);
    memory_exhausted();
}

void alphabet_init(alphabet *a) {
    a->data = pcre2_match_data_create(4, NULL);
    a->context = pcre2_compile_context_create(NULL);
    if (!a->data || !a->context) memory_exhausted();
    a->kinds = compile(KINDS, PCRE2_UTF | PCRE2_UCP, NULL);
    a->tables = copy_tables();
    if (!a->tables) return;
    for (kind k = KIND_SIGN; k <= KIND_SPACE; k++) set_kind(a->tables, byte_of_kind(k), k);
    for (size_t i = 0; i < NAMED; i++)
        set_kind(a->tables, (uint8_t)(FIRST_NAMED + i), kind_of(a, named[i]));
    pcre2_set_character_tables(a->context, a->tables);
    a->works = tells_kinds(a, KINDS) && tells_kinds(a, "([\\d])|([\\w])|([\\s])|.");
}

void alphabet_release(alphabet *a) {
    pcre2_code_free(a->kinds);
    pcre2_match_data_free(a->data);
    pcre2_compile_context_free(a->context);
    free(a->tables);
    *a = (alphabet){0};
}

// Patterns

// Whether an escape, of which rest is what follows the backslash, means the same of bytes.
static bool escape_serves(str rest) {
    if (rest.len == 0) return false;
    char c = rest.at[0];
    if ((unsigned char)c >= 0x80) return true;
    if (c == 'x') // of ASCII: two digits, and not as {…}
        return rest.len > 2 && rest.at[1] >= '0' && rest.at[1] <= '7' && rest.at[2] >= '0' &&
               rest.at[2] != '{';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool digit = c >= '0' && c <= '9'; // a reference, for which other letters would all be one
    return (!letter && !digit) || memchr("wWdDsSbBAzZKGnrtfea", c, 19);
}

// A class such as [^а-я] being read.
typedef struct class_place {
    bool inside;
    uint32_t last; // the member before, 0 where that is none
} class_place;

// Whether a hyphen in a class, of which rest is what follows, spans as many bytes as characters.
static bool span_serves(uint32_t last, str rest) {
    if (rest.len > 1 && rest.at[0] == '\\' && (unsigned char)rest.at[1] >= 0x80)
        rest = str_drop(rest, 1);
    uint32_t next = rest.len ? utf8_decode(rest).point : 0;
    if (last < 0x80 && next < 0x80) return true;
    if (next == ']') return true;
    return last >= 0x80 && next > last && named_byte(next) - named_byte(last) == (int)(next - last);
}

// Appends the character or escape at `at`; returns what is behind it, or 0 where it does not serve.
static size_t add_character(str pattern, size_t at, buf *out, uint32_t *point) {
    str rest = str_drop(pattern, at);
    *point = 0;
    if (rest.at[0] == '\\') {
        if (!escape_serves(str_drop(rest, 1))) return 0;
        if ((unsigned char)rest.at[1] < 0x80) {
            buf_add(out, str_of(rest.at, 2));
            return at + 2;
        }
        rest = str_drop(rest, 1); // needs no escape
        at++;
    }
    utf8_char c = utf8_decode(rest);
    *point = c.point;
    uint8_t byte = c.point < 0x80 ? (uint8_t)c.point : named_byte(c.point);
    if (c.point >= 0x80 && !byte) return 0;
    buf_add_char(out, (char)byte);
    return at + c.len;
}

// How many bytes of ASCII there are that outside of a class begin nothing.
static size_t ordinary(str s) {
    size_t i = 0;
    while (i < s.len && (unsigned char)s.at[i] < 0x80 && s.at[i] != '\\' && s.at[i] != '[' &&
           s.at[i] != '(')
        i++;
    return i;
}

bool alphabet_pattern(const alphabet *a, str pattern, buf *out) {
    if (!a->works) return false;
    class_place place = {0};
    for (size_t at = 0; at < pattern.len;) {
        str rest = str_drop(pattern, at);
        size_t run = place.inside ? 0 : ordinary(rest);
        buf_add(out, str_of(rest.at, run));
        at += run;
        if (run) continue;
        // Comments, references by name, and \w of ASCII alone.
        if (str_starts(rest, STR("(?#")) || str_starts(rest, STR("(?P=")) ||
            str_starts(rest, STR("(?a")) || (place.inside && str_starts(rest, STR("[:"))))
            return false;
        if (!place.inside && rest.at[0] == '[') {
            size_t begin = extent_class_open(pattern, at);
            buf_add(out, str_of(pattern.at + at, begin - at));
            place = (class_place){.inside = true};
            at = begin;
            continue;
        }
        if (place.inside && rest.at[0] == '-' && !span_serves(place.last, str_drop(rest, 1)))
            return false;
        if (rest.at[0] == ']') place.inside = false;
        at = add_character(pattern, at, out, &place.last);
        if (at == 0) return false;
    }
    return true;
}

// Texts

static uint8_t find_byte(const alphabet *a, uint32_t point) {
    uint8_t byte = named_byte(point);
    return byte ? byte : byte_of_kind(kind_of(a, point));
}

static uint8_t byte_of_low(alphabet *a, uint32_t point) {
    if (!a->low[point]) a->low[point] = find_byte(a, point);
    return a->low[point];
}

static uint8_t byte_of(alphabet *a, uint32_t point) {
    if (point < ALPHABET_LOW) return byte_of_low(a, point);
    size_t at = (point ^ point >> 8) % ALPHABET_SEEN;
    if (a->seen[at].point != point) {
        a->seen[at].byte = find_byte(a, point);
        a->seen[at].point = point;
    }
    return a->seen[at].byte;
}

enum { RUN = 8 };

// Whether the next bytes are of ASCII.
static bool is_run(str text, size_t at) {
    return at + RUN <= text.len && !(str_eight(text.at + at) & 0x8080808080808080ull);
}

static void add_run(narrowed *out, str text, size_t at) {
    memcpy(out->text.at + out->text.len, text.at + at, RUN);
    for (size_t i = 0; i < RUN; i++) out->wide_at[out->text.len + i] = (uint16_t)(at + i);
    out->text.len += RUN;
}

// Appends the character at `at`; returns what is behind it.
static size_t add_one(alphabet *a, narrowed *out, str text, size_t at) {
    unsigned char first = (unsigned char)text.at[at];
    uint8_t byte = first;
    out->wide_at[out->text.len] = (uint16_t)at;
    if (first >= 0xC0 && first < 0xC0 + (ALPHABET_LOW >> 6)) {
        byte = byte_of_low(a, (first & 0x1Fu) << 6 | ((unsigned char)text.at[at + 1] & 0x3Fu));
        at += 2;
    } else if (first < 0x80) {
        at++;
    } else {
        utf8_char c = utf8_decode(str_drop(text, at));
        byte = byte_of(a, c.point);
        at += c.len;
    }
    out->text.at[out->text.len++] = (char)byte;
    return at;
}

bool alphabet_text(alphabet *a, str text, narrowed *out) {
    _Static_assert(LIMIT_SCAN <= UINT16_MAX, "an offset has room");
    if (!a->works) return false;
    if (!out->wide_at) out->wide_at = memory_alloc((LIMIT_SCAN + 1) * sizeof *out->wide_at);
    buf_reset(&out->text);
    buf_more(&out->text, text.len + 1);
    for (size_t at = 0; at < text.len;) {
        if (is_run(text, at)) {
            add_run(out, text, at);
            at += RUN;
        } else {
            at = add_one(a, out, text, at);
        }
    }
    out->wide_at[out->text.len] = (uint16_t)text.len;
    return true;
}

size_t narrowed_at(const narrowed *n, size_t wide) {
    size_t low = 0, high = n->text.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (n->wide_at[middle] < wide)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void narrowed_release(narrowed *n) {
    buf_release(&n->text);
    free(n->wide_at);
    *n = (narrowed){0};
}

#include "classify/cost.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    SHORT = 500,
    LONG = 4000,
    STARTS = 16,          // starts that stand for all others but the first
    STEPS_MOST = 2000000, // more is superlinear whatever the growth
    STEPS_FEW = 64,       // so few per start at the long text cannot have grown
    FIRST_MOST = 8,       // characters of the pattern's own first set that are tried
    // Eight times the text, 8 to the power of 1.3 times the steps: in hundredths.
    GROWTH = 1493,
};

// Start optimizations and automatic possessive repeats are off: they hide work that another text
// would ask for.
static void compile(cost *c, str text) {
    int number;
    size_t at;
    pcre2_code_free(c->code);
    c->code = pcre2_compile((PCRE2_SPTR)text.at, text.len,
                            PATTERN_OPTIONS | PCRE2_NO_START_OPTIMIZE | PCRE2_NO_AUTO_POSSESS,
                            &number, &at, NULL);
    if (!c->code) memory_exhausted();
}

// Fills text with the pump over and over, up to size bytes, and ends it with something that few
// patterns want.
static str pumped(cost *c, str pump, size_t size) {
    for (size_t i = 0; i < size; i++) c->text[i] = pump.at[i % pump.len];
    c->text[size] = '!';
    return str_of(c->text, size + 1);
}

static bool passes(cost *c, str text, size_t start, uint32_t limit) {
    pcre2_set_match_limit(c->matcher.context, limit);
    int result = pcre2_match(c->code, (PCRE2_SPTR)text.at, text.len, start,
                             PCRE2_ANCHORED | PCRE2_NO_JIT, c->matcher.data, c->matcher.context);
    if (result == PCRE2_ERROR_NOMEMORY) memory_exhausted();
    return result != PCRE2_ERROR_MATCHLIMIT && result != PCRE2_ERROR_DEPTHLIMIT &&
           result != PCRE2_ERROR_HEAPLIMIT;
}

// The smallest limit of steps under which the match at a start comes to an end.
static uint64_t steps(cost *c, str text, size_t start) {
    uint32_t high = STEPS_FEW;
    while (!passes(c, text, start, high)) {
        if (high >= STEPS_MOST) return STEPS_MOST;
        high *= 4;
    }
    uint32_t low = high == STEPS_FEW ? 0 : high / 4; // fails
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (passes(c, text, start, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

// One of the starts. They fall on the same characters of the pump in a text of any size, or a short
// and a long one could not be compared.
static size_t start_of(str text, size_t pump, size_t i) {
    size_t stride = (text.len / STARTS - 1) / pump * pump;
    return 1 + i * stride + i % pump;
}

// Steps over all starts, times STARTS: the first start by itself, as a word may begin there alone.
static uint64_t work(cost *c, str text, size_t pump) {
    uint64_t first = steps(c, text, 0), others = 0;
    if (first == STEPS_MOST) return first * STARTS;
    for (size_t i = 0; i < STARTS; i++) others += steps(c, text, start_of(text, pump, i));
    return first * STARTS + others * text.len;
}

static bool few_at_all(cost *c, str text, size_t pump) {
    if (!passes(c, text, 0, STEPS_FEW)) return false;
    for (size_t i = 0; i < STARTS; i++)
        if (!passes(c, text, start_of(text, pump, i), STEPS_FEW)) return false;
    return true;
}

static bool grows(cost *c, str pump) {
    if (pump.len == 0 || few_at_all(c, pumped(c, pump, LONG), pump.len)) return false;
    uint64_t less = work(c, pumped(c, pump, SHORT), pump.len);
    if (less >= STEPS_MOST * (uint64_t)STARTS) return true;
    uint64_t more = work(c, pumped(c, pump, LONG), pump.len);
    return more * 100 > less * GROWTH;
}

// The ASCII characters that a match can begin with, as PCRE2 knows them.
static size_t first_set(str text, char out[FIRST_MOST]) {
    int number;
    size_t at, count = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text.at, text.len, PATTERN_OPTIONS, &number, &at, NULL);
    if (!code) memory_exhausted();
    uint32_t type = 0, unit = 0;
    const uint8_t *bits = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &bits);
    for (unsigned i = 1; i < 0x80 && count < FIRST_MOST; i++)
        if (type == 1 ? unit == i : bits && (bits[i >> 3] >> (i & 7) & 1)) out[count++] = (char)i;
    pcre2_code_free(code);
    return count;
}

bool cost_is_superlinear(cost *c, str text) {
    if (!c->text) c->text = memory_alloc(LONG + 1);
    if (!c->matcher.context) matcher_init(&c->matcher, 0);
    compile(c, text);
    if (grows(c, STR("a")) || grows(c, STR(" ")) || grows(c, STR("ab")) || grows(c, STR("a ")))
        return true;
    char first[FIRST_MOST], apart[FIRST_MOST * 2];
    size_t count = first_set(text, first);
    for (size_t i = 0; i < count; i++) {
        apart[2 * i] = first[i];
        apart[2 * i + 1] = ' ';
        if (grows(c, str_of(first + i, 1))) return true;
    }
    return grows(c, str_of(first, count)) || grows(c, str_of(apart, 2 * count));
}

void cost_release(cost *c) {
    matcher_release(&c->matcher);
    pcre2_code_free(c->code);
    free(c->text);
    *c = (cost){0};
}

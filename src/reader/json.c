#include "reader/json.h"

#include "base/scan.h"
#include "base/utf8.h"

void json_begin(json *j, source *in, str text, size_t most) {
    buf own = j->own, repaired = j->repaired;
    *j = (json){.in = in,
                .window = text,
                .value = {"", 0},
                .own = own,
                .repaired = repaired,
                .most = most,
                .line = 1};
}

void json_release(json *j) {
    buf_release(&j->own);
    buf_release(&j->repaired);
}

// The value moves out of the window, which is about to change.
static void hold(json *j) {
    if (!j->value.len || j->value.at == j->own.at) return;
    buf_reset(&j->own);
    buf_add(&j->own, j->value);
    j->value = buf_str(&j->own);
}

static inline str rest_of_window(const json *j) { return str_drop(j->window, j->used); }

// Gets more bytes; false at the end.
static bool more(json *j) {
    if (!j->in) return false;
    hold(j);
    source_consume(j->in, j->used);
    j->used = 0;
    j->window = source_peek(j->in, 1);
    return j->window.len > 0;
}

// The byte at the current position, or -1 at the end.
static int peek(json *j) {
    if (j->used == j->window.len && !more(j)) return -1;
    return (unsigned char)j->window.at[j->used];
}

static int take(json *j) {
    int c = peek(j);
    if (c >= 0) j->used++;
    return c;
}

// How many of the eight bytes at p are spaces before the first that is none.
static inline size_t spaces_at(const char *p) {
    uint64_t other;
    memcpy(&other, p, sizeof other);
    other ^= UINT64_C(0x2020202020202020);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return other ? (size_t)__builtin_ctzll(other) / 8 : 8;
#else
    return other ? (size_t)__builtin_clzll(other) / 8 : 8;
#endif
}

// Moves past white space in the window, of which printed JSON has most behind a line end.
static void pass_space(json *j) {
    const char *at = j->window.at + j->used, *end = j->window.at + j->window.len;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) {
        j->line += *at++ == '\n';
        for (size_t more = 8; more == 8 && end - at >= 8;) at += more = spaces_at(at);
    }
    j->used = (size_t)(at - j->window.at);
}

static int peek_far(json *j) {
    for (;;) {
        if (j->used == j->window.len && !more(j)) return -1;
        pass_space(j);
        if (j->used < j->window.len) return (unsigned char)j->window.at[j->used];
    }
}

// Mostly there is none, or one.
static inline int peek_past_space(json *j) {
    str rest = rest_of_window(j);
    if (rest.len > 0 && (unsigned char)rest.at[0] > ' ') return (unsigned char)rest.at[0];
    if (rest.len < 2 || rest.at[0] != ' ' || (unsigned char)rest.at[1] <= ' ') return peek_far(j);
    j->used++;
    return (unsigned char)rest.at[1];
}

static json_event fail(json *j) {
    j->failed = true;
    return JSON_FAILED;
}

// Adds to a string that is put together, for which nobody asks in what is skipped.
static void add(json *j, str s) {
    if (j->skipping) return;
    size_t room = j->own.len < j->most ? j->most - j->own.len : 0;
    if (s.len > room) j->too_long = true;
    buf_add(&j->own, str_take(s, room));
}

static void add_point(json *j, uint32_t point) {
    char bytes[4];
    add(j, str_of(bytes, utf8_encode(point, bytes)));
}

// The next count hexadecimal digits, or -1.
static int32_t take_hex(json *j, int count) {
    int32_t sum = 0;
    for (int i = 0; i < count; i++) {
        int c = peek(j);
        int digit = c >= '0' && c <= '9'                 ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                         : -1;
        if (digit < 0) return -1;
        sum = sum << 4 | digit;
        j->used++;
    }
    return sum;
}

// \uXXXX, of which two may make one code point. high is a first half that waits for its second, or
// 0.
static bool take_unicode(json *j, int32_t *high) {
    int32_t unit = take_hex(j, 4);
    if (unit < 0) return false;
    bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (*high && low) {
        add_point(j, 0x10000 + (((uint32_t)*high - 0xD800) << 10) + ((uint32_t)unit - 0xDC00));
        *high = 0;
        return true;
    }
    if (*high || low) { // a half without the other
        add_point(j, 0xFFFD);
        j->lenient = true;
        *high = 0;
        if (low) return true;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF)
        *high = unit;
    else
        add_point(j, (uint32_t)unit);
    return true;
}

static void settle_half(json *j, int32_t *high) {
    if (!*high) return;
    add_point(j, 0xFFFD);
    j->lenient = true;
    *high = 0;
}

static bool take_escape(json *j, int32_t *high) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    int c = take(j);
    if (c == 'u') return take_unicode(j, high);
    settle_half(j, high);
    if (c == 'x') { // Telegram Desktop writes control characters so
        int32_t byte = take_hex(j, 2);
        if (byte < 0) return false;
        add_point(j, (uint32_t)byte);
        j->lenient = true;
        return true;
    }
    const char *hit = c > 0 ? strchr(from, c) : NULL;
    if (!hit) return false;
    add(j, str_of(&to[hit - from], 1));
    return true;
}

static void repair(json *j) {
    if (utf8_valid(j->value) == j->value.len) return;
    j->lenient = true;
    buf_reset(&j->repaired);
    utf8_repair(&j->repaired, j->value);
    buf_reset(&j->own);
    buf_add(&j->own, buf_str(&j->repaired));
    j->value = buf_str(&j->own);
}

// The rest of a string, of which the first run bytes are plain and not yet taken.
static bool take_pieces(json *j, size_t run) {
    int32_t high = 0;
    j->value = (str){"", 0};
    buf_reset(&j->own);
    for (;; run = scan_plain(rest_of_window(j), '"', '"', '\\')) {
        if (run) {
            settle_half(j, &high);
            add(j, str_take(rest_of_window(j), run));
            j->used += run;
        }
        int c = take(j);
        if (c < 0) return false;
        if (c == '\\') {
            if (!take_escape(j, &high)) return false;
            continue;
        }
        if ((unsigned char)c >= ' ' && c != '"') { // the first of a new window
            j->used--;
            continue;
        }
        settle_half(j, &high);
        if (c == '"') break;
        j->line += c == '\n';
        j->lenient = true;
        char raw = (char)c;
        add(j, str_of(&raw, 1));
    }
    j->value = buf_str(&j->own);
    repair(j);
    return true;
}

// The rest of a string whose opening mark was taken. Nearly every one is plain up to its closing
// mark, and all of it in the window.
static bool take_string(json *j) {
    bool high = false;
    str rest = rest_of_window(j);
    size_t run = scan_marked(rest, '"', '"', '\\', &high);
    if (run == rest.len || rest.at[run] != '"') return take_pieces(j, run);
    j->used += run + 1;
    j->value = (str){"", 0};
    if (j->skipping) return true;
    if (run > j->most) j->too_long = true;
    j->value = str_take(rest, run < j->most ? run : j->most);
    if (high) repair(j);
    return true;
}

static bool is_number_byte(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// [-]int[.digits][e[±]digits]
static bool is_number(str s) {
    size_t at = 0, from;
    if (at < s.len && s.at[at] == '-') at++;
    for (from = at; at < s.len && s.at[at] >= '0' && s.at[at] <= '9';) at++;
    if (at == from || (s.at[from] == '0' && at > from + 1)) return false;
    if (at < s.len && s.at[at] == '.') {
        for (from = ++at; at < s.len && s.at[at] >= '0' && s.at[at] <= '9';) at++;
        if (at == from) return false;
    }
    if (at < s.len && (s.at[at] | 32) == 'e') {
        at++;
        if (at < s.len && (s.at[at] == '+' || s.at[at] == '-')) at++;
        for (from = at; at < s.len && s.at[at] >= '0' && s.at[at] <= '9';) at++;
        if (at == from) return false;
    }
    return at == s.len;
}

// A number that may go on in the next window.
static void take_far_number(json *j, str start) {
    bool skipping = j->skipping;
    j->skipping = false;
    j->value = (str){"", 0};
    buf_reset(&j->own);
    add(j, start);
    for (int c = peek(j); is_number_byte(c); c = peek(j)) {
        char byte = (char)c;
        add(j, str_of(&byte, 1));
        j->used++;
    }
    j->value = buf_str(&j->own);
    j->skipping = skipping;
}

static json_event take_number(json *j) {
    str rest = rest_of_window(j);
    size_t len = 0;
    while (len < rest.len && is_number_byte((unsigned char)rest.at[len])) len++;
    j->used += len;
    if (len > j->most) j->too_long = true;
    j->value = str_take(rest, len < j->most ? len : j->most);
    if (len == rest.len) take_far_number(j, j->value);
    return is_number(j->value) ? JSON_NUMBER : fail(j);
}

static json_event take_word(json *j, const char *word, json_event event) {
    for (; *word; word++)
        if (take(j) != *word) return fail(j);
    return event;
}

static json_event open(json *j, json_event event) {
    if (j->depth == LIMIT_JSON_DEPTH) return fail(j);
    j->is_object[j->depth++] = event == JSON_OBJECT;
    j->comma_needed = false;
    return event;
}

static json_event close_level(json *j, bool object) {
    if (!j->depth || j->key_given || j->is_object[j->depth - 1] != object) return fail(j);
    j->depth--;
    j->comma_needed = j->depth > 0;
    return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static json_event take_key(json *j) {
    if (take(j) != '"' || !take_string(j) || peek_past_space(j) != ':') return fail(j);
    j->used++;
    j->key_given = true;
    return JSON_KEY;
}

// Counts the value of a record.
static json_event count(json *j, json_event e) {
    if (j->skipping || !j->record_depth) return e;
    size_t taken = j->value.len + LIMIT_JSON_VALUE;
    j->over = taken > j->left;
    j->too_long |= j->over;
    j->left -= j->over ? 0 : taken;
    return e;
}

static json_event take_value(json *j, int c) {
    j->key_given = false;
    j->comma_needed = j->depth > 0;
    if (c == '{' || c == '[') {
        j->used++;
        return open(j, c == '{' ? JSON_OBJECT : JSON_ARRAY);
    }
    if (c == '"') {
        j->used++;
        return take_string(j) ? count(j, JSON_STRING) : fail(j);
    }
    if (c == 't') return take_word(j, "true", JSON_TRUE);
    if (c == 'f') return take_word(j, "false", JSON_FALSE);
    if (c == 'n') return take_word(j, "null", JSON_NULL);
    json_event e = take_number(j);
    return e == JSON_NUMBER ? count(j, e) : e;
}

// The end of the running level, whatever comes before it.
static json_event end_level(json *j) {
    json_event e = JSON_NULL;
    bool over = j->over;
    j->skipping = true;
    j->over = false;
    for (unsigned outer = j->depth - 1; j->depth > outer;) {
        e = json_next(j);
        if (e == JSON_FAILED || e == JSON_END) break;
    }
    j->skipping = false;
    j->over = over;
    return e;
}

json_event json_next(json *j) {
    if (j->failed) return JSON_FAILED;
    if (j->over && j->depth >= j->record_depth) return end_level(j);
    int c = peek_past_space(j);
    bool in_object = j->depth && j->is_object[j->depth - 1];
    if (c < 0) return j->depth ? fail(j) : JSON_END;
    if (c == '}' || c == ']') {
        j->used++;
        return close_level(j, c == '}');
    }
    if (j->comma_needed) {
        if (c != ',') return fail(j);
        j->used++;
        j->comma_needed = false;
        c = peek_past_space(j);
        if (c < 0 || c == '}' || c == ']') return fail(j);
    }
    return in_object && !j->key_given ? take_key(j) : take_value(j, c);
}

void json_record(json *j, unsigned depth) {
    j->lenient = j->too_long = j->over = false;
    j->record_depth = depth;
    j->left = LIMIT_JSON_VALUES;
}

bool json_pass(json *j) {
    j->skipping = true;
    json_event e = json_next(j);
    j->skipping = false;
    return json_skip(j, e);
}

bool json_skip(json *j, json_event begun) {
    if (begun != JSON_OBJECT && begun != JSON_ARRAY) return begun != JSON_FAILED;
    end_level(j);
    return !j->failed;
}

#include "reader/json.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <yajl/yajl_parse.h>

// The events of text as one line: { } [ ] k:… s:… n:… t f 0, then . at the end or ! on failure.
static str events_of(str text, json *j, buf *out) {
    static const char marks[] = "{}[]ksntf0.!";
    json_begin(j, NULL, text, 1 << 20);
    buf_reset(out);
    for (;;) {
        json_event e = json_next(j);
        buf_add_char(out, marks[e]);
        if (e == JSON_KEY || e == JSON_STRING || e == JSON_NUMBER) {
            buf_add_char(out, ':');
            buf_add(out, json_value(j));
        }
        buf_add_char(out, ' ');
        if (e == JSON_END || e == JSON_FAILED) return buf_str(out);
    }
}

typedef struct json_case {
    char text[80], want[80];
} json_case;

ParameterizedTestParameters(json, gives_events) {
    static json_case cases[] = {
        {"{\"a\":[1,-2.5e3,true,false,null]}", "{ k:a [ n:1 n:-2.5e3 t f 0 ] } . "},
        {" \"x\\n\\u00e9\\ud83d\\ude00\" ", "s:x\n\xC3\xA9\xF0\x9F\x98\x80 . "},
        {"\"a\\x0bb\"", "s:a\x0b"
                        "b . "},
        {"\"\\ud83dx\"", "s:\xEF\xBF\xBDx . "},
        {"{} {}", "{ } { } . "},
        {"[1,]", "[ n:1 ! "},
        {"[1 2]", "[ n:1 ! "},
        {"{\"a\" 1}", "{ ! "},
        {"{\"a\":}", "{ k:a ! "},
        {"{1:2}", "{ ! "},
        {"[}", "[ ! "},
        {"]", "! "},
        {"01", "! "},
        {"tru", "! "},
        {"\"abc", "! "},
        {"", ". "},
    };
    return cr_make_param_array(json_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(json_case *t, json, gives_events) {
    json j = {0};
    buf out = {0};
    str got = events_of(str_from(t->text), &j, &out);
    cr_assert(str_equal(got, str_from(t->want)), "%s gave %.*s", t->text, (int)got.len, got.at);
    json_release(&j);
    buf_release(&out);
}

Test(json, refuses_what_is_nested_too_deep) {
    char deep[2 * (LIMIT_JSON_DEPTH + 1)];
    json j = {0};
    buf out = {0};
    for (size_t depth = LIMIT_JSON_DEPTH - 1; depth <= LIMIT_JSON_DEPTH + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        buf_reset(&out);
        str events = events_of(str_of(deep, 2 * depth), &j, &out);
        cr_assert(str_ends(events, depth > LIMIT_JSON_DEPTH ? STR("! ") : STR(". ")), "%zu", depth);
    }
    json_release(&j);
    buf_release(&out);
}

Test(json, notes_what_it_repairs_and_cuts) {
    json j = {0};
    json_begin(&j, NULL, STR("[\"ok\",\"a\tb\",\"\xFF\",\"12345678\"]"), 4);
    cr_assert_eq(json_next(&j), JSON_ARRAY);
    cr_assert_eq(json_next(&j), JSON_STRING);
    cr_assert_not(j.lenient);
    cr_assert_eq(json_next(&j), JSON_STRING);
    cr_assert(j.lenient);
    cr_assert_eq(json_next(&j), JSON_STRING);
    cr_assert(str_equal(json_value(&j), STR("\xEF\xBF\xBD")));
    cr_assert_not(j.too_long);
    cr_assert_eq(json_next(&j), JSON_STRING);
    cr_assert(j.too_long && j.value.len == 4);
    json_release(&j);
}

// So many bytes in values of a record, and the next record.
static void two_records(size_t bytes, bool fits) {
    enum { EACH = 1 << 10 };
    buf text = {0};
    size_t count = 0;
    buf_add(&text, STR("[{\"a\":[[\"\""));
    for (size_t left = bytes - LIMIT_JSON_VALUE; left; count++) {
        size_t len = left < 2 * EACH ? left - LIMIT_JSON_VALUE : EACH - LIMIT_JSON_VALUE;
        left -= len + LIMIT_JSON_VALUE;
        buf_add(&text, STR(",\""));
        for (size_t i = 0; i < len; i++) buf_add_char(&text, 'x');
        buf_add_char(&text, '"');
    }
    buf_add(&text, STR("]],\"b\":{}},{\"c\":1}]"));
    json j = {0};
    json_begin(&j, NULL, buf_str(&text), 1 << 20);
    cr_assert_eq(json_next(&j), JSON_ARRAY);
    cr_assert_eq(json_next(&j), JSON_OBJECT);
    json_record(&j, j.depth);
    cr_assert_eq(json_next(&j), JSON_KEY);
    cr_assert(json_next(&j) == JSON_ARRAY && json_next(&j) == JSON_ARRAY);
    for (size_t i = 0; i <= count; i++) cr_assert_eq(json_next(&j), JSON_STRING);
    cr_assert_eq(j.too_long, !fits);
    cr_assert(json_next(&j) == JSON_ARRAY_END && json_next(&j) == JSON_ARRAY_END);
    if (fits) cr_assert(json_next(&j) == JSON_KEY && json_skip(&j, json_next(&j)));
    cr_assert_eq(json_next(&j), JSON_OBJECT_END);
    cr_assert_eq(json_next(&j), JSON_OBJECT);
    json_record(&j, j.depth);
    cr_assert_not(j.too_long);
    cr_assert_eq(json_next(&j), JSON_KEY);
    cr_assert_eq(json_next(&j), JSON_NUMBER);
    json_release(&j);
    buf_release(&text);
}

Test(json, ends_a_record_whose_values_are_too_long_together) {
    two_records(LIMIT_JSON_VALUES - 1, true);
    two_records(LIMIT_JSON_VALUES, true);
    two_records(LIMIT_JSON_VALUES + 1, false);
}

Test(json, skips_whole_values) {
    json j = {0};
    json_begin(&j, NULL, STR("{\"a\":{\"b\":[{},[]]},\"c\":1}"), 100);
    cr_assert_eq(json_next(&j), JSON_OBJECT);
    cr_assert_eq(json_next(&j), JSON_KEY);
    cr_assert(json_skip(&j, json_next(&j)));
    cr_assert_eq(json_next(&j), JSON_KEY);
    cr_assert(json_is(&j, "c"));
    json_release(&j);
}

static int yajl_mark(void *out, const char *mark) {
    buf_add(out, str_from(mark));
    buf_add_char(out, ' ');
    return 1;
}
static int yajl_add(void *out, const char *mark, const void *at, size_t len) {
    buf_add(out, str_from(mark));
    buf_add(out, str_of(at, len));
    buf_add_char(out, ' ');
    return 1;
}
static int on_null(void *o) { return yajl_mark(o, "0"); }
static int on_boolean(void *o, int b) { return yajl_mark(o, b ? "t" : "f"); }
static int on_number(void *o, const char *s, size_t n) { return yajl_add(o, "n:", s, n); }
static int on_string(void *o, const unsigned char *s, size_t n) { return yajl_add(o, "s:", s, n); }
static int on_map(void *o) { return yajl_mark(o, "{"); }
static int on_key(void *o, const unsigned char *s, size_t n) { return yajl_add(o, "k:", s, n); }
static int on_map_end(void *o) { return yajl_mark(o, "}"); }
static int on_array(void *o) { return yajl_mark(o, "["); }
static int on_array_end(void *o) { return yajl_mark(o, "]"); }

// Whether the first bracket is closed before the end, so that more than one document would stand
// there.
static bool closes_early(str s) {
    int depth = 0;
    for (size_t i = 0; i + 1 < s.len; i++) {
        depth += (s.at[i] == '[' || s.at[i] == '{') - (s.at[i] == ']' || s.at[i] == '}');
        if (depth <= 0) return true;
    }
    return false;
}

// Random pieces of JSON: where yajl accepts the text, both give the same events; where it refuses,
// so do we.
Test(json, agrees_with_yajl_on_random_text) {
    static const char *const pieces[] = {"{",     "}",
                                         "[",     "]",
                                         ",",     ":",
                                         "\"k\"", "\"\\u00e9\\t\"",
                                         "12",    "-0.5",
                                         "true",  "null",
                                         " ",     "\"\\ud83d\\ude00\"",
                                         "1e5",   "false"};
    static const yajl_callbacks callbacks = {on_null,    on_boolean, NULL,        NULL,
                                             on_number,  on_string,  on_map,      on_key,
                                             on_map_end, on_array,   on_array_end};
    uint64_t state = 11;
    json j = {0};
    buf text = {0}, ours = {0}, oracle = {0};
    size_t accepted = 0;
    for (int round = 0; round < 200000; round++) {
        buf_reset(&text);
        buf_reset(&oracle);
        buf_add_char(&text, '[');
        for (int i = 0; i < 5; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            buf_add(&text, str_from(pieces[state >> 60]));
        }
        buf_add_char(&text, ']');
        if (closes_early(buf_str(&text))) continue;
        yajl_handle parser = yajl_alloc(&callbacks, NULL, &oracle);
        bool good =
            yajl_parse(parser, (const unsigned char *)text.at, text.len) == yajl_status_ok &&
            yajl_complete_parse(parser) == yajl_status_ok;
        yajl_free(parser);
        buf_add(&oracle, STR(". "));
        str got = events_of(buf_str(&text), &j, &ours);
        if (good)
            cr_assert(str_equal(got, buf_str(&oracle)), "%.*s", (int)text.len, text.at);
        else
            cr_assert(str_ends(got, STR("! ")), "%.*s", (int)text.len, text.at);
        accepted += good;
    }
    cr_assert_gt(accepted, 100);
    json_release(&j);
    buf_release(&text);
    buf_release(&ours);
    buf_release(&oracle);
}

// What is passed over is told from what is read by nothing but the value.
Test(json, passes_over_values_of_all_kinds) {
    static const char *const values[] = {
        "\"a\\\"b\"", "12", "-0.5e3", "null", "[1,{\"x\":\"]\"}]", "{\"y\":[\"}\"]}", "\"\""};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json j = {0};
        buf text = {0};
        buf_printf(&text, "{\"a\":%s,\"b\":\"c\"}", values[i]);
        json_begin(&j, NULL, buf_str(&text), 100);
        cr_assert_eq(json_next(&j), JSON_OBJECT);
        cr_assert_eq(json_next(&j), JSON_KEY);
        cr_assert(json_pass(&j), "%s", values[i]);
        cr_assert_eq(json_next(&j), JSON_KEY);
        cr_assert(json_is(&j, "b"));
        cr_assert_eq(json_next(&j), JSON_STRING);
        cr_assert(json_is(&j, "c"));
        buf_release(&text);
        json_release(&j);
    }
}

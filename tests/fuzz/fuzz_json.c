// fuzz_json: whatever yajl takes as JSON, our stream gives as the same events; on everything else
// it ends.
#include <stdlib.h>

#include <yajl/yajl_parse.h>

#include "base/utf8.h"
#include "reader/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

static int add(void *trace, char mark, const char *at, size_t len) {
    buf_printf(trace, "%c%zu:", mark, len);
    buf_add(trace, str_of(at, len));
    return 1;
}

static int on_null(void *t) { return add(t, 'z', NULL, 0); }
static int on_boolean(void *t, int value) { return add(t, value ? 't' : 'f', NULL, 0); }
static int on_number(void *t, const char *at, size_t len) { return add(t, 'n', at, len); }
static int on_string(void *t, const unsigned char *at, size_t len) {
    return add(t, 's', (const char *)at, len);
}
static int on_key(void *t, const unsigned char *at, size_t len) {
    return add(t, 'k', (const char *)at, len);
}
static int on_object(void *t) { return add(t, '{', NULL, 0); }
static int on_object_end(void *t) { return add(t, '}', NULL, 0); }
static int on_array(void *t) { return add(t, '[', NULL, 0); }
static int on_array_end(void *t) { return add(t, ']', NULL, 0); }

static bool theirs(buf *trace, str text) {
    static const yajl_callbacks callbacks = {
        .yajl_null = on_null,
        .yajl_boolean = on_boolean,
        .yajl_number = on_number,
        .yajl_string = on_string,
        .yajl_map_key = on_key,
        .yajl_start_map = on_object,
        .yajl_end_map = on_object_end,
        .yajl_start_array = on_array,
        .yajl_end_array = on_array_end,
    };
    yajl_handle parser = yajl_alloc(&callbacks, NULL, trace);
    bool parsed = yajl_parse(parser, (const unsigned char *)text.at, text.len) == yajl_status_ok &&
                  yajl_complete_parse(parser) == yajl_status_ok;
    yajl_free(parser);
    return parsed;
}

// Whether the text has what yajl and we rightly see differently: escapes of half a character, and
// white space that JSON lacks.
static bool is_disputed(str text) {
    return str_contains(text, STR("\\ud")) || str_contains(text, STR("\\uD")) ||
           str_contains(text, STR("\v")) || str_contains(text, STR("\f"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char marks[] = "{}[]ksntfz";
    static buf text, ours, other;
    static json j;
    buf_reset(&text);
    buf_reset(&ours);
    buf_reset(&other);
    // In an array, since yajl overlooks an unfinished value behind the last one.
    buf_printf(&text, "[");
    buf_add(&text, str_of((const char *)data, size));
    buf_printf(&text, "\n]");
    unsigned deepest = 0;
    json_begin(&j, NULL, buf_str(&text), SIZE_MAX);
    json_event event;
    while ((event = json_next(&j)) != JSON_END && event != JSON_FAILED) {
        bool valued = event == JSON_KEY || event == JSON_STRING || event == JSON_NUMBER;
        str value = valued ? json_value(&j) : STR("");
        require(utf8_valid(value) == value.len);
        add(&ours, marks[event], value.at, value.len);
        if (j.depth > deepest) deepest = j.depth;
    }
    if (deepest >= LIMIT_JSON_DEPTH || j.lenient || is_disputed(buf_str(&text))) return 0;
    if (theirs(&other, buf_str(&text)))
        require(event == JSON_END && str_equal(buf_str(&ours), buf_str(&other)));
    return 0;
}

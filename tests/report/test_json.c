#include "report/json.h"

#include <criterion/criterion.h>
#include <math.h>

Test(json, escapes_what_must_be_and_repairs_what_is_no_utf8) {
    json j = {0};
    json_object(&j, NULL);
    json_text(&j, "a\"b", STR("\\ \" \n \t \x01 \x7F \xC3\xA9 \xFF end"));
    json_close_object(&j);
    buf_add_char(&j.out, '\0');
    cr_assert_str_eq(j.out.at, "{\n  \"a\\\"b\": \"\\\\ \\\" \\n \\u0009 \\u0001 \\u007f \xC3\xA9 "
                               "\xEF\xBF\xBD end\"\n}\n");
    buf_release(&j.out);
}

Test(json, nests_lists_and_objects) {
    json j = {0};
    json_object(&j, NULL);
    json_list(&j, "empty");
    json_close_list(&j);
    json_list(&j, "list");
    json_count(&j, NULL, UINT64_MAX);
    json_int(&j, NULL, INT64_MIN);
    json_number(&j, NULL, .25);
    json_number(&j, NULL, NAN);
    json_flag(&j, NULL, true);
    json_object(&j, NULL);
    json_hex(&j, "hex", (const unsigned char *)"\x00\xAB", 2);
    json_close_object(&j);
    json_close_list(&j);
    json_close_object(&j);
    buf_add_char(&j.out, '\0');
    cr_assert_str_eq(j.out.at, "{\n  \"empty\": [],\n  \"list\": [\n    18446744073709551615,\n"
                               "    -9223372036854775808,\n    0.25,\n    null,\n    true,\n"
                               "    {\n      \"hex\": \"00ab\"\n    }\n  ]\n}\n");
    buf_release(&j.out);
}

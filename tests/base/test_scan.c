#include "base/scan.h"

#include <criterion/criterion.h>

Test(scan, stops_at_the_first_byte_that_needs_a_look) {
    char text[70];
    static const char odd[] = {'"', '\\', '&', '\n', '\0', 0x1F};
    for (size_t at = 0; at < sizeof text; at++)
        for (size_t i = 0; i < sizeof odd; i++) {
            memset(text, at % 2 ? 'a' : '\xE2', sizeof text);
            text[at] = odd[i];
            cr_assert_eq(scan_plain(str_of(text, sizeof text), '"', '\\', '&'), at);
        }
}

Test(scan, takes_the_whole_of_a_text_without_such_a_byte) {
    static const char text[] = "a quite plain text with \xC3\xA9, a DEL \x7F and the space";
    for (size_t len = 0; len < sizeof text; len++)
        cr_assert_eq(scan_plain(str_of(text, len), '"', '\\', '"'), len);
}

Test(scan, says_whether_there_is_a_byte_that_is_not_ascii) {
    char text[70];
    for (size_t at = 0; at < sizeof text; at++) {
        bool high = false;
        memset(text, 'a', sizeof text);
        scan_marked(str_of(text, sizeof text), '"', '"', '"', &high);
        cr_assert_not(high);
        text[at] = (char)0xC3;
        scan_marked(str_of(text, sizeof text), '"', '"', '"', &high);
        cr_assert(high);
    }
}

Test(scan, finds_the_first_of_three_bytes_and_no_control_character) {
    char text[40];
    static const char wanted[] = {',', '\n', '\0'};
    for (size_t len = 0; len <= sizeof text; len++)
        for (size_t at = 0; at <= len; at++)
            for (size_t i = 0; i < sizeof wanted; i++) {
                memset(text, i ? '\t' : '\xE2', sizeof text);
                if (at < len) text[at] = wanted[i];
                const char *end = text + len;
                cr_assert(scan_find(text, end, ',', '\n', '\0') == text + at, "%zu", at);
            }
}

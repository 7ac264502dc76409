#include "reader/mojibake.h"

#include <criterion/criterion.h>

static void expect(const char *given, const char *wanted) {
    arena keep = {0};
    str got = mojibake_repair(&keep, str_from(given));
    cr_expect(str_equal(got, str_from(wanted)), "%.*s, not %s", (int)got.len, got.at, wanted);
    arena_release(&keep);
}

Test(mojibake, puts_the_bytes_of_characters_together) {
    expect("Zo\xC3\x83\xC2\xAB", "Zo\xC3\xAB");
    expect("\xC3\xB0\xC2\x9F\xC2\x98\xC2\xA2", "\xF0\x9F\x98\xA2");
    expect("plain", "plain");
    expect("", "");
}

Test(mojibake, leaves_what_is_right_as_it_is) {
    expect("caf\xC3\xA9", "caf\xC3\xA9");   // a lone E9 is no UTF-8
    expect("\xE2\x9D\xA4", "\xE2\x9D\xA4"); // beyond U+00FF
    expect("\xC3\x83\xC2\xA9 \xE2\x82\xAC", "\xC3\x83\xC2\xA9 \xE2\x82\xAC"); // a euro sign with it
    expect("\xC3\x83\xC2\xA9 \xC3\xA9", "\xC3\x83\xC2\xA9 \xC3\xA9"); // half of it repaired already
}

#include "text/word_break.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/word_break_table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

// Reads one line of WordBreakTest.txt ("÷ 0041 × 0308 ÷ # …") into text, and the ends of its
// segments into ends.
static size_t parse(const char *line, buf *text, size_t ends[64]) {
    size_t count = 0;
    buf_reset(text);
    for (const char *p = line; *p && *p != '#' && *p != '\n';) {
        if (strncmp(p, "÷", 2) == 0 && text->len) ends[count++] = text->len;
        if ((unsigned char)*p >= 0x80 || *p == ' ' || *p == '\t') {
            p++;
            continue;
        }
        char *end;
        utf8_add(text, (uint32_t)strtoul(p, &end, 16));
        p = end;
    }
    return count;
}

Test(word_break, passes_every_line_of_the_unicode_word_break_test) {
    FILE *file = fopen("tests/text/WordBreakTest.txt", "r");
    cr_assert(file, "run from the root of the tree");
    char line[1024];
    buf text = {0};
    size_t ends[64], lines = 0;
    for (size_t number = 1; fgets(line, sizeof line, file); number++) {
        size_t count = parse(line, &text, ends), at = 0;
        if (text.len == 0) continue;
        lines++;
        for (size_t i = 0; i < count; i++) {
            at += word_break(str_drop(buf_str(&text), at));
            cr_assert_eq(at, ends[i], "line %zu: segment %zu ends at %zu, not %zu", number, i, at,
                         ends[i]);
        }
        cr_assert_eq(at, text.len);
    }
    cr_assert_eq(lines, 1823);
    fclose(file);
    buf_release(&text);
}

Test(word_break, has_the_unicode_version_of_utf8proc) {
    cr_assert_str_eq(word_break_unicode_version, utf8proc_unicode_version());
}

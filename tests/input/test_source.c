#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "input/bytes.h"
#include "input/encoding.h"

typedef struct lines_case {
    char name[40];
    char in[120];
    size_t len; // 0: up to the NUL
    char encoding[12];
    char out[200]; // every line in brackets
} lines_case;

// The encoded examples are from the tables of Unicode 15 (3.9, 3.10) and of Windows-1252.
static lines_case cases[] = {
    {"LF", "a\nb\n", 0, "", "[a][b]"},
    {"CR LF", "a\r\nb\r\n", 0, "", "[a][b]"},
    {"lone CR", "a\rb\rc", 0, "", "[a][b][c]"},
    {"CR among LF stays", "a\rb\nc\n", 0, "", "[a\rb][c]"},
    {"LF inside CR LF", "a\nb\r\nc\r\n", 0, "", "[a][b][c]"},
    {"no end", "a\nb", 0, "", "[a][b]"},
    {"blank lines", "\n\na\n\n", 0, "", "[][][a][]"},
    {"nothing", "", 0, "", ""},
    {"mark of UTF-8",
     "\xEF\xBB\xBF"
     "a\nb\n",
     0, "", "[a][b]"},
    {"a mark alone", "\xEF\xBB\xBF", 0, "", ""},
    {"UTF-16LE with mark",
     "\xFF\xFE"
     "a\0\xAC\x20\n\0"
     "b\0",
     10, "", "[a\xE2\x82\xAC][b]"},
    {"UTF-16BE with mark", "\xFE\xFF\0a\x20\xAC\0\n\0b", 10, "", "[a\xE2\x82\xAC][b]"},
    {"UTF-16LE without mark", "a\0b\0\n\0c\0", 8, "", "[ab][c]"},
    {"UTF-16BE without mark", "\0a\0b\0\n\0c", 8, "", "[ab][c]"},
    {"a pair of surrogates", "\xFF\xFE\x3D\xD8\x0A\xDE\n\0", 8, "", "[\xF0\x9F\x98\x8A]"},
    {"a lone high surrogate",
     "\xFF\xFE\x3D\xD8"
     "a\0\n\0",
     8, "",
     "[\xEF\xBF\xBD"
     "a]"},
    {"a lone low surrogate",
     "\xFF\xFE\x0A\xDE"
     "a\0\n\0",
     8, "",
     "[\xEF\xBF\xBD"
     "a]"},
    {"half a unit at the end",
     "\xFF\xFE"
     "a\0b",
     5, "", "[a\xEF\xBF\xBD]"},
    {"half a pair at the end",
     "\xFF\xFE"
     "a\0\x3D\xD8",
     6, "", "[a\xEF\xBF\xBD]"},
    {"Windows-1252 detected", "caf\xE9 \x93quoted\x94\n", 0, "",
     "[caf\xC3\xA9 \xE2\x80\x9Cquoted\xE2\x80\x9D]"},
    {"Windows-1252 told", "\x80\n", 0, "cp1252", "[\xE2\x82\xAC]"},
    {"its unused bytes", "\x81\n", 0, "cp1252", "[\xEF\xBF\xBD]"},
    {"UTF-8 told", "caf\xE9\n", 0, "utf-8", "[caf\xE9]"},
    {"one broken character among good ones", "\xC3\xA9\xC3\xA8 \xFF\n", 0, "",
     "[\xC3\xA9\xC3\xA8 \xFF]"},
    {"a character cut by the end", "caf\xC3\xA9 \xF0\x9F", 0, "", "[caf\xC3\xA9 \xF0\x9F]"},
    {"UTF-16LE told", "a\0\n\0", 4, "utf-16le", "[a]"},
    {"binary stays", "\0\0\1\0a\0\0\0", 8, "", "[\1a]"}, // compared without NULs
};

ParameterizedTestParameters(source, reads_lines_whatever_the_pieces) {
    return cr_make_param_array(lines_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(lines_case *t, source, reads_lines_whatever_the_pieces) {
    for (size_t step = 1; step <= 17; step++) {
        bytes_stream b;
        str in = str_of(t->in, t->len ? t->len : strlen(t->in));
        source *s = bytes_source(&b, in, step, t->encoding[0] ? t->encoding : NULL);
        buf out = {0};
        str line;
        bool cut;
        while (source_line(s, 100, &line, &cut)) {
            cr_assert_not(cut);
            buf_add_char(&out, '[');
            for (size_t i = 0; i < line.len; i++)
                if (line.at[i]) buf_add_char(&out, line.at[i]);
            buf_add_char(&out, ']');
        }
        cr_assert(str_equal(buf_str(&out), str_from(t->out)), "%s in steps of %zu: %.*s", t->name,
                  step, (int)out.len, out.at);
        cr_assert_not(source_failed(s, NULL));
        buf_release(&out);
        source_free(s);
    }
}

Test(source, cuts_a_line_at_the_limit_and_goes_on_behind_it) {
    static const struct {
        const char *in;
        const char *first;
        bool cut;
    } limits[] = {
        {"abcd\nx\n", "abcd", false},
        {"abcde\nx\n", "abcd", true},
        {"abcd\r\nx\n", "abcd", false},
        {"abcde\r\nx\n", "abcd", true},
        {"abcdefghijklmnop\nx\n", "abcd", true},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        for (size_t step = 1; step <= 9; step++) {
            bytes_stream b;
            source *s = bytes_source(&b, str_from(limits[i].in), step, NULL);
            str line;
            bool cut;
            cr_assert(source_line(s, 4, &line, &cut));
            cr_assert(str_equal(line, str_from(limits[i].first)));
            cr_assert_eq(cut, limits[i].cut, "%s", limits[i].in);
            if (i % 2) cr_assert_eq(source_peek(s, 1).at[0], 'x', "a peek goes on behind it too");
            cr_assert(source_line(s, 4, &line, &cut));
            cr_assert(str_equal(line, STR("x")));
            cr_assert_not(cut);
            cr_assert_not(source_line(s, 4, &line, NULL));
            source_free(s);
        }
}

Test(source, gives_the_same_window_whatever_the_pieces) {
    size_t size = LIMIT_WINDOW + 1000;
    char *all = malloc(size);
    for (size_t i = 0; i < size; i++) all[i] = (char)('a' + i * 7 % 26);
    for (size_t step = 1000; step <= LIMIT_READ * 2; step *= 3) {
        bytes_stream b;
        source *s = bytes_source(&b, str_of(all, size), step, NULL);
        str head = source_peek(s, LIMIT_WINDOW);
        cr_assert_eq(head.len, (size_t)LIMIT_WINDOW);
        cr_assert(str_equal(head, str_of(all, LIMIT_WINDOW)));
        source_consume(s, 1000);
        cr_assert(str_equal(source_peek(s, LIMIT_WINDOW), str_of(all + 1000, LIMIT_WINDOW)));
        source_consume(s, LIMIT_WINDOW);
        cr_assert_eq(source_peek(s, 1).len, 0);
        cr_assert_eq(source_offset(s), size);
        source_free(s);
    }
    free(all);
}

Test(source, looks_ahead_as_far_later_on_as_at_first) {
    size_t size = 3 * (size_t)LIMIT_WINDOW, at = 0;
    char *all = malloc(size);
    for (size_t i = 0; i < size; i++) all[i] = i % 997 ? (char)('a' + i * 7 % 26) : '\n';
    for (size_t step = LIMIT_READ / 3; step <= LIMIT_READ * 2; step *= 6) {
        bytes_stream b;
        source *s = bytes_source(&b, str_of(all, size), step, NULL);
        str line;
        while (source_line(s, LIMIT_RECORD, &line, NULL) && source_offset(s) < LIMIT_WINDOW + 9000)
            cr_assert(line.len < 997);
        at = (size_t)source_offset(s);
        cr_assert(str_equal(source_peek(s, LIMIT_WINDOW), str_of(all + at, LIMIT_WINDOW)));
        source_consume(s, LIMIT_WINDOW);
        cr_assert(str_equal(str_take(source_peek(s, 10), 10), str_of(all + at + LIMIT_WINDOW, 10)));
        while (source_line(s, LIMIT_RECORD, &line, NULL)) {
        }
        cr_assert_eq(source_offset(s), size);
        source_free(s);
    }
    free(all);
}

Test(source, keeps_to_the_encoding_of_its_beginning) {
    size_t size = LIMIT_WINDOW + 3;
    char *all = malloc(size);
    memset(all, 'a', size);
    all[LIMIT_WINDOW + 1] = '\xE9';
    bytes_stream b;
    source *s = bytes_source(&b, str_of(all, size), LIMIT_READ, NULL);
    source_peek(s, LIMIT_WINDOW);
    source_consume(s, LIMIT_WINDOW);
    cr_assert(str_equal(source_peek(s, 9), str_of(all + LIMIT_WINDOW, 3)));
    source_free(s);
    free(all);
}

Test(source, does_not_take_the_window_end_for_an_invalid_character) {
    size_t size = LIMIT_WINDOW + 1;
    char *all = malloc(size);
    memset(all, 'a', size);
    all[size - 2] = '\xC3';
    all[size - 1] = '\xA9';
    bytes_stream b;
    source *s = bytes_source(&b, str_of(all, size), LIMIT_READ, NULL);
    source_consume(s, source_peek(s, LIMIT_WINDOW).len);
    cr_assert(str_equal(source_peek(s, 1), STR("\xA9")), "decoded as Windows-1252");
    source_free(s);
    free(all);
}

Test(source, tells_a_failure_after_what_came_before_it) {
    bytes_stream b;
    source *s = bytes_source(&b, STR("a\nb"), 2, NULL);
    b.fails = true;
    str line;
    cr_assert(source_line(s, 9, &line, NULL));
    cr_assert(source_line(s, 9, &line, NULL));
    cr_assert_not(source_line(s, 9, &line, NULL));
    error why = {0};
    cr_assert(source_failed(s, &why));
    cr_assert_str_eq(why.what, "cut");
    source_free(s);
}

Test(source, waits_only_when_no_whole_line_is_left) {
    bytes_stream b;
    size_t size = LIMIT_WINDOW + 4;
    char *all = malloc(size);
    memset(all, '\n', size);
    static const char end[4] = {'a', '\n', 'b', 'c'};
    memcpy(all + LIMIT_WINDOW, end, sizeof end);
    source *s = bytes_source(&b, str_of(all, size), 2, NULL);
    b.live = true;
    str line;
    cr_assert_not(source_waits(s), "nothing was read yet");
    for (size_t i = 0; i < LIMIT_WINDOW; i++) {
        cr_assert_not(source_waits(s));
        cr_assert(source_line(s, 9, &line, NULL));
    }
    cr_assert(source_waits(s));
    cr_assert(source_line(s, 9, &line, NULL));
    cr_assert(str_equal(line, STR("a")));
    cr_assert(source_waits(s));
    b.live = false;
    cr_assert_not(source_waits(s));
    source_free(s);
    free(all);
}

Test(encoding, is_found_whatever_the_end_of_the_window_cuts) {
    cr_assert_eq(encoding_detect(STR("caf\xC3\xA9 caf\xC3")), ENCODING_UTF8);
    cr_assert_eq(encoding_detect(STR("plain \xE2\x82")), ENCODING_UTF8);
    cr_assert_eq(encoding_detect(STR("plain")), ENCODING_UTF8);
    cr_assert_eq(encoding_detect(STR("\xC3")), ENCODING_CP1252);
    cr_assert_eq(encoding_detect(STR("caf\xE9 und caf\xE9")), ENCODING_CP1252);
    cr_assert_eq(encoding_detect(STR("caf\xE9 \xC3\xA9\xC3\xA9 caf\xC3")), ENCODING_UTF8);
    cr_assert_eq(encoding_detect(STR("caf\xE9 \xC3\xA9")), ENCODING_UTF8);
}

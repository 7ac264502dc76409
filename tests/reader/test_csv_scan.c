#include "reader/csv_scan.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

static str fields_of(const char *text, csv_record *r, buf *out) {
    str rest = str_from(text);
    buf_reset(out);
    while (rest.len) {
        csv_scan(r, rest, ',');
        for (size_t i = 0; i < r->count; i++) {
            buf_add_char(out, '[');
            buf_add(out, r->fields[i]);
            buf_add_char(out, ']');
        }
        buf_add_char(out, '\n');
        rest = str_drop(rest, r->len);
    }
    return buf_str(out);
}

static void expect(const char *text, const char *want) {
    csv_record r = {0};
    buf out = {0};
    str got = fields_of(text, &r, &out);
    cr_assert(str_equal(got, str_from(want)), "%s gave %.*s", text, (int)got.len, got.at);
    csv_record_release(&r);
    buf_release(&out);
}

Test(csv_scan, cuts_fields_and_undoubles_marks) {
    expect("a,b\nc,\"d\"\"e\"\r\n", "[a][b]\n[c][d\"e]\n");
    expect("\"x, y\",\"two\nlines\"\n", "[x, y][two\nlines]\n");
    expect(",,\n", "[][][]\n");
    expect("\"\"\"\",\"\"\n", "[\"][]\n");
    expect("a\rb\r", "[a]\n[b]\n");
}

Test(csv_scan, keeps_stray_marks_as_they_stand) {
    expect("5\" tall,\"a\" b\n", "[5\" tall][a b]\n");
}

Test(csv_scan, tells_a_record_that_never_closes_its_mark) {
    csv_record r = {0};
    csv_scan(&r, STR("a,\"b\nc\n"), ',');
    cr_assert(r.open_quote && !r.complete);
    csv_record_release(&r);
}

Test(csv_scan, counts_the_lines_inside_a_record) {
    csv_record r = {0};
    csv_scan(&r, STR("a,\"b\nc\r\nd\"\nnext"), ',');
    cr_assert_eq(r.lines, 3);
    csv_record_release(&r);
}

static void oracle_field(void *at, size_t len, void *out) {
    buf_add_char(out, '[');
    buf_add(out, str_of(at, len));
    buf_add_char(out, ']');
}

static void oracle_record(int end, void *out) {
    (void)end;
    buf_add_char(out, '\n');
}

// On well-formed input libcsv is the oracle.
Test(csv_scan, cuts_well_formed_random_tables_as_libcsv_does) {
    static const char *const cells[] = {"a",          "\"\"",     "\"x,y\"",  "\"l\nm\"",
                                        "\"q\"\"q\"", "\xC3\xA9", "\"\"\"\"", "12"};
    uint64_t state = 3;
    csv_record r = {0};
    buf text = {0}, ours = {0}, oracle = {0};
    for (int round = 0; round < 3000; round++) {
        buf_reset(&text);
        buf_reset(&oracle);
        for (int i = 0; i < 12; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            buf_add(&text, str_from(cells[state >> 61]));
            buf_add(&text, i % 4 == 3 ? STR("\n") : STR(","));
        }
        struct csv_parser parser;
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
        cr_assert_eq(csv_parse(&parser, text.at, text.len, oracle_field, oracle_record, &oracle),
                     text.len);
        csv_fini(&parser, oracle_field, oracle_record, &oracle);
        csv_free(&parser);
        buf_add_char(&text, '\0');
        str got = fields_of(text.at, &r, &ours);
        cr_assert(str_equal(got, buf_str(&oracle)), "round %d: %s", round, text.at);
    }
    csv_record_release(&r);
    buf_release(&text);
    buf_release(&ours);
    buf_release(&oracle);
}

Test(csv_scan, leaves_out_what_is_beyond_256_fields) {
    for (int fields = CSV_FIELDS - 1; fields <= CSV_FIELDS + 1; fields++) {
        csv_record r = {0};
        buf row = {0};
        for (int i = 1; i < fields; i++) buf_printf(&row, "%s,", i % 2 ? "a" : "\"b\"");
        buf_add(&row, STR("z\nnext"));
        csv_scan(&r, buf_str(&row), ',');
        bool beyond = fields > CSV_FIELDS;
        cr_expect_eq(r.count, (size_t)(beyond ? CSV_FIELDS : fields));
        cr_expect(str_equal(r.fields[r.count - 1], beyond ? STR("b") : STR("z")), "%d: %.*s",
                  fields, (int)r.fields[r.count - 1].len, r.fields[r.count - 1].at);
        cr_expect_eq(r.len, row.len - 4);
        csv_record_release(&r);
        buf_release(&row);
    }
}

// A small CSV file has the columns that are asked for, no more and no fewer.
#include "classify/sheet.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

static bool reads(const char *text) {
    arena keep = {0};
    sheet s = {0};
    error err = {0};
    bool done = sheet_read(&s, &keep, "test.csv", str_from(text), "a,b,c", &err);
    cr_assert(done || (err.status == ATTUNE_USAGE && err.what[0]));
    if (done) cr_assert_eq(s.columns, 3);
    sheet_release(&s);
    arena_release(&keep);
    return done;
}

Test(sheet, takes_rows_under_the_names_asked_for) {
    cr_assert(reads("a,b,c\n1,2,3\n"));
    cr_assert(reads("a,b,c\n"));
    cr_assert(reads("\xEF\xBB\xBF"
                    "a,b,c\r\n\"1,\"\"\",,3\r\n"));
}

Test(sheet, refuses_other_names) {
    cr_assert_not(reads(""));
    cr_assert_not(reads("a,b\n1,2\n"));
    cr_assert_not(reads("a,b,d\n1,2,3\n"));
    cr_assert_not(reads("a,b,c,d\n1,2,3,4\n"));
    cr_assert_not(reads("a,b,c,\n1,2,3,\n"), "an empty name behind the last is one too many");
}

Test(sheet, refuses_rows_of_another_length) {
    cr_assert_not(reads("a,b,c\n1,2\n"));
    cr_assert_not(reads("a,b,c\n1,2,3,4\n"));
    cr_assert_not(reads("a,b,c\n1,2,\"3\n"));
}

// What libcsv alone makes of a text: every cell with its length before it, every row with a mark.
typedef struct oracle {
    char cells[4096];
    size_t len, fields;
    bool even; // all rows have three cells
} oracle;

static void add(oracle *o, const char *bytes, size_t len) {
    o->len += (size_t)snprintf(o->cells + o->len, sizeof o->cells - o->len, "%zu:%.*s ", len,
                               (int)len, bytes);
}

static void on_cell(void *bytes, size_t len, void *context) {
    oracle *o = context;
    add(o, len ? bytes : "", len);
    o->fields++;
}

static void on_end(int end, void *context) {
    (void)end;
    oracle *o = context;
    if (o->fields != 3) o->even = false;
    o->fields = 0;
}

static int never(unsigned char c) {
    (void)c;
    return 0;
}

static bool oracle_reads(oracle *o, const char *text) {
    struct csv_parser csv;
    *o = (oracle){.even = true};
    cr_assert_eq(csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI), 0);
    csv_set_space_func(&csv, never);
    bool read = csv_parse(&csv, text, strlen(text), on_cell, on_end, o) == strlen(text) &&
                csv_fini(&csv, on_cell, on_end, o) == 0;
    csv_free(&csv);
    return read && o->even;
}

// A sequence of numbers that is the same on every machine.
static uint32_t draw(uint64_t *state, uint32_t below) {
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)((*state >> 33) % below);
}

// Whether both take the text.
static bool compare_with_oracle(const char *text) {
    static oracle all, mine;
    arena keep = {0};
    sheet s = {0};
    error err = {0};
    bool expected = oracle_reads(&all, text);
    cr_assert_eq(sheet_read(&s, &keep, "t", str_from(text), "a,b,c", &err), expected, "%s", text);
    mine = (oracle){0};
    add(&mine, "a", 1);
    add(&mine, "b", 1);
    add(&mine, "c", 1);
    for (size_t i = 0; expected && i < s.cell_count; i++) add(&mine, s.cells[i].at, s.cells[i].len);
    if (expected) cr_assert_str_eq(mine.cells, all.cells, "%s", text);
    sheet_release(&s);
    arena_release(&keep);
    return expected;
}

Test(sheet, has_the_cells_that_libcsv_finds) {
    static const char *const parts[] = {"x",    "\"",    "\"\"",   ",",     ",",     "\n",
                                        "\r\n", "\"y\"", "\"z,\"", "\"u\n", "w,w,w", "\"p\",q,r\n"};
    uint64_t state = 7;
    unsigned taken = 0;
    for (unsigned round = 0; round < 40000; round++) {
        char text[300] = "a,b,c\n";
        for (uint32_t i = draw(&state, 14); i > 0; i--)
            strcat(text, parts[draw(&state, sizeof parts / sizeof *parts)]);
        taken += compare_with_oracle(text);
    }
    cr_assert_gt(taken, 1000);
}

// Those of one line without a mark inside are no copies, and may be of any length.
Test(sheet, takes_cells_with_marks_inside_below_1_mib) {
    enum { MOST = 1 << 20 };
    char *text = malloc(MOST + 20);
    for (int over = -3; over <= 0; over++) {
        size_t len = (size_t)(MOST + over);
        memcpy(text, "a,b,c\n1,2,\"\"\"", 13); // the mark that stands for one is the first byte
        memset(text + 13, 'x', len - 1);
        memcpy(text + 12 + len, "\"\n", 3);
        cr_expect_eq(reads(text), over < -1, "%zu bytes", len); // a mark and NUL behind it
    }
    free(text);
}

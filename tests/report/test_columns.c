#include "report/columns.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdio.h>

// What the catalog's rows are compared with as libcsv reads them.
typedef struct reading {
    size_t table, column, cell, rows;
} reading;

static void on_cell(void *text, size_t len, void *context) {
    reading *r = context;
    size_t cell = r->cell++;
    if (r->rows == 0) return; // the header
    if (cell == 0 && (strlen(column_lists[r->table].table) != len ||
                      memcmp(column_lists[r->table].table, text, len) != 0)) {
        cr_assert_eq(r->column, column_lists[r->table].count, "%s has columns too many",
                     column_lists[r->table].table);
        r->table++;
        r->column = 0;
        cr_assert_lt(r->table, column_list_count);
    }
    if (cell < 2) return; // the table; the position
    const column *c = &column_lists[r->table].at[r->column];
    const char *wanted[] = {c->name, c->type, c->unit, c->definition, NULL, c->na};
    cr_assert_lt(cell - 2, sizeof wanted / sizeof *wanted);
    if (!wanted[cell - 2]) return; // the topic, which the program has as its sources
    cr_assert(strlen(wanted[cell - 2]) == len && memcmp(wanted[cell - 2], text, len) == 0,
              "%s.%s: %.*s", column_lists[r->table].table, c->name, (int)len, (char *)text);
}

static void on_row(int end, void *context) {
    (void)end;
    reading *r = context;
    if (r->rows++) r->column++;
    r->cell = 0;
}

// scripts/columns makes one from the other, and has more to say of sources.
Test(columns, are_those_of_the_catalog) {
    FILE *file = fopen("src/report/columns.csv", "rb");
    cr_assert(file);
    static char text[1 << 17];
    size_t len = fread(text, 1, sizeof text, file);
    fclose(file);
    struct csv_parser parser;
    cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    reading r = {0};
    cr_assert_eq(csv_parse(&parser, text, len, on_cell, on_row, &r), len);
    cr_assert_eq(csv_fini(&parser, on_cell, on_row, &r), 0);
    csv_free(&parser);
    cr_assert_eq(r.table, column_list_count - 1);
    cr_assert_eq(r.column, column_lists[r.table].count);
}

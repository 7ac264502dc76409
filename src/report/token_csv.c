// token_csv: the tokens of a message, one row each.
#include "report/rows.h"

static void cell_categories(csv *out, const codebook *book, uint64_t categories) {
    buf *cell = csv_open(out);
    for (bool first = true; categories; categories &= categories - 1, first = false) {
        if (!first) buf_add_char(cell, ';');
        buf_add(cell, book->categories[__builtin_ctzll(categories)]);
    }
}

void token_rows(csv *out, const names *n, const message *m, const codebook *book,
                const token_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        csv_text(out, n->open->id);
        csv_text(out, message_id(m, (char[MESSAGE_DIGITS]){0}));
        csv_text(out, rows[i].token);
        csv_count(out, rows[i].start);
        csv_count(out, rows[i].end);
        csv_text(out, token_kind_name(rows[i].kind));
        csv_text(out, rows[i].folded);
        cell_categories(out, book, rows[i].categories);
        csv_end(out);
    }
}

// codes: how often each speaker's messages carry each code, by theme. Rows in order of speaker,
// then code and theme as in the codebook, a code without theme first; what nobody said has no row.
#include "report/table.h"

#include <math.h>

static void rows(const closing *c, csv *out) {
    const tuples *codes = &c->tally->codes;
    const codebook *book = c->options->book;
    for (size_t i = 0; i < codes->count; i++) {
        const uint32_t *key = tuples_key(codes, i), *counts = tuples_values(codes, i);
        interval rate = poisson_interval(counts[1], c->tally->speakers[key[0]].messages);
        cell_conversation(out, c);
        cell_speaker(out, c, key[0]);
        csv_text(out, book->codes[key[1]].name);
        if (key[2] == TALLY_NO_THEME)
            csv_na(out);
        else
            csv_text(out, book->codes[book->theme_code[key[2] - 1]].name);
        csv_count(out, counts[0]);
        csv_count(out, counts[1]);
        cell_interval(out, interval_scaled(rate, 100));
        csv_end(out);
    }
}

const table table_codes = {.name = "codes", .rows = rows};

// fuzz_coding: any bytes as the cells codes and rules of the message CSV: what is read is written
// and read again as the same, and is within bounds.
//
// The first line is the cell of codes, the rest that of rules.
#include <stdlib.h>

#include "classify/coding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

static bool same(const coding *a, const coding *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->at[i].code != b->at[i].code || a->at[i].themes != b->at[i].themes ||
            a->at[i].confidence != b->at[i].confidence || a->at[i].flags != b->at[i].flags)
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static codebook *book;
    static buf written;
    if (!book) {
        error err = {0};
        book = codebook_new("tests/data/codebook", NULL, "auto", &err);
        require(book != NULL);
    }
    str_cut_result cells = str_cut(str_of((const char *)data, size), '\n');
    coding first, again;
    if (!coding_parse(&first, book, cells.head, cells.tail)) return 0;
    require(first.count <= CODING_MAX && first.rule_count <= CODING_MAX);
    for (uint32_t i = 0; i < first.count; i++)
        require(first.at[i].code < book->code_count && first.at[i].confidence <= 100);
    buf_reset(&written);
    coding_write(&written, book, &first);
    require(coding_parse(&again, book, buf_str(&written), STR("")) && same(&first, &again));
    return 0;
}

// fuzz_sheet: any bytes as a small CSV file are rows of whole cells or an error with a reason.
#include <stdlib.h>

#include "classify/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static arena keep;
    sheet s = {0};
    error err = {0};
    bool read = sheet_read(&s, &keep, "fuzz.csv", str_of((const char *)data, size), "a,b,c", &err);
    require(read || (err.status && err.what[0]));
    if (read) require(s.columns == 3 && s.cell_count == s.row_count * s.columns);
    sheet_release(&s);
    arena_reset(&keep);
    return 0;
}

#include "report/sheets.h"

#include "attune.h"
#include "base/limits.h"
#include "input/file.h"

#include <stdlib.h>

enum { ID = 0, CODE = 4, CONVERSATION = 1, WEIGHT = 6, ANSWER = 8 }; // columns

// A decimal number above 0, as csv_number writes it.
static bool parse_weight(str cell, double *out) {
    char digits[40], *end;
    if (cell.len == 0 || cell.len >= sizeof digits) return false;
    memcpy(digits, cell.at, cell.len);
    digits[cell.len] = '\0';
    *out = strtod(digits, &end);
    return *end == '\0' && *out > 0 && *out < 1e15;
}

static size_t unit_of(sheets *s, str id) {
    size_t index = intern_add(&s->ids, id);
    if (index < s->unit_count) return index;
    memory_reserve(s->units, s->unit_room, index + 1);
    s->units[index] = (unit){0, 1};
    s->unit_count = index + 1;
    return index;
}

static bool set_cell(sheets *s, size_t coder, size_t index, str cell) {
    memory_reserve(s->codes[coder], s->rooms[coder], index + 1);
    while (s->known[coder] <= index) s->codes[coder][s->known[coder]++] = (str){0};
    if (s->codes[coder][index].at) return false; // twice
    s->codes[coder][index] = cell.len ? cell : STR("");
    return true;
}

static bool add_rows(sheets *s, bool answers, error *err) {
    const sheet *from = &s->reading;
    size_t coder = answers ? SHEETS_MOST : s->coders;
    for (size_t row = 0; row < from->row_count; row++) {
        size_t index = unit_of(s, sheet_cell(from, row, ID));
        str cell = str_trim(sheet_cell(from, row, answers ? ANSWER : CODE));
        if (!set_cell(s, coder, index, cell))
            return sheet_error(from, row, ID, err, "the id stands here twice");
        if (!answers) continue;
        unit *u = &s->units[index];
        u->conversation = intern_add(&s->conversations, sheet_cell(from, row, CONVERSATION)) + 1;
        if (!parse_weight(sheet_cell(from, row, WEIGHT), &u->weight))
            return sheet_error(from, row, WEIGHT, err, "no weight");
    }
    return true;
}

bool sheets_add(sheets *s, const char *path, error *err) {
    buf_reset(&s->bytes);
    if (!file_read(path, LIMIT_TABLES, &s->bytes, err)) return false;
    str bytes = buf_str(&s->bytes);
    str names = str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_drop(bytes, 3) : bytes;
    bool answers = str_starts(names, STR("id,conversation,"));
    if (!answers && s->coders == SHEETS_MOST)
        return error_set(err, ATTUNE_USAGE, "error: more than %d sheets", SHEETS_MOST);
    if (!sheet_read(&s->reading, &s->memory, path, bytes, answers ? SHEET_ANSWERS : SHEET_HEADER,
                    err))
        return false;
    bool ok = add_rows(s, answers, err);
    sheet_release(&s->reading);
    s->answered |= answers;
    s->coders += !answers;
    return ok;
}

str sheets_cell(const sheets *s, size_t coder, size_t unit_index) {
    return unit_index < s->known[coder] ? s->codes[coder][unit_index] : (str){0};
}

bool sheets_next_code(str *rest, str *one) {
    while (rest->len) {
        size_t end = 0;
        while (end < rest->len && rest->at[end] != ';' && rest->at[end] != ' ') end++;
        *one = str_take(*rest, end);
        *rest = str_drop(*rest, end + 1);
        if (one->len && !str_equal(*one, STR("-")) && !str_equal_nocase(*one, STR("none")))
            return true;
    }
    return false;
}

void sheets_release(sheets *s) {
    sheet_release(&s->reading);
    for (size_t i = 0; i <= SHEETS_MOST; i++) free(s->codes[i]);
    free(s->units);
    intern_release(&s->ids);
    intern_release(&s->conversations);
    buf_release(&s->bytes);
    arena_release(&s->memory);
}

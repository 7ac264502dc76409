#include "reader/row.h"

#include "reader/keep.h"

static bool take_flags(str cell, uint8_t *flags) {
    static const char *const names[] = {"forwarded", "edited", "bot", "caption", "media"};
    while (cell.len) {
        str_cut_result part = str_cut(cell, ';');
        size_t i = 0;
        while (i < 5 && !str_equal(part.head, str_from(names[i]))) i++;
        if (i == 5) return false;
        *flags = (uint8_t)(*flags | 1 << i);
        cell = part.tail;
    }
    return true;
}

static bool take_own(const str cells[ROLES], message *out) {
    if (cells[ROLE_KIND].len) {
        message_kind kind = message_kind_of(cells[ROLE_KIND]);
        if (kind == KIND_COUNT) return false;
        out->kind = (uint8_t)kind;
    }
    if (!take_flags(cells[ROLE_FLAGS], &out->flags)) return false;
    str precision = cells[ROLE_PRECISION];
    if (out->time_kind != TIME_NONE && precision.len) {
        int64_t seconds;
        if (!str_int64(str_cut(precision, '.').head, &seconds) || seconds < 0 || seconds > 86400)
            return false;
        out->precision = seconds ? (uint32_t)seconds * 1000 : 1; // seconds, or 0.001
    }
    return true;
}

// The next of the names in a cell that lists them with ; between; where escaped, \ makes the byte
// after it part of a name.
static str next_name(str *cell, bool escaped, arena *keep) {
    char *name = arena_bytes(keep, cell->len + 1);
    size_t len = 0, i = 0;
    for (; i < cell->len && cell->at[i] != ';'; i++) {
        if (escaped && cell->at[i] == '\\' && i + 1 < cell->len) i++;
        name[len++] = cell->at[i];
    }
    *cell = str_drop(*cell, i + 1);
    return keep_valid(keep, str_of(name, len));
}

static void take_mentions(str cell, bool escaped, arena *keep, message *out) {
    uint32_t most = 1;
    for (size_t i = 0; i < cell.len; i++) most += cell.at[i] == ';';
    str *names = arena_array(keep, str, most);
    uint32_t count = 0;
    while (cell.len) names[count++] = next_name(&cell, escaped, keep);
    out->mentioned = names;
    out->mentioned_count = count;
}

// False when there is a time that cannot be read: to go on with the time before it would invent a
// gap.
static bool take_time(const str cells[ROLES], date_order order, arena *keep, message *out) {
    stamp written;
    str cell = cells[ROLE_TIME], clock = cells[ROLE_CLOCK];
    if (clock.len) {
        char *both = arena_bytes(keep, cell.len + 1 + clock.len);
        if (cell.len) memcpy(both, cell.at, cell.len);
        both[cell.len] = ' ';
        memcpy(both + cell.len + 1, clock.at, clock.len);
        cell = str_of(both, cell.len + 1 + clock.len);
    }
    if (!str_trim(cell).len) return true;
    if (!stamp_read(cell, order, &written)) return false;
    stamp_apply(&written, out);
    return true;
}

bool row_message(const str cells[ROLES], bool own, date_order order, arena *keep, message *out) {
    *out = (message){.kind = KIND_TEXT};
    bool *repaired = &out->lenient;
    str text = cells[ROLE_TEXT], speaker = cells[ROLE_SPEAKER];
    out->text = own ? keep_repaired(keep, text, repaired) : keep_table_text(keep, text, repaired);
    out->author = keep_repaired(keep, own ? speaker : str_trim(speaker), repaired);
    out->id = keep_valid(keep, cells[ROLE_ID]);
    out->reply_to = keep_valid(keep, cells[ROLE_REPLY_TO]);
    out->conversation = keep_valid(keep, cells[ROLE_CONVERSATION]);
    if (cells[ROLE_MENTIONS].len) take_mentions(cells[ROLE_MENTIONS], own, keep, out);
    if (cells[ROLE_CODES].at) {
        out->codes = keep_valid(keep, cells[ROLE_CODES]);
        out->rules = keep_valid(keep, cells[ROLE_RULES]);
    }
    return take_time(cells, order, keep, out) && (!own || take_own(cells, out));
}

// discord_csv: the CSV of DiscordChatExporter, which has neither ids nor types of messages.
#include "base/limits.h"
#include "base/scan.h"
#include "reader/csv_rows.h"
#include "reader/discord_markup.h"
#include "reader/discord_notice.h"
#include "reader/keep.h"
#include "reader/stamp.h"

enum { AUTHOR_ID, AUTHOR, DATE, CONTENT, ATTACHMENTS, REACTIONS, COLUMNS };

typedef struct table {
    csv_rows rows;
    size_t columns; // 5 in files older than reactions
    discord_markup markup;
} table;

static size_t recognize(const csv_record *r) {
    static const char *const names[COLUMNS] = {"AuthorID", "Author",      "Date",
                                               "Content",  "Attachments", "Reactions"};
    size_t known = 0;
    while (known < COLUMNS && known < r->count &&
           str_equal(str_trim(r->fields[known]), str_from(names[known])))
        known++;
    return known == r->count && known > CONTENT ? known : 0;
}

static void release_record(void *owner) { csv_record_release(owner); }

static int bid(str head, bool whole) {
    (void)whole;
    csv_record r = {0};
    memory_local held;
    memory_hold(&held, release_record, &r);
    csv_scan(&r, str_take(head, 4096), ',');
    size_t known = recognize(&r);
    memory_let_go(&held);
    csv_record_release(&r);
    return known ? 95 : 0;
}

// Dates of before 2.43 are in the order of the exporter's country.
static void survey(reader_state *state, table *t, str head) {
    stamp_survey dates = {0};
    for (; head.len; head = str_drop(head, t->rows.record.len)) {
        csv_scan(&t->rows.record, head, ',');
        if (!t->rows.record.complete) break;
        if (t->rows.record.count > DATE) stamp_survey_add(&dates, t->rows.record.fields[DATE]);
    }
    stamp_survey_decide(&dates, state);
}

static bool open_export(reader_state *state) {
    table *t = state->own;
    t->rows.delimiter = ',';
    t->rows.next_line = 1;
    str head = source_peek(state->in, LIMIT_WINDOW);
    csv_scan(&t->rows.record, head, ',');
    t->columns = recognize(&t->rows.record);
    if (!t->columns) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:1: error: the columns are not those of DiscordChatExporter",
                  source_label(state->in));
        return error_hint(state->err, "--format csv reads other tables");
    }
    survey(state, t, head);
    csv_rows_header(&t->rows, state->in, source_peek(state->in, LIMIT_WINDOW));
    return true;
}

// The words of a cell. Most are ASCII on one line and without markup, which one look tells.
static str words_of(table *t, arena *keep, str cell, bool *repaired) {
    bool high = false;
    bool plain = scan_marked(cell, '<', '|', '`', &high) == cell.len && !high;
    return plain ? arena_str(keep, cell)
                 : discord_markup_words(&t->markup, keep, keep_lines(keep, cell, repaired));
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    table *t = state->own;
    reader_result result = csv_rows_next(&t->rows, state);
    if (result != READER_MESSAGE) return result;
    const str *cells = t->rows.record.fields;
    stamp when_sent;
    state->reason = REJECT_MALFORMED;
    size_t count = t->rows.record.count;
    if (count <= CONTENT || count > t->columns ||
        !stamp_read(cells[DATE], state->dialect.order, &when_sent))
        return READER_REJECTED;
    *out = (message){
        .text = words_of(t, keep, cells[CONTENT], &state->repaired),
        .author = keep_repaired(keep, cells[AUTHOR], &state->repaired),
        .author_id = keep_valid(keep, cells[AUTHOR_ID]),
        .line = state->line,
    };
    stamp_apply(&when_sent, out);
    discord_notice_apply(out, count > ATTACHMENTS && cells[ATTACHMENTS].len);
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    table *t = state->own;
    csv_record_release(&t->rows.record);
    discord_markup_release(&t->markup);
}

const reader reader_discord_csv = {
    .name = "discord-csv",
    .summary = "CSV of DiscordChatExporter",
    .carries = "ids of authors; times to the millisecond with offset, of old exports to the minute",
    .how_to = "DiscordChatExporter: format CSV; JSON carries more",
    .any_order = true,
    .state_size = sizeof(table),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};

// kakao: a chat as KakaoTalk exports it: text from phones and computers, or the table that the Mac
// writes.
#include "base/limits.h"
#include "reader/csv_rows.h"
#include "reader/kakao_line.h"
#include "reader/keep.h"
#include "reader/lookahead.h"
#include "reader/stamp.h"

enum { BID_LINES = 40 };

typedef struct kakao {
    bool table;
    csv_rows rows;
    lookahead lines;
    passage text;
    kakao_kind shape; // of the messages: KAKAO_BRACKET or KAKAO_COMMA
    str title;
    bool has_day;
    int64_t day; // since 1970
} kakao;

static bool is_table(str head) {
    str first = {"", 0}, start = str_take(head, 256);
    window_line(&start, true, &first);
    first = str_trim(first);
    return str_equal(first, STR("Date,User,Message")) ||
           str_equal(first, STR("\"Date\",\"User\",\"Message\""));
}

static int bid(str head, bool whole) {
    if (is_table(head)) return 92;
    str line;
    kakao_line read;
    bool titled = false;
    size_t days = 0, brackets = 0, commas = 0;
    for (size_t lines = 0; lines < BID_LINES && window_line(&head, whole, &line); lines++) {
        titled |= lines < 3 && kakao_title(line).len > 0;
        kakao_kind kind = kakao_line_read(line, &read);
        days += kind == KAKAO_DAY;
        brackets += kind == KAKAO_BRACKET;
        commas += kind == KAKAO_COMMA;
    }
    if (titled && (days || brackets || commas)) return 92;
    // What phones write is nearly a header of WhatsApp's, but for the space before the colon.
    return (days && brackets) || commas > 1 || (days && commas) ? 70 : 0;
}

static bool open_text(reader_state *state, str window) {
    kakao *k = state->own;
    bool whole = window.len < LIMIT_WINDOW;
    str line;
    kakao_line read;
    size_t brackets = 0, commas = 0;
    for (size_t lines = 0; window_line(&window, whole, &line); lines++) {
        if (lines < 3 && !k->title.len) k->title = keep_valid(&state->memory, kakao_title(line));
        kakao_kind kind = kakao_line_read(line, &read);
        brackets += kind == KAKAO_BRACKET;
        commas += kind == KAKAO_COMMA;
    }
    k->shape = brackets > commas ? KAKAO_BRACKET : KAKAO_COMMA;
    return true;
}

// "KakaoTalk_Chat_room_2024-03-11-10-20-30.csv" is of the room; the time is not always there.
static str room_in(str file) {
    static const str start = {"KakaoTalk_Chat_", 15};
    if (!str_starts(file, start)) return (str){"", 0};
    str room = str_drop(file, start.len);
    if (str_ends(room, STR(".csv"))) room.len -= 4;
    size_t at = room.len;
    while (at && strchr("0123456789-", room.at[at - 1])) at--;
    return at > 1 && room.len - at > 7 && room.at[at - 1] == '_' ? str_take(room, at - 1) : room;
}

static bool open_chat(reader_state *state) {
    kakao *k = state->own;
    str window = source_peek(state->in, LIMIT_WINDOW);
    k->table = is_table(window);
    if (!k->table) return open_text(state, window);
    k->title = keep_valid(&state->memory, room_in(source_name(state->in)));
    k->rows.delimiter = ',';
    k->rows.next_line = 1;
    csv_rows_header(&k->rows, state->in, window);
    return true;
}

static void close_chat(reader_state *state) {
    kakao *k = state->own;
    csv_record_release(&k->rows.record);
    lookahead_release(&k->lines);
    passage_release(&k->text);
}

// What is not words goes without them.
static void settle_kind(message *out) {
    if (out->kind == KIND_SYSTEM) return;
    out->kind = (uint8_t)kakao_text_kind(out->text);
    if (out->kind != KIND_TEXT) out->text = (str){"", 0};
}

static reader_result next_row(reader_state *state, arena *keep, message *out) {
    kakao *k = state->own;
    reader_result result = csv_rows_next(&k->rows, state);
    if (result != READER_MESSAGE) return result;
    const csv_record *row = &k->rows.record;
    stamp written;
    state->reason = REJECT_MALFORMED;
    if (row->count < 3 || !stamp_read(row->fields[0], ORDER_YMD, &written)) return READER_REJECTED;
    *out = (message){.line = state->line, .title = k->title};
    out->author = keep_repaired(keep, str_trim(row->fields[1]), &state->repaired);
    out->text = keep_lines(keep, row->fields[2], &state->repaired);
    if (out->author.len == 0 || kakao_is_notice(out->text)) {
        out->kind = KIND_SYSTEM;
        out->author = (str){"", 0};
    }
    settle_kind(out);
    stamp_apply(&written, out);
    return READER_MESSAGE;
}

// What a line is in a file whose messages have their shape: the other one is pasted text.
static kakao_kind read_line(const kakao *k, str line, kakao_line *read) {
    kakao_kind kind = kakao_line_read(line, read);
    if ((kind == KAKAO_BRACKET || kind == KAKAO_COMMA) && kind != k->shape) return KAKAO_NONE;
    if (kind == KAKAO_NOTICE && k->shape != KAKAO_COMMA) return KAKAO_NONE;
    if (kind == KAKAO_NONE && k->shape == KAKAO_BRACKET && kakao_is_notice(line)) {
        read->text = line;
        return KAKAO_NOTICE;
    }
    return kind;
}

static bool begins(reader_state *state, str line) {
    kakao_line read;
    return read_line(state->own, line, &read) != KAKAO_NONE;
}

static void take_day(kakao *k, const when *w) {
    when_day day = when_day_of(w, ORDER_YMD, 0);
    k->has_day = day.valid;
    k->day = day.day;
}

// Goes to the next line that begins a record. *strange counts lines passed over that are neither
// the head of the file nor a day.
static kakao_kind find_record(reader_state *state, kakao_line *read, size_t *strange) {
    kakao *k = state->own;
    str line;
    while (lookahead_peek(&k->lines, state, &line)) {
        kakao_kind kind = read_line(k, line, read);
        if (kind != KAKAO_NONE && kind != KAKAO_DAY) return kind;
        if (kind == KAKAO_DAY)
            take_day(k, &read->time);
        else
            *strange += str_trim(line).len && !(k->title.len && k->lines.line < 5);
        lookahead_take(&k->lines, state);
    }
    return KAKAO_NONE;
}

static void describe(kakao *k, kakao_kind kind, const kakao_line *read, message *out) {
    out->title = k->title;
    bool dated = kind == KAKAO_COMMA || (kind == KAKAO_NOTICE && k->shape == KAKAO_COMMA);
    if (dated) take_day(k, &read->time);
    if (!k->has_day || (kind == KAKAO_NOTICE && !dated)) return;
    out->time = when_ms(&read->time, k->day);
    out->time_kind = TIME_LOCAL;
    out->precision = read->time.has_seconds ? 1000 : 60000;
}

static reader_result next_text(reader_state *state, arena *keep, message *out) {
    kakao *k = state->own;
    kakao_line read;
    size_t strange = 0;
    kakao_kind kind = find_record(state, &read, &strange);
    if (strange) return reader_reject(state, REJECT_MALFORMED, 1);
    if (kind == KAKAO_NONE) return lookahead_end(state);
    state->line = k->lines.line;
    *out = (message){.kind = kind == KAKAO_NOTICE ? KIND_SYSTEM : KIND_TEXT, .line = state->line};
    out->author = arena_str(keep, read.name);
    describe(k, kind, &read, out);
    passage_begin(&k->text);
    passage_add(&k->text, state, read.text, k->lines.too_long);
    lookahead_take(&k->lines, state);
    passage_gather(&k->text, &k->lines, state, begins);
    if (k->text.too_long) return reader_reject(state, REJECT_TOO_LONG, state->line);
    out->text = arena_str(keep, str_trim(passage_text(&k->text)));
    settle_kind(out);
    return READER_MESSAGE;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    const kakao *k = state->own;
    return k->table ? next_row(state, keep, out) : next_text(state, keep, out);
}

const reader reader_kakao = {
    .name = "kakao",
    .summary = "a chat of KakaoTalk, saved as text or, on a Mac, as CSV",
    .carries = "names; local times to the minute, on a Mac to the second",
    .how_to = "KakaoTalk: the chat's menu, Settings, Export chat; on a computer Ctrl+S",
    .state_size = sizeof(kakao),
    .bid = bid,
    .open = open_chat,
    .next = next,
    .close = close_chat,
};

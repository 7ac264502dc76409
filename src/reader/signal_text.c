#include "reader/signal_text.h"

enum { LONGEST_NAME = 400 }; // bytes

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes of "YYYY-MM-DD[,] hh:mm[:ss]" at the start of s, or 0.
static size_t date_length(str s) {
    static const char shape[] = "0000-00-00 00:00";
    size_t at = 0;
    for (size_t i = 0; i < sizeof shape - 1; i++, at++) {
        if (i == 10 && at < s.len && s.at[at] == ',') at++;
        if (at >= s.len) return 0;
        if (shape[i] == '0' ? !is_digit(s.at[at]) : s.at[at] != shape[i]) return 0;
    }
    bool seconds =
        s.len >= at + 3 && s.at[at] == ':' && is_digit(s.at[at + 1]) && is_digit(s.at[at + 2]);
    return seconds ? at + 3 : at;
}

// "name: text", or "name:" alone.
static bool cut_name(str rest, signal_head *out) {
    size_t at = str_find(rest, STR(": "));
    if (at == SIZE_MAX) {
        str_cut_result cut = str_cut(rest, ':');
        if (!cut.found) return false;
        at = cut.head.len;
    }
    out->name = str_trim(str_take(rest, at));
    out->text = str_drop(rest, at + 1);
    if (out->text.len && out->text.at[0] == ' ') out->text = str_drop(out->text, 1);
    return out->name.len > 0 && out->name.len <= LONGEST_NAME;
}

bool signal_head_markdown(str line, signal_head *out) {
    if (line.len == 0 || line.at[0] != '[') return false;
    line = str_drop(line, 1);
    size_t len = date_length(line);
    out->date = str_take(line, len);
    line = str_drop(line, len);
    return len && str_starts(line, STR("] ")) && cut_name(str_drop(line, 2), out);
}

bool signal_head_short(str line, signal_head *out) {
    size_t len = date_length(line);
    out->date = str_take(line, len);
    line = str_drop(line, len);
    return len && line.len && line.at[0] == ' ' && cut_name(str_drop(line, 1), out);
}

void signal_short_note(str *text, bool *edited, bool *attached) {
    *edited = *attached = false;
    if (text->len == 0 || text->at[0] != '[') return;
    str_cut_result cut = str_cut(str_drop(*text, 1), ']');
    if (!cut.found) return;
    bool replied = false, changed = false, files = false;
    for (str rest = cut.head; rest.len;) {
        str_cut_result part = str_cut(rest, ',');
        str word = str_trim(part.head);
        rest = part.tail;
        bool counted = word.len && is_digit(word.at[0]) && str_contains(word, STR(" attachment"));
        changed |= str_equal(word, STR("edited"));
        replied |= str_starts(word, STR("reply to "));
        files |= counted;
        if (!counted && !str_equal(word, STR("edited")) && !str_starts(word, STR("reply to ")))
            return;
    }
    if (!replied && !changed && !files) return;
    *edited = changed;
    *attached = files;
    *text = str_trim(cut.tail);
}

bool signal_mail_date(str text, stamp *out) {
    str_cut_result day = str_cut(text, ',');
    when_text plain;
    when w;
    when_normalize(str_trim(day.found ? day.tail : text), &plain);
    str s = when_text_str(&plain);
    size_t len = when_scan(s, &w);
    if (len == 0 || !when_has_year(&w)) return false;
    when_day date = when_day_of(&w, w.named, 0);
    str zone = str_trim(str_drop(s, len));
    if (!date.valid || zone.len < 5) return false;
    int64_t number;
    bool minus = zone.at[0] == '-';
    if ((!minus && zone.at[0] != '+') || !str_int64(str_of(zone.at + 1, 4), &number)) return false;
    if (number < 0 || number > 1800) return false;
    int64_t minutes = (number / 100 * 60 + number % 100) * (minus ? -1 : 1);
    *out = (stamp){when_ms(&w, date.day) - minutes * 60000, (int16_t)minutes, TIME_OFFSET, 1000};
    return true;
}

str signal_cut_number(str *name) {
    str none = {"", 0};
    if (name->len < 5 || name->at[name->len - 1] != ')') return none;
    size_t at = name->len;
    while (at && name->at[at - 1] != '(') at--;
    if (at == 0) return none;
    str number = str_of(name->at + at, name->len - at - 1);
    for (size_t i = 0; i < number.len; i++)
        if (!is_digit(number.at[i]) && !(i == 0 && number.at[i] == '+')) return none;
    if (number.len < 3) return none;
    str before = str_trim(str_take(*name, at - 1));
    if (before.len) *name = before;
    return number;
}

// Bytes of a link into the folder of media at the start of s, or 0.
static size_t media_length(str s) {
    size_t at = s.at[0] == '!';
    if (at >= s.len || s.at[at] != '[') return 0;
    size_t middle = str_find(s, STR("]("));
    if (middle == SIZE_MAX) return 0;
    str target = str_drop(s, middle + 2);
    bool media = str_starts(target, STR("./media/")) || str_starts(target, STR("media/"));
    str_cut_result cut = str_cut(target, ')');
    return media && cut.found ? middle + 2 + cut.head.len + 1 : 0;
}

bool signal_drop_media(buf *out, str line) {
    bool found = false;
    while (line.len) {
        size_t len = line.at[0] == '!' || line.at[0] == '[' ? media_length(line) : 0;
        found |= len > 0;
        if (len == 0) {
            buf_add_char(out, line.at[0]);
            len = 1;
        }
        line = str_drop(line, len);
    }
    return found;
}

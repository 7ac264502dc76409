#include "reader/irc_line.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(str s, size_t most) {
    size_t len = 0;
    while (len < s.len && len < most && is_digit(s.at[len])) len++;
    return len;
}

// Length of the control code at the start of s, or 0.
static size_t code_length(str s) {
    unsigned char c = (unsigned char)s.at[0];
    if (c == 0x02 || c == 0x0F || c == 0x11 || c == 0x16 || (c >= 0x1D && c <= 0x1F)) return 1;
    if (c == 0x03) {
        size_t len = 1 + digits(str_drop(s, 1), 2);
        bool both = len > 1 && len + 1 < s.len && s.at[len] == ',' && is_digit(s.at[len + 1]);
        return both ? len + 1 + digits(str_drop(s, len + 1), 2) : len;
    }
    if (c != 0x04) return 0;
    size_t len = 1;
    while (len < s.len && len < 7 &&
           (is_digit(s.at[len]) || ((s.at[len] | 32) >= 'a' && (s.at[len] | 32) <= 'f')))
        len++;
    return len == 7 ? len : 1;
}

void irc_line_plain(buf *out, str line) {
    while (line.len) {
        size_t len = code_length(line);
        if (!len) {
            buf_add_char(out, line.at[0]);
            len = 1;
        }
        line = str_drop(line, len);
    }
}

int64_t irc_day(str text) {
    when_text plain;
    when w;
    when_normalize(str_trim(text), &plain);
    str s = when_text_str(&plain);
    if (!when_scan_date(s, &w)) return INT64_MIN;
    int64_t year = 0;
    if (!when_has_year(&w)) { // it stands behind the time
        size_t at = s.len;
        while (at && is_digit(s.at[at - 1])) at--;
        if (s.len - at != 4 || !str_int64(str_drop(s, at), &year)) return INT64_MIN;
    }
    when_day day = when_day_of(&w, w.named == ORDER_NONE ? ORDER_YMD : w.named, (int)year);
    return day.valid ? day.day : INT64_MIN;
}

int64_t irc_day_of_name(str name) {
    for (size_t at = 0; at + 8 <= name.len; at++) {
        str s = str_drop(name, at);
        int64_t year, month, day;
        if (at && is_digit(name.at[at - 1])) continue;
        size_t run = digits(s, 9);
        bool dashed = run == 4 && s.len >= 10 && s.at[4] == '-' && s.at[7] == '-';
        if (run != 8 && !dashed) continue;
        bool read = str_int64(str_take(s, 4), &year) &&
                    str_int64(str_of(s.at + (dashed ? 5 : 4), 2), &month) &&
                    str_int64(str_of(s.at + (dashed ? 8 : 6), 2), &day);
        int64_t found = read ? when_gregorian((int)year, (int)month, (int)day) : INT64_MIN;
        if (found != INT64_MIN && year >= 1990 && year < 2100) return found;
    }
    return INT64_MIN;
}

// "06 11 15[22:14]": month, day and year in front of the clock. Returns its length, or 0.
static size_t read_figures(str line, irc_line *out) {
    int64_t parts[3];
    for (size_t i = 0; i < 3; i++) {
        str part = str_drop(line, i * 3);
        if (digits(part, 3) != 2 || !str_int64(str_take(part, 2), &parts[i])) return 0;
        if (part.len < 3 || part.at[2] != (i < 2 ? ' ' : '[')) return 0;
    }
    str_cut_result clock = str_cut(str_drop(line, 9), ']');
    if (!clock.found || when_scan_time(clock.head, &out->time) != clock.head.len) return 0;
    for (size_t i = 0; i < 3; i++) {
        out->time.number[i] = (int32_t)parts[i];
        out->time.width[i] = 2;
    }
    out->clock = IRC_CLOCK_FULL;
    out->order = ORDER_MDY;
    return 9 + clock.head.len + 1;
}

// A date and time, or a time, at the start of s; to its end when whole. Returns the bytes of s that
// it takes, or 0.
static size_t read_when(str s, bool whole, irc_line *out) {
    when_text plain;
    when_normalize(str_take(s, 48), &plain);
    if (plain.len > 11 && plain.at[4] == '-' && plain.at[10] == 't') plain.at[10] = ' ';
    str text = when_text_str(&plain);
    size_t len = when_scan(text, &out->time);
    bool dated = len > 0;
    if (!dated) len = when_scan_time(text, &out->time);
    if (len == 0 || (whole && len != text.len)) return 0;
    out->order = dated && out->time.named != ORDER_NONE ? out->time.named : ORDER_YMD;
    out->clock = !dated                      ? IRC_CLOCK_TIME
                 : when_has_year(&out->time) ? IRC_CLOCK_FULL
                                             : IRC_CLOCK_YEAR;
    return plain.origin[len];
}

// Takes the time off the start of line. What is left keeps a tab at its start.
static str read_clock(str line, irc_line *out) {
    out->clock = IRC_CLOCK_NONE;
    if (line.len == 0) return line;
    size_t len = digits(line, 11);
    if (len >= 9 && len <= 10 && line.len > len && line.at[len] == ' ') {
        out->clock = IRC_CLOCK_EPOCH;
        str_int64(str_take(line, len), &out->epoch);
        return str_drop(line, len + 1);
    }
    if (line.at[0] == '[') {
        str_cut_result inside = str_cut(str_drop(line, 1), ']');
        bool fits = inside.found && inside.head.len < 40;
        return fits && read_when(inside.head, true, out) ? inside.tail : line;
    }
    if ((len = read_figures(line, out)) || (len = read_when(line, false, out)))
        return str_drop(line, len);
    out->clock = IRC_CLOCK_NONE;
    return line;
}

static str trim_start(str s) {
    while (s.len && (s.at[0] == ' ' || s.at[0] == '\t')) s = str_drop(s, 1);
    return s;
}

// Without the sign of its mode, and without user and host.
static str bare_nick(str nick) {
    nick = str_trim(nick);
    if (nick.len > 1 && strchr("~&@%+", nick.at[0])) nick = str_trim(str_drop(nick, 1));
    return str_cut(nick, '!').head;
}

// "X is now known as Y"
static void read_rename(irc_line *out) {
    size_t at = str_find(out->text, STR(" is now known as "));
    if (at == SIZE_MAX) return;
    out->nick = str_trim(str_take(out->text, at));
    out->renamed = str_cut(str_trim(str_drop(out->text, at + 17)), ' ').head;
    if (str_contains(out->nick, STR(" "))) out->nick = out->renamed = (str){"", 0};
}

static irc_kind event(str text, irc_line *out) {
    out->text = str_trim(text);
    read_rename(out);
    return IRC_EVENT;
}

// What clients write with the same star as actions.
static bool is_event(str text) {
    static const char *const words[] = {" has joined",
                                        " has quit",
                                        " has left",
                                        " is now known as ",
                                        " sets mode",
                                        " was kicked",
                                        " changes topic",
                                        " has changed the topic",
                                        " has set the topic",
                                        " sets topic",
                                        " joined #",
                                        " left #",
                                        " quit (",
                                        " gives channel operator",
                                        " removes channel operator",
                                        " gives voice"};
    static const char *const starts[] = {
        "Now talking in ", "Now talking on ", "Topic is ", "Topic for ",
        "Set by ",         "Disconnected",    "Rejoined ", "Attempting to rejoin",
        "Retrieving "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = str_find(text, str_from(words[i]));
        if (at != SIZE_MAX && !memchr(text.at, ' ', at)) return true;
        // "nick (user@host) has joined #channel"
        if (at != SIZE_MAX && at && text.at[at - 1] == ')') return true;
    }
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(text, str_from(starts[i]))) return true;
    return false;
}

// "nick does something", of a star.
static irc_kind action(str rest, irc_line *out) {
    rest = trim_start(rest);
    if (str_starts(rest, STR("| "))) rest = trim_start(str_drop(rest, 2));
    if (rest.len == 0) return IRC_NONE;
    if (is_event(rest)) return event(rest, out);
    str_cut_result cut = str_cut(rest, ' ');
    out->nick = bare_nick(cut.head);
    out->text = str_trim(cut.tail);
    return out->nick.len && cut.found ? IRC_ACTION : IRC_NONE;
}

// "<@nick!user@host> text"
static irc_kind said(str rest, irc_line *out) {
    str_cut_result cut = str_cut(str_drop(rest, 1), '>');
    if (!cut.found || cut.head.len == 0 || cut.head.len > 100) return IRC_NONE;
    if (cut.tail.len && cut.tail.at[0] != ' ' && cut.tail.at[0] != '\t') return IRC_NONE;
    bool hosted = memchr(cut.head.at, '!', cut.head.len) != NULL;
    bool padded = str_contains(cut.head, STR("  "));
    out->nick = bare_nick(cut.head);
    out->text = str_trim(cut.tail);
    if (padded && str_starts(out->text, STR("| "))) out->text = str_drop(out->text, 2);
    bool marked = hosted && out->text.len && (out->text.at[0] == '+' || out->text.at[0] == '-');
    if (marked) out->text = str_drop(out->text, 1);
    return out->nick.len ? IRC_MESSAGE : IRC_NONE;
}

// WeeChat: "⇥nick⇥text", with signs in place of the nick.
static irc_kind columns(str rest, irc_line *out) {
    str_cut_result cut = str_cut(str_drop(rest, 1), '\t');
    str prefix = str_trim(cut.head);
    if (!cut.found) return IRC_NONE;
    static const char *const signs[] = {"-->", "<--", "--", "=!=", "", "***", "---"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_equal(prefix, str_from(signs[i]))) return event(cut.tail, out);
    if (str_equal(prefix, STR("*"))) return action(cut.tail, out);
    if (prefix.at[0] == '<') return said(str_drop(rest, 1), out);
    out->nick = bare_nick(prefix);
    out->text = str_trim(cut.tail);
    return out->nick.len && !memchr(out->nick.at, ' ', out->nick.len) ? IRC_MESSAGE : IRC_NONE;
}

static irc_kind read_date_line(str line, irc_line *out) {
    static const char *const starts[] = {
        "--- Log opened ", "--- Day changed ",        "**** BEGIN LOGGING AT ", "Session Start: ",
        "Session Time: ",  "**** ENDING LOGGING AT ", "--- Log closed ",        "Session Close: "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (!str_starts(line, str_from(starts[i]))) continue;
        out->text = str_drop(line, strlen(starts[i]));
        return IRC_DATE;
    }
    if (str_starts(line, STR("Session Ident: "))) return event(line, out);
    return IRC_NONE;
}

// Behind the time.
static irc_kind read_rest(str rest, irc_line *out) {
    static const char *const signs[] = {"-!- ",  "*** ",  "--> ", "<-- ",  "-->\t",
                                        "<--\t", "---\t", "--\t", "-!-\t", "=!= "};
    if (out->clock >= IRC_CLOCK_FULL && rest.len && rest.at[0] == '\t') return columns(rest, out);
    bool apart = out->clock == IRC_CLOCK_NONE || rest.len == 0 || strchr(" \t", rest.at[0]);
    rest = trim_start(rest);
    if (rest.len == 0 || (!apart && rest.at[0] != '<')) return IRC_NONE;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(rest, str_from(signs[i])))
            return event(str_drop(rest, strlen(signs[i])), out);
    if (rest.at[0] == '<') return said(rest, out);
    if (rest.at[0] == '*' && rest.len > 1 && strchr(" \t", rest.at[1]))
        return action(str_drop(rest, 1), out);
    size_t end = rest.at[0] == '-' ? str_find(rest, STR("- ")) : SIZE_MAX;
    bool notice = end != SIZE_MAX && end > 1 && !memchr(rest.at, ' ', end); // -nick- text
    return notice && out->clock != IRC_CLOCK_NONE ? event(rest, out) : IRC_NONE;
}

irc_kind irc_line_read(str line, irc_line *out) {
    *out = (irc_line){.nick = {"", 0}, .text = {"", 0}, .renamed = {"", 0}};
    irc_kind kind = read_date_line(line, out);
    if (kind != IRC_NONE) return kind;
    if (line.len > 1 && line.at[0] == '!' && line.at[1] >= 'A' && line.at[1] <= 'Z')
        line = trim_start(str_cut(line, ' ').tail); // a mark that a person put in front
    return read_rest(read_clock(line, out), out);
}

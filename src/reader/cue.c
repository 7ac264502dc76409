#include "reader/cue.h"

#include "base/utf8.h"

enum { LONGEST_LABEL = 40, MOST_WORDS = 4 }; // code points and words of a name

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take_number(str *s, size_t least, size_t most, int64_t *out) {
    size_t len = 0;
    while (len < s->len && len < most && is_digit(s->at[len])) len++;
    bool good = len >= least && str_int64(str_take(*s, len), out);
    *s = str_drop(*s, len);
    return good;
}

static bool take_char(str *s, char wanted) {
    if (s->len == 0 || s->at[0] != wanted) return false;
    *s = str_drop(*s, 1);
    return true;
}

static bool take_time(str *s, int64_t *ms) {
    int64_t first, minutes, seconds, part, hours = 0;
    if (!take_number(s, 1, 6, &first) || !take_char(s, ':')) return false;
    if (!take_number(s, 2, 2, &seconds)) return false;
    minutes = first;
    if (take_char(s, ':')) {
        hours = first;
        minutes = seconds;
        if (!take_number(s, 2, 2, &seconds)) return false;
    }
    if (minutes > 59 || seconds > 59) return false;
    if (!take_char(s, '.') && !take_char(s, ',')) return false;
    if (!take_number(s, 3, 3, &part)) return false;
    *ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + part;
    return true;
}

bool cue_timing(str line, int64_t *start) {
    int64_t end;
    line = str_trim(line);
    if (!take_time(&line, start)) return false;
    line = str_trim(line);
    if (!str_starts(line, STR("-->"))) return false;
    line = str_trim(str_drop(line, 3));
    return take_time(&line, &end) && (line.len == 0 || line.at[0] == ' ' || line.at[0] == '\t');
}

static const struct {
    str name;
    const char *text;
} references[] = {
    {{"&amp;", 5}, "&"}, {{"&lt;", 4}, "<"}, {{"&gt;", 4}, ">"},  {{"&nbsp;", 6}, " "},
    {{"&lrm;", 5}, ""},  {{"&rlm;", 5}, ""}, {{"&#39;", 5}, "'"}, {{"&quot;", 6}, "\""},
};

// Adds the start of s, one character or reference of it, and returns the bytes it takes.
static size_t add_text(buf *to, str s, bool web) {
    if (web && s.at[0] == '&')
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            if (str_starts(s, references[i].name)) {
                buf_add(to, str_from(references[i].text));
                return references[i].name.len;
            }
    buf_add_char(to, s.at[0]);
    return 1;
}

// Length of the tag at the start of s, or 0. SubRip has no rules: only what looks like one is one.
static size_t tag_length(str s, bool web) {
    if (!web && str_starts(s, STR("{\\"))) {
        str_cut_result cut = str_cut(s, '}');
        return cut.found ? cut.head.len + 1 : 0;
    }
    if (s.at[0] != '<') return 0;
    str_cut_result cut = str_cut(s, '>');
    if (!cut.found) return 0;
    char c = cut.head.len > 1 ? cut.head.at[1] : '\0';
    bool shaped = c == '/' || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return web || shaped ? cut.head.len + 1 : 0;
}

// Ends the voice that is open: without the white space around it, and only with words or a name.
static void end_voice(cue *c) {
    cue_voice *v = &c->voices[c->count];
    str text = str_trim(str_drop(buf_str(&c->text), v->text));
    bool dash = v->name_len == 0 && (str_equal(text, STR("-")) || str_equal(text, STR("–")));
    if (!text.len || dash) return;
    v->text = (size_t)(text.at - c->text.at);
    v->text_len = text.len;
    if (c->count < CUE_VOICES) {
        c->count++;
        return;
    }
    v--;
    v->text_len = (size_t)(text.at + text.len - c->text.at) - v->text;
}

static void begin_voice(cue *c, str annotation, bool web) {
    cue_voice *v = &c->voices[c->count];
    v->name = c->text.len;
    if (c->count == CUE_VOICES) {
        if (!str_ends(buf_str(&c->text), STR("\n"))) buf_add_char(&c->text, '\n');
        annotation.len = 0;
    }
    while (annotation.len) annotation = str_drop(annotation, add_text(&c->text, annotation, web));
    str name = str_trim(str_drop(buf_str(&c->text), v->name));
    v->name = name.len ? (size_t)(name.at - c->text.at) : c->text.len;
    v->name_len = name.len;
    v->text = c->text.len;
    v->text_len = 0;
}

// <v Name>, <v.class Name> and </v>; other tags say nothing about who speaks.
static void take_tag(cue *c, str tag, bool web) {
    str inside = str_of(tag.at + 1, tag.len - 2);
    if (web && inside.len && is_digit(inside.at[0])) c->stamped = true;
    bool opens = web && inside.len > 1 && inside.at[0] == 'v' && strchr(" \t\n.", inside.at[1]);
    if (!opens && !(web && str_equal(inside, STR("/v")))) return;
    end_voice(c);
    size_t space = 0;
    while (space < inside.len && !strchr(" \t\n", inside.at[space])) space++;
    begin_voice(c, opens ? str_drop(inside, space) : (str){"", 0}, web);
}

// Length of the sign at the start of a line that somebody else speaks, or 0.
static size_t turn_mark(const cue *c, str s) {
    static const str marks[] = {{"- ", 2},   {"– ", 4},  {"— ", 4},
                                {">>> ", 4}, {">> ", 3}, {"&gt;&gt; ", 9}};
    bool starts = c->text.len == c->voices[c->count].text || c->text.at[c->text.len - 1] == '\n';
    for (size_t i = 0; starts && i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, marks[i])) return marks[i].len;
    return 0;
}

void cue_parse(cue *c, str payload, bool web) {
    buf_reset(&c->text);
    c->count = 0;
    c->stamped = false;
    begin_voice(c, (str){"", 0}, web);
    while (payload.len) {
        size_t used = tag_length(payload, web);
        if (used)
            take_tag(c, str_take(payload, used), web);
        else if (!(used = turn_mark(c, payload)))
            used = add_text(&c->text, payload, web);
        payload = str_drop(payload, used);
    }
    end_voice(c);
    if (c->count == 0) c->count = 1; // a cue without words is still one
}

void cue_release(cue *c) { buf_release(&c->text); }

// What stands in brackets when it is no name: noises, and how something is said.
static bool is_sound(str name) {
    static const char *const words[] = {
        "applause",       "barks",      "beeping",   "cheering", "chuckles", "chuckling", "clears",
        "coughs",         "cries",      "crosstalk", "crying",   "door",     "gasps",     "groans",
        "inaudible",      "indistinct", "knocking",  "laughing", "laughs",   "laughter",  "music",
        "phone",          "sighs",      "silence",   "singing",  "sniffles", "sobbing",   "sobs",
        "unintelligible", "whispering", "whispers",
    };
    while (name.len) {
        str_cut_result cut = str_cut(name, ' ');
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_equal_nocase(cut.head, str_from(words[i]))) return true;
        name = cut.tail;
    }
    return false;
}

static bool is_name(str name) {
    size_t words = 1, letters = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        words += c == ' ';
        letters += (unsigned char)c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (strchr("?!,;\n\"", c)) return false;
    }
    bool lower = name.len && name.at[0] >= 'a' && name.at[0] <= 'z';
    return letters && !lower && words <= MOST_WORDS && utf8_count(name) <= LONGEST_LABEL;
}

static bool is_capital(str name) {
    size_t capitals = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] >= 'a' && name.at[i] <= 'z') return false;
        capitals += name.at[i] >= 'A' && name.at[i] <= 'Z';
    }
    return capitals >= 2;
}

static cue_label label_in_brackets(str text, char closing) {
    str_cut_result cut = str_cut(str_drop(text, 1), closing);
    cue_label none = {.text = text};
    if (!cut.found) return none;
    str name = str_trim(cut.head), behind = str_trim(cut.tail);
    if (behind.len == 0) return (cue_label){.kind = LABEL_SOUND, .text = {"", 0}};
    if (behind.at[0] == ':') behind = str_trim(str_drop(behind, 1));
    if (!is_name(name) || is_sound(name)) return none;
    return (cue_label){LABEL_BRACKET, name, behind};
}

static bool is_music(str text) { return str_starts(text, STR("♪")) || str_starts(text, STR("♫")); }

cue_label cue_label_of(str text) {
    cue_label none = {.text = text};
    if (text.len && text.at[0] == '[') return label_in_brackets(text, ']');
    if (text.len && text.at[0] == '(') return label_in_brackets(text, ')');
    if (is_music(text)) return (cue_label){.kind = LABEL_SOUND, .text = {"", 0}};
    str_cut_result cut = str_cut(text, ':');
    if (!cut.found || !is_name(str_trim(cut.head))) return none;
    if (cut.tail.len && !strchr(" \t\n", cut.tail.at[0])) return none;
    str name = str_trim(cut.head);
    return (cue_label){is_capital(name) ? LABEL_CAPITAL : LABEL_COLON, name, str_trim(cut.tail)};
}

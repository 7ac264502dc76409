#include "reader/chat_text.h"

#include "base/utf8.h"

enum {
    BULLET = 0x15, // around times
    GROUPS = 32,   // < > inside each other
    NONE = -1,
};

typedef struct cleaner {
    buf *out;
    size_t begin; // of this text in out
    size_t groups[GROUPS];
    size_t depth;
    size_t last;   // where the word or group before begins …
    bool has_last; // … when one is there that a code in brackets can mean
} cleaner;

int64_t chat_text_start(str tier) {
    str inside = str_cut(str_cut(tier, BULLET).tail, BULLET).head;
    str_cut_result times = str_cut(inside, '_');
    size_t digits = 0;
    while (digits < times.tail.len && times.tail.at[digits] >= '0' && times.tail.at[digits] <= '9')
        digits++;
    int64_t start;
    return times.found && digits && str_int64(times.head, &start) && start >= 0 ? start : -1;
}

static bool is_letter(char c) {
    return (unsigned char)c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
}
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

// Signs of pitch, overlap, stress and speed, and the brackets of signed and phonological groups.
static bool is_sign(uint32_t c) {
    static const uint32_t signs[] = {
        0x2021, 0x201E, 0x2191, 0x2193, 0x21D7, 0x2197, 0x2192, 0x2198, 0x21D8, 0x2248, 0x224B,
        0x221E, 0x2308, 0x2309, 0x230A, 0x230B, 0x2206, 0x2207, 0x00B0, 0x02C8, 0x02CC, 0x02D0,
        0x2581, 0x2594, 0x263A, 0x264B, 0x03AB, 0x2219, 0x2047, 0x21AB, 0x2051, 0x2907, 0x2232,
        0x00A7, 0x223E, 0x21BB, 0x1F29, 0x2039, 0x203A, 0x3014, 0x3015, 0x2260, 0x25C9,
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == c) return true;
    return false;
}

// Without code points that are signs; the result is in scratch.
static str without_signs(str word, buf *scratch) {
    buf_reset(scratch);
    while (word.len) {
        utf8_char c = utf8_decode(word);
        if (c.point < 0x80 || !is_sign(c.point)) buf_add(scratch, str_take(word, c.len));
        word = str_drop(word, c.len);
    }
    return buf_str(scratch);
}

static void take_back(cleaner *c) {
    if (!c->has_last) return;
    c->out->len = c->last;
    c->has_last = false;
}

static void begin_word(cleaner *c) {
    bool apart = c->out->len > c->begin && c->out->at[c->out->len - 1] != ' ';
    c->last = c->out->len;
    c->has_last = true;
    if (apart) buf_add_char(c->out, ' ');
}

static void add_end(cleaner *c, str signs) {
    while (c->out->len > c->begin && c->out->at[c->out->len - 1] == ' ') c->out->len--;
    if (c->out->len == c->begin) return;
    buf_add(c->out, signs);
    c->has_last = false;
}

// (.) (..) (1.2) (1:02.5)
static bool is_pause(str word) {
    if (word.len < 3 || word.at[0] != '(' || word.at[word.len - 1] != ')') return false;
    for (size_t i = 1; i + 1 < word.len; i++)
        if (!is_digit(word.at[i]) && word.at[i] != '.' && word.at[i] != ':') return false;
    return true;
}

// What stands for a word that nobody said or understood.
static bool is_no_word(str word) {
    static const char *const codes[] = {"xxx", "yyy", "www", "xx", "yy", "ww", "0"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (str_equal(word, str_from(codes[i]))) return true;
    return word.len > 1 && word.at[0] == '0' && is_letter(word.at[1]);
}

// +... +/. +"/. end an utterance, the others join it to another one.
static void add_terminator(cleaner *c, str word) {
    if (memchr(word.at, '?', word.len))
        add_end(c, STR("?"));
    else if (memchr(word.at, '.', word.len))
        add_end(c, STR("."));
}

static bool is_end(str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!strchr(".?!,;", word.at[i])) return false;
    return word.len > 0;
}

// Letters of a word: (com)pleted, without length, pauses in syllables and the @ of its kind.
static void add_letters(cleaner *c, str word) {
    for (size_t i = 0; i < word.len; i++) {
        char sign = word.at[i];
        bool between = i > 0 && i + 1 < word.len && is_letter(word.at[i + 1]);
        if (sign == '@' && i > 0) return;
        if (sign == '(' || sign == ')' || sign == '^' || sign == '~') continue;
        bool drawn = i > 0 && (is_letter(word.at[i - 1]) || word.at[i - 1] == ':');
        if (sign == ':' && drawn) continue;
        buf_add_char(c->out, (sign == '_' || sign == '+') && between ? ' ' : sign);
    }
}

static void add_word(cleaner *c, str word) {
    if (str_starts(word, STR("&-")))
        word = str_drop(word, 2); // a filler is a word
    else if (word.at[0] == '&')
        return;
    if (word.len == 0 || is_pause(word) || is_no_word(word)) return;
    if (word.at[0] == '+' && (word.len == 1 || !is_letter(word.at[1]))) {
        add_terminator(c, word);
        return;
    }
    if (is_end(word)) {
        add_end(c, word);
        return;
    }
    begin_word(c);
    size_t before = c->out->len;
    add_letters(c, word);
    if (c->out->len == before) take_back(c);
}

static void take_words(cleaner *c, str text, buf *scratch);

// [/] [//] [///] [/?] [/-]: what stands before was taken back by the speaker; [: x]: read x.
static void take_code(cleaner *c, str code, buf *scratch) {
    static const char *const retraces[] = {"/", "//", "///", "/?", "/-"};
    for (size_t i = 0; i < sizeof retraces / sizeof *retraces; i++)
        if (str_equal(code, str_from(retraces[i]))) take_back(c);
    bool replaces = str_starts(code, STR(": ")) || str_starts(code, STR(":: "));
    if (!replaces) return;
    take_back(c);
    size_t begin = c->out->len;
    take_words(c, str_cut(code, ' ').tail, scratch);
    c->last = begin;
    c->has_last = c->out->len > begin;
}

// Length of the word at the start of text.
static size_t word_length(str text) {
    const char *stops = text.at[0] == '+' ? "[\x15" : "[<>\x15"; // +< is a sign of its own
    size_t len = 1;
    while (len < text.len && !is_space(text.at[len]) && !strchr(stops, text.at[len])) len++;
    return len;
}

static void close_group(cleaner *c) {
    if (c->depth == 0) return;
    c->last = c->groups[--c->depth];
    c->has_last = c->out->len > c->last;
}

// Takes what begins with one of the signs that are no word. Returns its length, or 0.
static size_t take_sign(cleaner *c, str text, buf *scratch) {
    char sign = text.at[0];
    if (is_space(sign)) return 1;
    if (sign == BULLET) {
        str_cut_result cut = str_cut(str_drop(text, 1), BULLET);
        return cut.found ? cut.head.len + 2 : 1;
    }
    if (sign == '<') {
        if (c->depth < GROUPS) c->groups[c->depth++] = c->out->len;
        return 1;
    }
    if (sign == '>') {
        close_group(c);
        return 1;
    }
    if (sign != '[') return 0;
    str_cut_result cut = str_cut(str_drop(text, 1), ']');
    if (!cut.found) return 1;
    take_code(c, cut.head, scratch);
    return cut.head.len + 2;
}

static void take_words(cleaner *c, str text, buf *scratch) {
    while (text.len) {
        size_t used = take_sign(c, text, scratch);
        if (!used) {
            used = word_length(text);
            str word = without_signs(str_take(text, used), scratch);
            if (word.len) add_word(c, word);
        }
        text = str_drop(text, used);
    }
}

bool chat_text_clean(buf *out, str tier, buf *scratch) {
    cleaner c = {.out = out, .begin = out->len};
    take_words(&c, tier, scratch);
    for (size_t i = c.begin; i < out->len; i++)
        if (is_letter(out->at[i]) || is_digit(out->at[i])) return true;
    out->len = c.begin;
    return false;
}

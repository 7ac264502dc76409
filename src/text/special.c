#include "text/special.h"

#include "base/utf8.h"
#include "text/word_break.h"

static unsigned char byte_at(str text, size_t at) {
    return at < text.len ? (unsigned char)text.at[at] : 0;
}
static bool is_alpha(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static bool is_alnum(unsigned char c) { return is_alpha(c) || is_digit(c); }
static bool one_of(unsigned char c, const char *set) { return c && strchr(set, c); }

// End of a run without white space, quotes and angle brackets, less the punctuation it ends with.
static size_t link_end(str text, size_t at) {
    size_t end = at;
    while (byte_at(text, end) > ' ' && !one_of(byte_at(text, end), "<>\"")) end++;
    while (end > at && one_of(byte_at(text, end - 1), ".,;:!?)'*]")) end--;
    return end;
}

size_t special_link(str text, size_t at, size_t run) {
    static const char *const schemes[] = {"http", "https", "ftp"};
    str name = str_of(text.at + at, run - at), rest = str_drop(text, run);
    bool link = str_starts(rest, STR(".")) && str_equal_nocase(name, STR("www"));
    for (size_t i = 0; !link && i < 3 && str_starts(rest, STR("://")); i++)
        link = str_equal_nocase(name, str_from(schemes[i]));
    size_t start = run + (byte_at(text, run) == '.' ? 1 : 3), end = link ? link_end(text, at) : 0;
    return end > start ? end : 0;
}

static size_t mail_end(str text, size_t sign) {
    size_t end = sign + 1, dot = 0;
    while (is_alnum(byte_at(text, end)) || one_of(byte_at(text, end), ".-")) {
        if (byte_at(text, end) == '.') dot = end;
        end++;
    }
    while (end > sign && one_of(byte_at(text, end - 1), ".-")) end--;
    return dot && dot < end && dot > sign + 1 ? end : 0;
}

size_t special_address(str text, size_t at, size_t end) {
    if (byte_at(text, end) == '@') return mail_end(text, end);
    size_t letters = end; // of the last label: two or more, behind a dot
    while (letters > at && is_alpha(byte_at(text, letters - 1))) letters--;
    bool host = end - letters >= 2 && letters > at + 1 && byte_at(text, letters - 1) == '.';
    return host && is_alnum(byte_at(text, end + 1)) ? link_end(text, at) : 0;
}

size_t special_tag(str text, size_t at, token_kind *kind) {
    unsigned char sign = byte_at(text, at);
    if (sign != '@' && sign != '#') return 0;
    *kind = sign == '@' ? TOKEN_MENTION : TOKEN_HASHTAG;
    str rest = str_drop(text, at + 1);
    if (sign == '@' && str_starts(rest, STR("\xE2\x81\xA8"))) { // U+2068, closed by U+2069
        size_t close = str_find(str_take(rest, 256), STR("\xE2\x81\xA9"));
        return close == SIZE_MAX ? 0 : at + 1 + close + 3;
    }
    unsigned char next = byte_at(rest, 0);
    bool fits = is_alpha(next) || next == '_' || next >= 0xC3 || (sign == '@' && is_digit(next));
    if (!fits) return 0;
    size_t len = word_break(rest);
    bool word =
        next < 0x80 || utf8_decode(rest).point < 0x2000 || utf8_decode(rest).point >= 0x3040;
    return word && !(next >= 0xE2 && len <= 4 && next == 0xF0) ? at + 1 + len : 0;
}

// Whether nothing that makes a word or number touches the emoticon [at, end).
static bool stands_alone(str text, size_t at, size_t end) {
    return (at == 0 || !is_alnum(byte_at(text, at - 1))) && !is_alnum(byte_at(text, end));
}

static size_t heart(str text, size_t at) {
    size_t end = at + 1;
    if (byte_at(text, end) == '/') end++;
    if (byte_at(text, end) != '3') return 0;
    while (byte_at(text, end) == '3') end++;
    return is_digit(byte_at(text, end)) ? 0 : end;
}

// Eyes, perhaps a tear and a nose, and a mouth.
static size_t face(str text, size_t at) {
    size_t end = at + 1;
    if (byte_at(text, end) == '\'') end++;
    if (one_of(byte_at(text, end), "-o^~") &&
        one_of(byte_at(text, end + 1), ")(DPpOo3*|/\\][{}@$c"))
        end++;
    unsigned char mouth = byte_at(text, end);
    if (!one_of(mouth, ")(DPpOo3*|/\\][{}@$c")) return 0;
    end++;
    if (one_of(mouth, ")(")) {
        while (byte_at(text, end) == mouth) end++;
        return end; // also right behind a word
    }
    if (mouth == '/' && byte_at(text, end) == '/') return 0;
    return stands_alone(text, at, end) ? end : 0;
}

size_t special_emoticon(str text, size_t at) {
    static const char *const fixed[] = {"^_^", "^^", "-_-", "(:", "(;", ">:(", ">_<", "\\o/"};
    unsigned char c = byte_at(text, at);
    if (c == '<') return heart(text, at);
    if (one_of(c, ":;=")) return face(text, at);
    if (!one_of(c, "^-(>\\")) return 0;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        str sign = str_from(fixed[i]);
        if (str_starts(str_drop(text, at), sign) && stands_alone(text, at, at + sign.len))
            return at + sign.len;
    }
    return 0;
}

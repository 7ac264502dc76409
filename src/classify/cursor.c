#include "classify/cursor.h"

#include "base/utf8.h"

bool cursor_take(cursor *in, const char *text) {
    str wanted = str_from(text);
    if (!str_starts(str_drop(in->pattern, in->at), wanted)) return false;
    in->at += wanted.len;
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

void cursor_skip_past(cursor *in, char end) {
    const char *hit = memchr(in->pattern.at + in->at, end, in->pattern.len - in->at);
    if (!hit) {
        in->lost = true;
        in->at = in->pattern.len;
        return;
    }
    in->at = (size_t)(hit - in->pattern.at) + 1;
}

uint32_t cursor_character(cursor *in) {
    utf8_char c = utf8_decode(str_drop(in->pattern, in->at));
    in->at += c.len;
    return c.point;
}

static int hex(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// After \x: HH or {H…}.
static uint32_t hex_value(cursor *in) {
    uint32_t value = 0;
    bool braces = cursor_take(in, "{");
    for (unsigned digits = 0; digits < (braces ? 6 : 2) && hex(cursor_peek(in, 0)) >= 0; digits++)
        value = value * 16 + (uint32_t)hex(in->pattern.at[in->at++]);
    if ((braces && !cursor_take(in, "}")) || value == 0 || value >= SIGN_GAP) in->lost = true;
    return value;
}

uint32_t cursor_escape(cursor *in, bool *nothing) {
    *nothing = false;
    in->at++;
    if (cursor_ended(in)) {
        in->lost = true;
        return SIGN_GAP;
    }
    char c = cursor_peek(in, 0);
    if ((unsigned char)c >= 0x80) return cursor_character(in);
    in->at++;
    if (c == 'x') return hex_value(in);
    if (c && memchr("bAzZ", c, 4))
        return SIGN_EDGE; // \A and its kin also match where a long text is cut
    if (c && memchr("shvRntrfea", c, 10)) return SIGN_SPACE;
    if (c == 'W') return SIGN_MARK;
    if (c == 'w' || c == 'd') return SIGN_WORD;
    if (c == 'X') return SIGN_GAP;
    if (c && memchr("SDHVN", c, 5)) {
        if (c == 'N' && cursor_peek(in, 0) == '{' && cursor_peek(in, 1) == 'U')
            cursor_skip_past(in, '}');
        return SIGN_ONE;
    }
    if (c == 'p' || c == 'P') {
        if (cursor_take(in, "{"))
            cursor_skip_past(in, '}');
        else
            in->at++;
        return SIGN_ONE;
    }
    if (c >= '1' && c <= '9') {
        while (is_digit(cursor_peek(in, 0))) in->at++;
        return SIGN_GAP;
    }
    *nothing = c == 'B' || c == 'K' || c == 'E';
    if (*nothing) return SIGN_GAP;
    // \G among them: where it matches depends on where a match is looked for.
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0') in->lost = true;
    return (unsigned char)c;
}

bool cursor_reference(cursor *in) {
    if (!cursor_take(in, "\\g") && !cursor_take(in, "\\k")) return false;
    if (cursor_take(in, "{"))
        cursor_skip_past(in, '}');
    else if (cursor_take(in, "<"))
        cursor_skip_past(in, '>');
    else if (cursor_take(in, "'"))
        cursor_skip_past(in, '\'');
    else
        while (is_digit(cursor_peek(in, 0)) || cursor_peek(in, 0) == '-') in->at++;
    return true;
}

uint32_t cursor_member(cursor *in) {
    if (cursor_peek(in, 0) == '\\') {
        bool nothing;
        if (cursor_peek(in, 1) == 'E') in->lost = true; // a ] behind it may still be the first
        if (cursor_peek(in, 1) != 'b') return cursor_escape(in, &nothing);
        in->at += 2; // backspace
        return SIGN_SPACE;
    }
    char next = cursor_peek(in, 1);
    if (cursor_peek(in, 0) == '[' && (next == ':' || next == '.' || next == '=')) {
        in->lost = true;
        in->at++;
        return SIGN_ONE;
    }
    return cursor_character(in);
}

// Reads {n}, {n,} or {n,m}; *least and *most (SIZE_MAX for none). Anything else in braces is
// literal.
static bool counted(cursor *in, size_t *least, size_t *most) {
    size_t at = in->at + 1, numbers[2] = {0, 0}, digits[2] = {0, 0}, which = 0;
    for (;; at++) {
        char c = at < in->pattern.len ? in->pattern.at[at] : 0;
        if (is_digit(c)) {
            numbers[which] = numbers[which] * 10 + (size_t)(c - '0');
            if (++digits[which] > 6) return false;
        } else if (c == ',' && which == 0) {
            which = 1;
        } else if (c == '}') {
            break;
        } else {
            return false;
        }
    }
    if (!digits[0]) return false;
    *least = numbers[0];
    *most = which == 0 ? numbers[0] : digits[1] ? numbers[1] : SIZE_MAX;
    in->at = at + 1;
    return true;
}

// Moves past what PCRE2 skips between an item and its quantifier: comments, and \E behind no \Q.
static void skip_nothing(cursor *in) {
    for (;;) {
        str rest = str_drop(in->pattern, in->at);
        size_t len = 0;
        if (str_starts(rest, STR("\\E"))) len = 2;
        if (str_starts(rest, STR("(?#"))) len = str_find(rest, STR(")")) + 1;
        if (len == 0) return; // also when the comment has no end
        in->at += len;
    }
}

bool cursor_quantifier(cursor *in, size_t *least, size_t *most) {
    size_t start = in->at;
    skip_nothing(in);
    char c = cursor_peek(in, 0);
    *least = c == '+' ? 1 : 0;
    *most = c == '?' ? 1 : SIZE_MAX;
    if (c == '*' || c == '+' || c == '?') {
        in->at++;
    } else if (c != '{' || !counted(in, least, most)) {
        in->at = start;
        return false;
    }
    if (cursor_peek(in, 0) == '?' || cursor_peek(in, 0) == '+') in->at++;
    return true;
}

bool cursor_at_quantifier(const cursor *in) {
    cursor ahead = *in;
    size_t least, most;
    return cursor_quantifier(&ahead, &least, &most);
}

#include "classify/syntax.h"

#include "base/utf8.h"
#include "classify/extent.h"
#include "classify/macros.h"

enum {
    DEPTH = 60,        // nested groups that are followed; patterns may have 50
    AGAIN = 8,         // times the length of a pattern that may be read a second time
    CLASS_MEMBERS = 8, // of a class that is taken as a choice
    RUN = 64,          // literal characters taken at once
};

// A pattern being read. lost: it uses something that this reader does not follow.
typedef struct parser {
    shaping *s;
    str pattern;
    size_t at;
    unsigned depth;
    size_t again; // bytes that have been read a second time
    bool lost;
    part_edges edges; // of the alternation to be read
} parser;

static bool ended(const parser *p) { return p->at >= p->pattern.len; }
static char peek(const parser *p, size_t ahead) {
    return p->at + ahead < p->pattern.len ? p->pattern.at[p->at + ahead] : 0;
}
static bool take(parser *p, const char *text) {
    str wanted = str_from(text);
    if (!str_starts(str_drop(p->pattern, p->at), wanted)) return false;
    p->at += wanted.len;
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Moves past the next such character; lost when there is none.
static void skip_past(parser *p, char end) {
    const char *hit = memchr(p->pattern.at + p->at, end, p->pattern.len - p->at);
    if (!hit) {
        p->lost = true;
        p->at = p->pattern.len;
        return;
    }
    p->at = (size_t)(hit - p->pattern.at) + 1;
}

// Reads {n}, {n,} or {n,m}; *least and *most (SIZE_MAX for none). Anything else in braces is
// literal.
static bool counted(parser *p, size_t *least, size_t *most) {
    size_t at = p->at + 1, numbers[2] = {0, 0}, digits[2] = {0, 0}, which = 0;
    for (;; at++) {
        char c = at < p->pattern.len ? p->pattern.at[at] : 0;
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
    p->at = at + 1;
    return true;
}

// Moves past what PCRE2 skips between an item and its quantifier: comments, and \E behind no \Q.
static void skip_nothing(parser *p) {
    for (;;) {
        str rest = str_drop(p->pattern, p->at);
        size_t len = 0;
        if (str_starts(rest, STR("\\E"))) len = 2;
        if (str_starts(rest, STR("(?#"))) len = str_find(rest, STR(")")) + 1;
        if (len == 0) return; // also when the comment has no end
        p->at += len;
    }
}

// Reads a quantifier, if one stands here.
static bool quantifier(parser *p, size_t *least, size_t *most) {
    size_t start = p->at;
    skip_nothing(p);
    char c = peek(p, 0);
    *least = c == '+' ? 1 : 0;
    *most = c == '?' ? 1 : SIZE_MAX;
    if (c == '*' || c == '+' || c == '?') {
        p->at++;
    } else if (c != '{' || !counted(p, least, most)) {
        p->at = start;
        return false;
    }
    if (peek(p, 0) == '?' || peek(p, 0) == '+') p->at++;
    return true;
}

static part quantified(parser *p, part a) {
    size_t least, most;
    if (!quantifier(p, &least, &most)) return a;
    if (most == 0) return part_empty(p->s);
    part taken = most == 1 ? a : part_repeat(p->s, a, most);
    return least > 0 ? taken : part_optional(p->s, taken);
}

static part sign(parser *p, uint32_t value) { return part_signs(p->s, &value, 1); }

static int hex(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// After \x: HH or {H…}.
static uint32_t hex_value(parser *p) {
    uint32_t value = 0;
    bool braces = take(p, "{");
    for (unsigned digits = 0; digits < (braces ? 6 : 2) && hex(peek(p, 0)) >= 0; digits++)
        value = value * 16 + (uint32_t)hex(p->pattern.at[p->at++]);
    if ((braces && !take(p, "}")) || value == 0 || value >= SIGN_GAP) p->lost = true;
    return value;
}

// The meaning of an escape, which is behind p->at afterward: a character or a sign. *nothing: it
// matches no character and says nothing.
static uint32_t escape(parser *p, bool *nothing) {
    *nothing = false;
    p->at++;
    if (ended(p)) {
        p->lost = true;
        return SIGN_GAP;
    }
    char c = peek(p, 0);
    if ((unsigned char)c >= 0x80) {
        utf8_char point = utf8_decode(str_drop(p->pattern, p->at));
        p->at += point.len;
        return point.point;
    }
    p->at++;
    if (c == 'x') return hex_value(p);
    if (c && memchr("bAzZ", c, 4))
        return SIGN_EDGE; // \A and its kin also match where a long text is cut
    if (c && memchr("shvRntrfea", c, 10)) return SIGN_SPACE;
    if (c == 'W') return SIGN_MARK;
    if (c == 'w' || c == 'd') return SIGN_WORD;
    if (c == 'X') return SIGN_GAP;
    if (c && memchr("SDHVN", c, 5)) {
        if (c == 'N' && peek(p, 0) == '{' && peek(p, 1) == 'U') skip_past(p, '}');
        return SIGN_ONE;
    }
    if (c == 'p' || c == 'P') {
        if (take(p, "{"))
            skip_past(p, '}');
        else
            p->at++;
        return SIGN_ONE;
    }
    if (c >= '1' && c <= '9') {
        while (is_digit(peek(p, 0))) p->at++;
        return SIGN_GAP;
    }
    *nothing = c == 'B' || c == 'K' || c == 'E';
    if (*nothing) return SIGN_GAP;
    // \G among them: where it matches depends on where a match is looked for.
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0') p->lost = true;
    return (unsigned char)c;
}

// One member of a class: a character or a sign.
static uint32_t class_member(parser *p) {
    if (peek(p, 0) == '\\') {
        bool nothing;
        if (peek(p, 1) != 'b') return escape(p, &nothing);
        p->at += 2; // backspace
        return SIGN_SPACE;
    }
    if (peek(p, 0) == '[' && (peek(p, 1) == ':' || peek(p, 1) == '.' || peek(p, 1) == '=')) {
        p->lost = true;
        p->at++;
        return SIGN_ONE;
    }
    utf8_char c = utf8_decode(str_drop(p->pattern, p->at));
    p->at += c.len;
    return c.point;
}

static bool is_mark(uint32_t member) {
    return member == SIGN_MARK || member == SIGN_SPACE || (member < 0x80 && !shape_in_word(member));
}
static bool is_space(uint32_t member) {
    return member == SIGN_SPACE || member == ' ' || (member >= '\t' && member <= '\r');
}

// Small letters, capitals, digits: a range within one of them has no other characters.
static unsigned kind_of(uint32_t point) {
    if (point >= 'a' && point <= 'z') return 1;
    if (point >= 'A' && point <= 'Z') return 2;
    return point >= '0' && point <= '9' ? 3 : 0;
}

// A class of few characters is a choice; otherwise it is known whether all its members are of
// words, or none.
static part class_part(parser *p) {
    uint32_t members[CLASS_MEMBERS];
    size_t count = 0;
    p->at++;
    bool few = !take(p, "^"), marks = few, spaces = few, words = few, first = true;
    while (!ended(p) && (first || peek(p, 0) != ']')) {
        uint32_t member = class_member(p);
        first = false;
        bool range = peek(p, 0) == '-' && peek(p, 1) != ']';
        if (range) p->at++;
        if (range || member >= SIGN_GAP || count == CLASS_MEMBERS) few = false;
        if (range || !is_mark(member)) marks = false;
        if (!is_space(member) || range) spaces = false;
        if (member != SIGN_WORD && (member >= 0x80 || !shape_in_word(member))) words = false;
        if (range && (!kind_of(member) || kind_of(member) != kind_of((unsigned char)peek(p, 0))))
            words = false;
        if (few) members[count++] = member;
    }
    if (!take(p, "]")) p->lost = true;
    if (spaces) return sign(p, SIGN_SPACE);
    if (marks) return sign(p, SIGN_MARK);
    if (few && count) return part_choice(p->s, members, count);
    return sign(p, words ? SIGN_WORD : SIGN_ONE);
}

static part alternation(parser *p);

// Whether no word goes on at an offset: a space or a boundary comes, surely, or the group ends
// there and none does behind it.
static bool edge_at(const parser *p, size_t at) {
    str rest = str_drop(p->pattern, at);
    if (rest.len == 0) return false;
    if (rest.at[0] == ')' || rest.at[0] == '|') return p->edges.after;
    if (str_starts(rest, STR("\\b")) || rest.at[0] == '$') return true;
    if (rest.at[0] != ' ' && !str_starts(rest, STR("\\s"))) return false;
    parser behind = *p;
    behind.at = at + (rest.at[0] == ' ' ? 1 : 2);
    size_t least, most;
    return !quantifier(&behind, &least, &most) || least > 0;
}

// What stands between the parentheses of a group, whose start has been taken.
static part inside(parser *p) {
    part a = alternation(p);
    if (!take(p, ")")) p->lost = true;
    return a;
}

static part group_content(parser *p) {
    if (take(p, "(?#")) {
        skip_past(p, ')');
        return part_empty(p->s);
    }
    if (take(p, "(?!") || take(p, "(?<!")) {
        inside(p);
        return part_empty(p->s);
    }
    if (take(p, "(?=") || take(p, "(?<=")) return part_ahead(p->s, inside(p));
    if (take(p, "(?P=")) {
        skip_past(p, ')');
        return sign(p, SIGN_GAP);
    }
    if (take(p, "(?:") || take(p, "(?>") || take(p, "(?|")) return inside(p);
    if (peek(p, 3) != '*' && (take(p, "(?<") || take(p, "(?P<")))
        skip_past(p, '>');
    else if (take(p, "(?'"))
        skip_past(p, '\'');
    else if (peek(p, 1) == '?' || peek(p, 1) == '*')
        p->lost = true; // options, conditions, verbs, (?<*…)
    else
        p->at++;
    return inside(p);
}

// The edges of a group or macro that ends at an offset, behind what has been read: the words at its
// edges end there where that is sure. *repeated: it may stand beside itself, which these leave out.
static part_edges edges_of(const parser *p, const part *before, size_t end, bool *repeated) {
    parser behind = *p;
    behind.at = end;
    size_t least = 1, most = 1;
    *repeated = quantifier(&behind, &least, &most) && most != 1;
    return (part_edges){part_ends_word(before), edge_at(p, behind.at)};
}

// Of these edges those that what is repeated leaves sure. known: it, between no edges.
static part_edges edges_repeated(part_edges edges, const part *known) {
    return (part_edges){edges.before && part_ends_word(known),
                        edges.after && part_begins_word(known)};
}

static part group_between(parser *p, part_edges edges) {
    part_edges outer = p->edges;
    p->edges = edges;
    bool looks = peek(p, 1) == '?' && (peek(p, 2) == '=' || peek(p, 2) == '!');
    bool looks_back = peek(p, 1) == '?' && peek(p, 2) == '<'; // or has a name
    if (looks || looks_back) p->edges.after = false;
    if (looks_back) p->edges.before = false;
    part content = group_content(p);
    p->edges = outer;
    return content;
}

// What is repeated has to be read to know whether its edges are sure, and is then read once more
// between them.
static part group(parser *p, const part *before) {
    bool repeated;
    size_t start = p->at;
    part_edges edges = edges_of(p, before, extent_group(p->pattern, start), &repeated);
    part content = group_between(p, repeated ? (part_edges){0} : edges);
    if (!repeated) return content;
    edges = edges_repeated(edges, &content);
    size_t len = p->at - start;
    if ((!edges.before && !edges.after) || p->lost || p->again + len > AGAIN * p->pattern.len)
        return content;
    p->at = start;
    p->again += len;
    return group_between(p, edges);
}

// Whether a quantifier stands here, which then concerns the last character only.
static bool at_quantifier(const parser *p) {
    parser ahead = *p;
    size_t least, most;
    return quantifier(&ahead, &least, &most);
}

// Reads \Q…\E, which has begun.
static size_t quoted(parser *p, uint32_t *run, size_t count) {
    while (!ended(p) && !take(p, "\\E") && count < RUN) {
        utf8_char c = utf8_decode(str_drop(p->pattern, p->at));
        p->at += c.len;
        run[count++] = c.point;
        if (c.point == '{') p->lost = true; // perhaps a macro, which is put in even here
    }
    if (count == RUN) p->lost = true;
    return count;
}

// The name of the macro that stands here as {name}, or nothing.
static str macro_at(const parser *p) {
    if (!p->s->macro || peek(p, 0) != '{') return STR("");
    str rest = str_drop(p->pattern, p->at + 1);
    const char *end = memchr(rest.at, '}', rest.len);
    str name = end ? str_take(rest, (size_t)(end - rest.at)) : STR("");
    return macros_is_name(name) ? name : STR("");
}

static part macro_part(parser *p, const part *before) {
    str name = macro_at(p);
    p->at += name.len + 2;
    bool repeated;
    part_edges edges = edges_of(p, before, p->at, &repeated);
    const part *known = p->s->macro(p->s->context, p->s, name, repeated ? (part_edges){0} : edges);
    if (known && repeated)
        known = p->s->macro(p->s->context, p->s, name, edges_repeated(edges, known));
    if (!known) p->lost = true;
    return known ? *known : part_empty(p->s);
}

// Reads one character or sign into *value. False when something else stands here; *nothing as in
// escape.
static bool simple(parser *p, uint32_t *value, bool *nothing) {
    char c = peek(p, 0);
    *nothing = false;
    if (ended(p) || (c && memchr("()[|", c, 4)) || macro_at(p).len) return false;
    if (c == '\\' && (peek(p, 1) == 'Q' || peek(p, 1) == 'g' || peek(p, 1) == 'k')) return false;
    if (c == '\\') {
        *value = escape(p, nothing);
    } else if (c == '.') {
        p->at++;
        *value = SIGN_ONE;
    } else if (c == '^' || c == '$') {
        p->at++;
        *value = c == '^' ? SIGN_START : SIGN_END;
    } else {
        utf8_char point = utf8_decode(str_drop(p->pattern, p->at));
        p->at += point.len;
        *value = point.point;
    }
    return true;
}

// A run of characters; one that is quantified ends it before, or is taken alone.
static part literals(parser *p) {
    uint32_t run[RUN];
    size_t count = 0;
    if (take(p, "\\Q")) {
        count = quoted(p, run, 0);
        if (at_quantifier(p)) p->lost = true;
        return part_signs(p->s, run, count);
    }
    if (take(p, "\\g") || take(p, "\\k")) { // references back
        if (take(p, "{"))
            skip_past(p, '}');
        else if (take(p, "<"))
            skip_past(p, '>');
        else if (take(p, "'"))
            skip_past(p, '\'');
        else
            while (is_digit(peek(p, 0)) || peek(p, 0) == '-') p->at++;
        return quantified(p, sign(p, SIGN_GAP));
    }
    while (count < RUN) {
        size_t before = p->at;
        uint32_t value = SIGN_GAP;
        bool nothing;
        if (!simple(p, &value, &nothing)) break;
        if (at_quantifier(p)) {
            if (count == 0) return quantified(p, nothing ? part_empty(p->s) : sign(p, value));
            p->at = before;
            break;
        }
        if (!nothing) run[count++] = value;
    }
    return part_signs(p->s, run, count);
}

static part sequence(parser *p) {
    part all = p->edges.before ? sign(p, SIGN_EDGE) : part_empty(p->s);
    while (!p->lost && !ended(p) && peek(p, 0) != '|' && peek(p, 0) != ')') {
        char c = peek(p, 0);
        part next = c == '('          ? quantified(p, group(p, &all))
                    : c == '['        ? quantified(p, class_part(p))
                    : macro_at(p).len ? quantified(p, macro_part(p, &all))
                                      : literals(p);
        all = part_join(p->s, all, next);
    }
    return p->edges.after ? part_join(p->s, all, sign(p, SIGN_EDGE)) : all;
}

static part alternation(parser *p) {
    if (++p->depth > DEPTH) p->lost = true;
    size_t count = 0, room = 4;
    part *branches = arena_array(&p->s->pieces->keep, part, room);
    do {
        if (count == room) {
            part *more = arena_array(&p->s->pieces->keep, part, room * 2);
            memcpy(more, branches, count * sizeof *more);
            branches = more;
            room *= 2;
        }
        branches[count++] = sequence(p);
    } while (take(p, "|"));
    p->depth--;
    return part_unite(p->s, branches, count);
}

bool syntax_part(shaping *s, str pattern, part_edges edges, part *out) {
    parser p = {.s = s, .pattern = pattern, .edges = edges};
    *out = alternation(&p);
    return !p.lost && ended(&p);
}

const need *syntax_need(shaping *s, str pattern, anchor *head) {
    part all;
    *head = (anchor){0};
    if (!syntax_part(s, pattern, (part_edges){0}, &all)) return NULL;
    *head = part_head(s, &all);
    return part_need(s, &all);
}

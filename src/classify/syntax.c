#include "classify/syntax.h"

#include "classify/cursor.h"
#include "classify/extent.h"
#include "classify/letters.h"
#include "classify/macros.h"

enum {
    DEPTH = 60,        // nested groups that are followed; patterns may have 50
    AGAIN = 8,         // times the length of a pattern that may be read a second time
    CLASS_MEMBERS = 8, // of a class that is taken as a choice
    RUN = 64,          // literal characters taken at once
};

// A pattern being read.
typedef struct parser {
    shaping *s;
    piece_table *pieces; // of it
    cursor in;
    unsigned depth;
    size_t again;     // bytes that have been read a second time
    part_edges edges; // of the alternation to be read
} parser;

static char peek(const parser *p, size_t ahead) { return cursor_peek(&p->in, ahead); }
static bool take(parser *p, const char *text) { return cursor_take(&p->in, text); }

static part quantified(parser *p, part a) {
    size_t least, most;
    if (!cursor_quantifier(&p->in, &least, &most)) return a;
    if (most == 0) return part_empty(p->pieces);
    part taken = most == 1 ? a : part_repeat(p->pieces, a, most);
    return least > 0 ? taken : part_optional(p->pieces, taken);
}

static part sign(parser *p, uint32_t value) { return part_signs(p->pieces, &value, 1); }

static bool is_mark(uint32_t member) {
    return member == SIGN_MARK || member == SIGN_SPACE ||
           (member < 0x80 && !letters_in_word(member));
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
    p->in.at++;
    bool few = !take(p, "^"), marks = few, spaces = few, words = few, first = true;
    while (!cursor_ended(&p->in) && (first || peek(p, 0) != ']')) {
        uint32_t member = cursor_member(&p->in);
        first = false;
        bool range = peek(p, 0) == '-' && peek(p, 1) != ']';
        if (range) p->in.at++;
        if (range || member >= SIGN_GAP || count == CLASS_MEMBERS) few = false;
        if (range || !is_mark(member)) marks = false;
        if (!is_space(member) || range) spaces = false;
        if (member != SIGN_WORD && (member >= 0x80 || !letters_in_word(member))) words = false;
        if (range && (!kind_of(member) || kind_of(member) != kind_of((unsigned char)peek(p, 0))))
            words = false;
        if (few) members[count++] = member;
    }
    if (!take(p, "]")) p->in.lost = true;
    if (spaces) return sign(p, SIGN_SPACE);
    if (marks) return sign(p, SIGN_MARK);
    if (few && count) return part_choice(p->pieces, members, count);
    return sign(p, words ? SIGN_WORD : SIGN_ONE);
}

static part alternation(parser *p);

// Whether no word goes on at an offset: a space or a boundary comes, surely, or the group ends
// there and none does behind it.
static bool edge_at(const parser *p, size_t at) {
    str rest = str_drop(p->in.pattern, at);
    if (rest.len == 0) return false;
    if (rest.at[0] == ')' || rest.at[0] == '|') return p->edges.after;
    if (str_starts(rest, STR("\\b")) || rest.at[0] == '$') return true;
    if (rest.at[0] != ' ' && !str_starts(rest, STR("\\s"))) return false;
    cursor behind = p->in;
    behind.at = at + (rest.at[0] == ' ' ? 1 : 2);
    size_t least, most;
    return !cursor_quantifier(&behind, &least, &most) || least > 0;
}

// What stands between the parentheses of a group, whose start has been taken.
static part inside(parser *p) {
    part a = alternation(p);
    if (!take(p, ")")) p->in.lost = true;
    return a;
}

static part group_content(parser *p) {
    if (take(p, "(?#")) {
        cursor_skip_past(&p->in, ')');
        return part_empty(p->pieces);
    }
    if (take(p, "(?!") || take(p, "(?<!")) {
        inside(p);
        return part_empty(p->pieces);
    }
    if (take(p, "(?=") || take(p, "(?<=")) return part_ahead(p->pieces, inside(p));
    if (take(p, "(?P=")) {
        cursor_skip_past(&p->in, ')');
        return sign(p, SIGN_GAP);
    }
    if (take(p, "(?:") || take(p, "(?>") || take(p, "(?|")) return inside(p);
    if (peek(p, 3) != '*' && (take(p, "(?<") || take(p, "(?P<")))
        cursor_skip_past(&p->in, '>');
    else if (take(p, "(?'"))
        cursor_skip_past(&p->in, '\'');
    else if (peek(p, 1) == '?' || peek(p, 1) == '*')
        p->in.lost = true; // options, conditions, verbs, (?<*…)
    else
        p->in.at++;
    return inside(p);
}

// The edges of a group or macro that ends at an offset, behind what has been read: the words at its
// edges end there where that is sure. *repeated: it may stand beside itself, which these leave out.
static part_edges edges_of(const parser *p, const part *before, size_t end, bool *repeated) {
    cursor behind = p->in;
    behind.at = end;
    size_t least = 1, most = 1;
    *repeated = cursor_quantifier(&behind, &least, &most) && most != 1;
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
    size_t start = p->in.at;
    part_edges edges = edges_of(p, before, extent_group(p->in.pattern, start), &repeated);
    part content = group_between(p, repeated ? (part_edges){0} : edges);
    if (!repeated) return content;
    edges = edges_repeated(edges, &content);
    size_t len = p->in.at - start;
    if ((!edges.before && !edges.after) || p->in.lost || p->again + len > AGAIN * p->in.pattern.len)
        return content;
    p->in.at = start;
    p->again += len;
    return group_between(p, edges);
}

// Reads \Q…\E, which has begun.
static size_t quoted(parser *p, uint32_t *run) {
    size_t count = 0;
    while (!cursor_ended(&p->in) && !take(p, "\\E") && count < RUN) {
        run[count] = cursor_character(&p->in);
        if (run[count++] == '{') p->in.lost = true; // perhaps a macro, which is put in even here
    }
    if (count == RUN) p->in.lost = true;
    return count;
}

// The name of the macro that stands here as {name}, or nothing.
static str macro_at(const parser *p) {
    if (!p->s->macro || peek(p, 0) != '{') return STR("");
    str rest = str_drop(p->in.pattern, p->in.at + 1);
    const char *end = memchr(rest.at, '}', rest.len);
    str name = end ? str_take(rest, (size_t)(end - rest.at)) : STR("");
    return macros_is_name(name) ? name : STR("");
}

static part macro_part(parser *p, const part *before) {
    str name = macro_at(p);
    p->in.at += name.len + 2;
    bool repeated;
    part_edges edges = edges_of(p, before, p->in.at, &repeated);
    const part *known = p->s->macro(p->s->context, p->s, name, repeated ? (part_edges){0} : edges);
    if (known && repeated)
        known = p->s->macro(p->s->context, p->s, name, edges_repeated(edges, known));
    if (!known) p->in.lost = true;
    return known ? *known : part_empty(p->pieces);
}

// Reads one character or sign into *value. False when something else stands here; *nothing as in
// cursor_escape.
static bool simple(parser *p, uint32_t *value, bool *nothing) {
    char c = peek(p, 0);
    *nothing = false;
    if (cursor_ended(&p->in) || (c && memchr("()[|", c, 4)) || macro_at(p).len) return false;
    if (c == '\\' && (peek(p, 1) == 'Q' || peek(p, 1) == 'g' || peek(p, 1) == 'k')) return false;
    if (c == '\\') {
        *value = cursor_escape(&p->in, nothing);
    } else if (c == '.') {
        p->in.at++;
        *value = SIGN_ONE;
    } else if (c == '^' || c == '$') {
        p->in.at++;
        *value = c == '^' ? SIGN_START : SIGN_END;
    } else {
        *value = cursor_character(&p->in);
    }
    return true;
}

// A run of characters; one that is quantified ends it before, or is taken alone.
static part literals(parser *p) {
    uint32_t run[RUN];
    size_t count = 0;
    if (take(p, "\\Q")) {
        count = quoted(p, run);
        if (cursor_at_quantifier(&p->in)) p->in.lost = true;
        return part_signs(p->pieces, run, count);
    }
    if (cursor_reference(&p->in)) return quantified(p, sign(p, SIGN_GAP));
    while (count < RUN) {
        size_t before = p->in.at;
        uint32_t value = SIGN_GAP;
        bool nothing;
        if (!simple(p, &value, &nothing)) break;
        if (cursor_at_quantifier(&p->in)) {
            if (count == 0) return quantified(p, nothing ? part_empty(p->pieces) : sign(p, value));
            p->in.at = before;
            break;
        }
        if (!nothing) run[count++] = value;
    }
    return part_signs(p->pieces, run, count);
}

static part sequence(parser *p) {
    part all = p->edges.before ? sign(p, SIGN_EDGE) : part_empty(p->pieces);
    while (!p->in.lost && !cursor_ended(&p->in) && peek(p, 0) != '|' && peek(p, 0) != ')') {
        char c = peek(p, 0);
        part next = c == '('          ? quantified(p, group(p, &all))
                    : c == '['        ? quantified(p, class_part(p))
                    : macro_at(p).len ? quantified(p, macro_part(p, &all))
                                      : literals(p);
        all = part_join(p->pieces, all, next);
    }
    return p->edges.after ? part_join(p->pieces, all, sign(p, SIGN_EDGE)) : all;
}

static part alternation(parser *p) {
    if (++p->depth > DEPTH) p->in.lost = true;
    size_t count = 0, room = 4;
    part *branches = arena_array(&p->pieces->keep, part, room);
    do {
        if (count == room) {
            part *more = arena_array(&p->pieces->keep, part, room * 2);
            memcpy(more, branches, count * sizeof *more);
            branches = more;
            room *= 2;
        }
        branches[count++] = sequence(p);
    } while (take(p, "|"));
    p->depth--;
    return part_unite(p->pieces, branches, count);
}

bool syntax_part(shaping *s, str pattern, part_edges edges, part *out) {
    parser p = {.s = s, .pieces = s->pieces, .in = {.pattern = pattern}, .edges = edges};
    *out = alternation(&p);
    return !p.in.lost && cursor_ended(&p.in);
}

const need *syntax_need(shaping *s, str pattern, anchor *head) {
    part all;
    *head = (anchor){0};
    if (!syntax_part(s, pattern, (part_edges){0}, &all)) return NULL;
    *head = part_head(s->pieces, &all);
    return part_need(s->pieces, &all);
}

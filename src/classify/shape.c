#include "classify/shape.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

bool shape_in_word(uint32_t point) {
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
               (point >= '0' && point <= '9') || point == '_';
    if (point >= 0x10000) return false; // PCRE2 10.42 knows fewer letters there than utf8proc
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool shape_in_piece(uint32_t point) {
    if (point < 0x80) return shape_in_word(point) && point != '_';
    bool alphabet = point < 0x0590 || (point >= 0x0620 && point < 0x0700) ||
                    (point >= 0x0900 && point < 0x0E00) || (point >= 0x10A0 && point < 0x1100) ||
                    (point >= 0x1E00 && point < 0x2000) || (point >= 0xAC00 && point < 0xD7A4);
    if (!alphabet) return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

// Whether a sign or character certainly is no part of a word.
static bool is_outside(uint32_t sign) {
    if (sign == SIGN_EDGE || sign == SIGN_OUTSIDE) return true;
    if (sign == SIGN_GAP || sign == '_') return false;
    if (sign < 0x80) return !shape_in_word(sign);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)sign);
    return category >= UTF8PROC_CATEGORY_PD && category <= UTF8PROC_CATEGORY_ZP; // Pc: later PCRE2's \w
}

static bool begins_outside(shape s) { return s.len && is_outside(s.at[0]); }
static bool ends_outside(shape s) { return s.len && is_outside(s.at[s.len - 1]); }

static bool all_begin_outside(shapes s) {
    for (size_t i = 0; i < s.count; i++)
        if (!begins_outside(s.at[i])) return false;
    return true;
}

static bool all_end_outside(shapes s) {
    for (size_t i = 0; i < s.count; i++)
        if (!ends_outside(s.at[i])) return false;
    return true;
}

static shape join(shaping *s, shape a, shape b) {
    if (a.len == 0) return b;
    if (b.len == 0) return a;
    uint32_t *at = arena_array(s->keep, uint32_t, a.len + b.len);
    memcpy(at, a.at, a.len * sizeof *at);
    memcpy(at + a.len, b.at, b.len * sizeof *at);
    return (shape){at, a.len + b.len};
}

static shape sign_shape(shaping *s, uint32_t sign) {
    uint32_t *at = arena_new(s->keep, uint32_t);
    *at = sign;
    return (shape){at, 1};
}

static bool same(shape a, shape b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len * sizeof *a.at) == 0);
}

static void add(shapes *to, shape each) {
    for (size_t i = 0; i < to->count; i++)
        if (same(to->at[i], each)) return;
    to->at[to->count++] = each;
}

static shapes cross(shaping *s, shapes a, shapes b) {
    shapes product = {arena_array(s->keep, shape, a.count * b.count), 0};
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++) add(&product, join(s, a.at[i], b.at[k]));
    return product;
}

// Every shape with a sign put after or before it.
static shapes with_after(shaping *s, shapes a, uint32_t sign) {
    shape end = sign_shape(s, sign);
    return cross(s, a, (shapes){&end, 1});
}
static shapes with_before(shaping *s, uint32_t sign, shapes a) {
    shape start = sign_shape(s, sign);
    return cross(s, (shapes){&start, 1}, a);
}

part part_signs(shaping *s, const uint32_t *signs, size_t count) {
    part only = part_empty(s);
    uint32_t *copy = arena_array(s->keep, uint32_t, count);
    memcpy(copy, signs, count * sizeof *copy);
    only.first.at[0] = (shape){copy, (uint32_t)count};
    return only;
}

part part_choice(shaping *s, const uint32_t *points, size_t count) {
    part choice = {.whole = true, .first = {arena_array(s->keep, shape, count), 0}};
    for (size_t i = 0; i < count; i++) add(&choice.first, sign_shape(s, points[i]));
    return choice;
}

part part_empty(shaping *s) {
    return (part){.whole = true, .first = {arena_new(s->keep, shape), 1}};
}

// The pieces of one shape, the rarest first.
typedef struct pieces {
    piece at[16];
    size_t count;
} pieces;

static int rarest_piece(const void *a, const void *b) {
    const piece *x = a, *y = b;
    if (x->frequency != y->frequency) return x->frequency < y->frequency ? -1 : 1;
    return str_compare(x->text, y->text);
}

// The characters from..end of a shape as a piece.
static piece piece_of(shaping *s, shape from, size_t start, size_t end) {
    bool run = shape_in_piece(from.at[start]);
    piece p = {.starts = run && start > 0 && is_outside(from.at[start - 1]),
               .ends = run && end < from.len && is_outside(from.at[end])};
    if (end - start > PIECE_MAX) {
        end = start + PIECE_MAX;
        p.ends = false;
    }
    char bytes[PIECE_MAX * 4];
    size_t len = 0;
    for (size_t i = start; i < end; i++) len += utf8_encode(from.at[i], bytes + len);
    p.text = arena_str(s->keep, str_of(bytes, len));
    p.frequency = s->frequency(s->context, &p);
    return p;
}

// Whether a character by itself is a piece: it is in a token wherever it occurs, unlike spaces and controls, and not in
// so many of them as the apostrophe.
static bool stands_alone(uint32_t point) {
    if (point == '_' || point == '\'') return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO);
}

// Single characters outside of words are pieces by themselves; a letter alone that may stand inside a word is of no use.
static void find_pieces(shaping *s, shape from, pieces *out) {
    out->count = 0;
    for (size_t i = 0; i < from.len && out->count < sizeof out->at / sizeof *out->at;) {
        size_t start = i++;
        uint32_t point = from.at[start];
        if (point >= SIGN_GAP) continue;
        if (shape_in_piece(point))
            while (i < from.len && from.at[i] < SIGN_GAP && shape_in_piece(from.at[i])) i++;
        else if (!stands_alone(point))
            continue;
        piece p = piece_of(s, from, start, i);
        if (i - start > 1 || point >= 0x80 || p.starts || p.ends || !shape_in_piece(point))
            out->at[out->count++] = p;
    }
    qsort(out->at, out->count, sizeof *out->at, rarest_piece);
}

static void add_clause(part *to, clause c) {
    if (to->clause_count < CLAUSES_KEPT) to->clauses[to->clause_count++] = c;
}

// A part with the clauses of two (the second may be NULL), and room for those of two lists more.
static part with_room(shaping *s, const part *a, const part *b) {
    size_t room = a->clause_count + (b ? b->clause_count : 0) + 2 * CLAUSES_FLUSHED;
    part joined = {.clauses = arena_array(s->keep, clause, room)};
    for (size_t i = 0; i < a->clause_count; i++) add_clause(&joined, a->clauses[i]);
    for (size_t i = 0; b && i < b->clause_count; i++) add_clause(&joined, b->clauses[i]);
    return joined;
}

static void clause_add(clause *c, piece p) {
    for (size_t i = 0; i < c->count; i++)
        if (str_equal(c->at[i].text, p.text) && c->at[i].starts == p.starts && c->at[i].ends == p.ends)
            return;
    c->at[c->count++] = p;
    c->frequency += p.frequency;
}

// Turns a list of shapes, one of which must occur, into clauses: the n-th rarest piece of each, for every n up to the number
// that all of them have.
static void flush(shaping *s, part *to, shapes list) {
    clause ranks[CLAUSES_FLUSHED] = {0};
    size_t used = CLAUSES_FLUSHED;
    for (size_t i = 0; i < list.count; i++) {
        pieces found;
        find_pieces(s, list.at[i], &found);
        if (found.count < used) used = found.count;
        if (used == 0) return;
        for (size_t rank = 0; rank < used; rank++) {
            if (i == 0) ranks[rank].at = arena_array(s->keep, piece, list.count);
            clause_add(&ranks[rank], found.at[rank]);
        }
    }
    for (size_t rank = 0; rank < used && list.count; rank++) add_clause(to, ranks[rank]);
}

static const clause *rarest(const part *a) {
    const clause *best = NULL;
    for (size_t i = 0; i < a->clause_count; i++)
        if (!best || a->clauses[i].frequency < best->frequency) best = &a->clauses[i];
    return best;
}

static part join_whole(shaping *s, part a, part b) {
    part joined = with_room(s, &a, &b);
    joined.whole = true;
    joined.first = cross(s, a.first, b.first);
    return joined;
}

part part_join(shaping *s, part a, part b) {
    shapes left = a.whole ? a.first : a.last, right = b.first;
    size_t product = left.count * right.count;
    bool left_outside = all_end_outside(left), right_outside = all_begin_outside(right);
    bool at_edge = left_outside || right_outside;
    bool crossed = product <= (at_edge ? SHAPES_KEPT : SHAPES_CROSSED);
    if (a.whole && b.whole && crossed) return join_whole(s, a, b);
    part joined = with_room(s, &a, &b);
    if (crossed) {
        shapes middle = cross(s, left, right);
        if (!a.whole && !b.whole) flush(s, &joined, middle);
        joined.first = a.whole ? middle : a.first;
        joined.last = b.whole ? middle : b.last;
        return joined;
    }
    if (right_outside) left = with_after(s, left, SIGN_EDGE);
    if (left_outside) right = with_before(s, SIGN_EDGE, right);
    flush(s, &joined, left);
    flush(s, &joined, right);
    joined.first = a.whole ? with_after(s, left, SIGN_GAP) : a.first;
    joined.last = b.whole ? with_before(s, SIGN_GAP, right) : b.last;
    return joined;
}

// The whole part as one of which only beginnings and ends are known.
static part opened(shaping *s, part a) {
    if (!a.whole) return a;
    part open = with_room(s, &a, NULL);
    flush(s, &open, a.first);
    open.first = with_after(s, a.first, SIGN_GAP);
    open.last = with_before(s, SIGN_GAP, a.first);
    return open;
}

static shapes unknown(shaping *s) {
    shape *only = arena_new(s->keep, shape);
    *only = sign_shape(s, SIGN_GAP);
    return (shapes){only, 1};
}

// Whether the lists of all parts are small and complete enough to be united as they are.
static bool all_whole(const part *parts, size_t count, size_t *shapes_in_all) {
    *shapes_in_all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].whole || parts[i].clause_count) return false;
        *shapes_in_all += parts[i].first.count;
    }
    return *shapes_in_all <= SHAPES_UNITED;
}

static void add_all(shapes *to, shapes from) {
    for (size_t i = 0; i < from.count; i++) add(to, from.at[i]);
}

static shapes room_for(shaping *s, size_t count) { return (shapes){arena_array(s->keep, shape, count), 0}; }

// The rarest clause of every part, as one; nothing when a part has none.
static void unite_clauses(shaping *s, part *to, const part *parts, size_t count) {
    size_t pieces_in_all = 0;
    for (size_t i = 0; i < count; i++) {
        const clause *best = rarest(&parts[i]);
        if (!best) return;
        pieces_in_all += best->count;
    }
    clause united = {.at = arena_array(s->keep, piece, pieces_in_all)};
    for (size_t i = 0; i < count; i++) {
        const clause *best = rarest(&parts[i]);
        for (size_t k = 0; k < best->count; k++) clause_add(&united, best->at[k]);
    }
    add_clause(to, united);
}

part part_unite(shaping *s, part *parts, size_t count) {
    if (count == 1) return parts[0];
    size_t in_all;
    if (all_whole(parts, count, &in_all)) {
        part all = {.whole = true, .first = room_for(s, in_all)};
        for (size_t i = 0; i < count; i++) add_all(&all.first, parts[i].first);
        return all;
    }
    size_t first = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        parts[i] = opened(s, parts[i]);
        first += parts[i].first.count;
        last += parts[i].last.count;
    }
    part either = {.clauses = arena_array(s->keep, clause, 1 + 2 * CLAUSES_FLUSHED)};
    unite_clauses(s, &either, parts, count);
    if (first > SHAPES_UNITED || last > SHAPES_UNITED) {
        either.first = either.last = unknown(s);
        return either;
    }
    either.first = room_for(s, first);
    either.last = room_for(s, last);
    for (size_t i = 0; i < count; i++) {
        add_all(&either.first, parts[i].first);
        add_all(&either.last, parts[i].last);
    }
    return either;
}

part part_repeat(shaping *s, part a) {
    if (!a.whole) return a;
    shape only = a.first.at[0];
    if (a.first.count == 1 && (only.len == 0 || (only.len == 1 && only.at[0] == SIGN_OUTSIDE))) return a;
    if (a.first.count == 1) {
        a.first = cross(s, with_after(s, a.first, SIGN_GAP), a.first);
        return a;
    }
    if (a.clause_count || a.first.count > SHAPES_CROSSED) return opened(s, a);
    // It begins with one of them and ends with one of them, perhaps another: only the edge at its end is sure.
    bool edge = all_end_outside(a.first);
    a.first = with_after(s, a.first, SIGN_GAP);
    if (edge) a.first = with_after(s, a.first, SIGN_EDGE);
    return a;
}

part part_ahead(shaping *s, part a) {
    part open = with_room(s, &a, NULL);
    flush(s, &open, a.first);
    if (!a.whole) flush(s, &open, a.last);
    part empty = part_empty(s);
    empty.clauses = open.clauses;
    empty.clause_count = open.clause_count;
    return empty;
}

static int rarest_clause(const void *a, const void *b) {
    const clause *x = a, *y = b;
    if (x->frequency != y->frequency) return x->frequency < y->frequency ? -1 : 1;
    return x->count != y->count ? (x->count < y->count ? -1 : 1) : str_compare(x->at[0].text, y->at[0].text);
}

// Whether a token that contains x contains y.
static bool piece_implies(const piece *x, const piece *y) {
    size_t at = str_find(x->text, y->text);
    if (at == SIZE_MAX) return false;
    bool at_end = at + y->text.len == x->text.len;
    return (!y->starts || (at == 0 && x->starts)) && (!y->ends || (at_end && x->ends));
}

static bool meets(const clause *c, const piece *p) {
    for (size_t i = 0; i < c->count; i++)
        if (piece_implies(p, &c->at[i])) return true;
    return false;
}

// Whether whatever fulfils a fulfils b as well.
static bool implies(const clause *a, const clause *b) {
    for (size_t i = 0; i < a->count; i++)
        if (!meets(b, &a->at[i])) return false;
    return true;
}

void part_finish(shaping *s, part *a) {
    part all = with_room(s, a, NULL);
    flush(s, &all, a->first);
    if (!a->whole) flush(s, &all, a->last);
    qsort(all.clauses, all.clause_count, sizeof *all.clauses, rarest_clause);
    size_t kept = 0;
    for (size_t i = 0; i < all.clause_count; i++) {
        bool needed = true;
        for (size_t k = 0; k < kept && needed; k++) needed = !implies(&all.clauses[k], &all.clauses[i]);
        if (needed) all.clauses[kept++] = all.clauses[i];
    }
    a->clauses = all.clauses;
    a->clause_count = kept;
}

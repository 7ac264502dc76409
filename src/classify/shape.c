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
    if (sign >= SIGN_GAP) return sign >= SIGN_EDGE;
    if (sign == '_') return false;
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

// Lists of shapes

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

static void add_all(shapes *to, shapes from) {
    for (size_t i = 0; i < from.count; i++) add(to, from.at[i]);
}

static shapes room_for(shaping *s, size_t count) { return (shapes){arena_array(s->keep, shape, count), 0}; }

static shapes cross(shaping *s, shapes a, shapes b) {
    shapes product = room_for(s, a.count * b.count);
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

static shapes unknown(shaping *s) {
    shapes only = room_for(s, 1);
    add(&only, sign_shape(s, SIGN_GAP));
    return only;
}

// Pieces

// Whether a character by itself is a piece: it is in a token wherever it occurs, unlike spaces and controls, and not in
// so many of them as the apostrophe.
static bool stands_alone(uint32_t point) {
    if (point >= SIGN_GAP || point == '_' || point == '\'') return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO);
}

static bool in_run(uint32_t sign) { return sign < SIGN_GAP && shape_in_piece(sign); }

// The characters start..end of a shape as a piece. False when it would be of no use: a letter that may stand inside a word.
static bool piece_of(shaping *s, shape from, size_t start, size_t end, piece *out) {
    bool run = in_run(from.at[start]);
    if (from.at[start] == SIGN_START || from.at[start] == SIGN_END) {
        *out = (piece){.text = from.at[start] == SIGN_START ? PIECE_START : PIECE_END, .frequency = FREQUENCY_ALL};
        return true;
    }
    if (!run && !stands_alone(from.at[start])) return false;
    *out = (piece){.starts = run && start > 0 && is_outside(from.at[start - 1]),
                   .ends = run && end < from.len && is_outside(from.at[end])};
    if (run && end - start == 1 && from.at[start] < 0x80 && !out->starts && !out->ends) return false;
    if (end - start > PIECE_MAX) {
        end = start + PIECE_MAX;
        out->ends = false;
    }
    char bytes[PIECE_MAX * 4];
    size_t len = 0;
    for (size_t i = start; i < end; i++) len += utf8_encode(from.at[i], bytes + len);
    out->text = arena_str(s->keep, str_of(bytes, len));
    out->frequency = s->frequency(s->context, out);
    return true;
}

// Whether a sign or character is in no token.
static bool is_white(uint32_t sign) {
    return sign == SIGN_SPACE || sign == SIGN_EDGE || sign == ' ' || (sign >= '\t' && sign <= '\r');
}

// A walk over the pieces of a shape.
typedef struct walk {
    shape from;
    size_t at;
    bool known;     // no gap since the last piece (or the start)
    uint32_t apart; // tokens since then at most
} walk;

// The next piece; w->known and w->apart then tell what lies before it. False at the end.
static bool next_piece(shaping *s, walk *w, piece *out) {
    w->known = true;
    w->apart = 0;
    while (w->at < w->from.len) {
        size_t start = w->at++;
        uint32_t sign = w->from.at[start];
        if (in_run(sign))
            while (w->at < w->from.len && in_run(w->from.at[w->at])) w->at++;
        if (sign == SIGN_GAP || sign == SIGN_OUTSIDE)
            w->known = false;
        else if ((sign < SIGN_GAP || sign == SIGN_START || sign == SIGN_END) && piece_of(s, w->from, start, w->at, out))
            return true;
        else if (!is_white(sign))
            w->apart++;
    }
    return false;
}

// Needs

static void add_need(part *to, const need *n) {
    if (n && to->need_count < NEEDS_KEPT) to->needs[to->need_count++] = n;
}

// A part with the needs of two (the second may be NULL), and room for a few more.
static part with_room(shaping *s, const part *a, const part *b) {
    size_t room = a->need_count + (b ? b->need_count : 0) + 4;
    part joined = {.needs = arena_array(s->keep, const need *, room)};
    for (size_t i = 0; i < a->need_count; i++) add_need(&joined, a->needs[i]);
    for (size_t i = 0; b && i < b->need_count; i++) add_need(&joined, b->needs[i]);
    return joined;
}

// All pieces of one shape, each near the one before it where nothing unknown lies between.
static const need *shape_need(shaping *s, shape from) {
    const need *needs[NEEDS_KEPT];
    size_t count = 0;
    piece each;
    piece_set before = {0};
    walk w = {.from = from};
    while (count + 2 <= NEEDS_KEPT && next_piece(s, &w, &each)) {
        piece_set set = piece_set_of(s->keep, each);
        needs[count++] = need_any(s->keep, set);
        if (before.count && w.known) needs[count++] = need_near(s->keep, before, set, w.apart + 1);
        before = set;
    }
    return need_all(s->keep, needs, count);
}

// One of a list of shapes must occur.
static const need *shapes_need(shaping *s, shapes list) {
    const need **needs = arena_array(s->keep, const need *, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        needs[i] = shape_need(s, list.at[i]);
        if (!needs[i]) return NULL;
    }
    return list.count ? need_one(s->keep, needs, list.count) : NULL;
}

const need *part_need(shaping *s, const part *a) {
    part all = with_room(s, a, NULL);
    add_need(&all, shapes_need(s, a->first));
    if (!a->whole) add_need(&all, shapes_need(s, a->last));
    return need_all(s->keep, all.needs, all.need_count);
}

// Anchors

static anchor anchor_union(shaping *s, anchor a, anchor b) {
    if (!a.known || !b.known) return (anchor){0};
    return (anchor){
        .known = true,
        .open = a.open || b.open,
        .pieces = piece_set_union(s->keep, a.pieces, b.pieces),
        .distance = a.distance > b.distance ? a.distance : b.distance,
        .span = a.span > b.span ? a.span : b.span,
    };
}

// The anchor of `inner` with that of `outer` behind it where inner has no piece.
static anchor anchor_through(shaping *s, anchor inner, anchor outer) {
    if (!inner.known || !inner.open) return inner;
    if (!outer.known) return (anchor){0};
    uint32_t further = outer.distance + inner.span;
    return (anchor){
        .known = true,
        .open = outer.open,
        .pieces = piece_set_union(s->keep, inner.pieces, outer.pieces),
        .distance = inner.distance > further ? inner.distance : further,
        .span = outer.span + inner.span,
    };
}

// Of one shape: its first or last piece, and the tokens between that and the edge.
static anchor shape_anchor(shaping *s, shape from, bool last) {
    anchor found = {.known = true, .open = true};
    piece each;
    walk w = {.from = from};
    while (next_piece(s, &w, &each)) {
        if (!last && !found.open) break;
        found = (anchor){.known = w.known || last, .pieces = piece_set_of(s->keep, each), .distance = w.apart};
        if (!last) return found;
    }
    if (found.open) return (anchor){.known = w.known, .open = true, .span = w.apart};
    found.known = w.known;
    found.distance = w.apart;
    return found;
}

static anchor shapes_anchor(shaping *s, shapes list, bool last) {
    anchor all = shape_anchor(s, list.at[0], last);
    for (size_t i = 1; i < list.count && all.known; i++)
        all = anchor_union(s, all, shape_anchor(s, list.at[i], last));
    return all;
}

static part whole_part(shaping *s, shapes list) {
    return (part){.whole = true,
                  .first = list,
                  .head = shapes_anchor(s, list, false),
                  .tail = shapes_anchor(s, list, true)};
}

// Parts

part part_signs(shaping *s, const uint32_t *signs, size_t count) {
    shapes only = room_for(s, 1);
    uint32_t *copy = arena_array(s->keep, uint32_t, count);
    if (count) memcpy(copy, signs, count * sizeof *copy);
    add(&only, (shape){copy, (uint32_t)count});
    return whole_part(s, only);
}

part part_empty(shaping *s) { return part_signs(s, NULL, 0); }

part part_choice(shaping *s, const uint32_t *points, size_t count) {
    shapes choice = room_for(s, count);
    for (size_t i = 0; i < count; i++) add(&choice, sign_shape(s, points[i]));
    return whole_part(s, choice);
}

static void join_anchors(shaping *s, part *joined, const part *a, const part *b) {
    joined->head = anchor_through(s, a->head, b->head);
    joined->tail = anchor_through(s, b->tail, a->tail);
    if (a->tail.known && b->head.known && !a->tail.open && !b->head.open)
        add_need(joined, need_near(s->keep, a->tail.pieces, b->head.pieces, a->tail.distance + b->head.distance + 1));
}

// At the edge of a word the anchors of the two stay what they are; inside of one they grow together.
static part join_whole(shaping *s, part a, part b, bool at_edge) {
    part joined = with_room(s, &a, &b);
    joined.whole = true;
    joined.first = cross(s, a.first, b.first);
    if (at_edge) {
        join_anchors(s, &joined, &a, &b);
    } else {
        joined.head = shapes_anchor(s, joined.first, false);
        joined.tail = shapes_anchor(s, joined.first, true);
    }
    return joined;
}

part part_join(shaping *s, part a, part b) {
    shapes left = a.whole ? a.first : a.last, right = b.first;
    size_t product = left.count * right.count;
    bool left_outside = all_end_outside(left), right_outside = all_begin_outside(right);
    bool at_edge = left_outside || right_outside;
    bool crossed = product <= (at_edge ? SHAPES_KEPT : SHAPES_CROSSED);
    if (a.whole && b.whole && crossed) return join_whole(s, a, b, at_edge);
    part joined = with_room(s, &a, &b);
    join_anchors(s, &joined, &a, &b);
    if (crossed) {
        shapes middle = cross(s, left, right);
        if (!a.whole && !b.whole) add_need(&joined, shapes_need(s, middle));
        joined.first = a.whole ? middle : a.first;
        joined.last = b.whole ? middle : b.last;
        return joined;
    }
    if (right_outside) left = with_after(s, left, SIGN_EDGE);
    if (left_outside) right = with_before(s, SIGN_EDGE, right);
    add_need(&joined, shapes_need(s, left));
    add_need(&joined, shapes_need(s, right));
    joined.first = a.whole ? with_after(s, left, SIGN_GAP) : a.first;
    joined.last = b.whole ? with_before(s, SIGN_GAP, right) : b.last;
    return joined;
}

// The whole part as one of which only beginnings and ends are known.
static part opened(shaping *s, part a) {
    if (!a.whole) return a;
    part open = with_room(s, &a, NULL);
    add_need(&open, shapes_need(s, a.first));
    open.first = with_after(s, a.first, SIGN_GAP);
    open.last = with_before(s, SIGN_GAP, a.first);
    open.head = a.head;
    open.tail = a.tail;
    return open;
}

// Whether the lists of all parts are small and complete enough to be united as they are.
static bool all_whole(const part *parts, size_t count, size_t *shapes_in_all) {
    *shapes_in_all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].whole || parts[i].need_count) return false;
        *shapes_in_all += parts[i].first.count;
    }
    return *shapes_in_all <= SHAPES_UNITED;
}

static void unite_lists(shaping *s, part *either, const part *parts, size_t count) {
    size_t first = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        first += parts[i].first.count;
        last += parts[i].last.count;
    }
    if (first > SHAPES_UNITED || last > SHAPES_UNITED) {
        either->first = either->last = unknown(s);
        return;
    }
    either->first = room_for(s, first);
    either->last = room_for(s, last);
    for (size_t i = 0; i < count; i++) {
        add_all(&either->first, parts[i].first);
        add_all(&either->last, parts[i].last);
    }
}

part part_unite(shaping *s, part *parts, size_t count) {
    if (count == 1) return parts[0];
    size_t in_all;
    part none = {0};
    part either = with_room(s, &none, NULL);
    either.head = parts[0].head;
    either.tail = parts[0].tail;
    for (size_t i = 1; i < count; i++) {
        either.head = anchor_union(s, either.head, parts[i].head);
        either.tail = anchor_union(s, either.tail, parts[i].tail);
    }
    if (all_whole(parts, count, &in_all)) {
        either.whole = true;
        either.first = room_for(s, in_all);
        for (size_t i = 0; i < count; i++) add_all(&either.first, parts[i].first);
        return either;
    }
    const need **needs = arena_array(s->keep, const need *, count);
    for (size_t i = 0; i < count; i++) {
        needs[i] = part_need(s, &parts[i]);
        parts[i] = opened(s, parts[i]);
    }
    add_need(&either, need_one(s->keep, needs, count));
    unite_lists(s, &either, parts, count);
    return either;
}

// Where a part may have no piece, several of it span more tokens.
static anchor repeated(anchor a, size_t most) {
    if (!a.known || !a.open || a.span == 0) return a;
    if (most > REACH_MOST) return (anchor){0};
    a.distance += a.span * (uint32_t)(most - 1);
    a.span *= (uint32_t)most;
    return a;
}

// Whether several of a sign or character are again a sign.
static bool is_nothing(uint32_t sign) { return sign == SIGN_EDGE || sign == SIGN_START || sign == SIGN_END; }
static bool runs(uint32_t sign) { return sign == SIGN_WORD || is_white(sign) || is_outside(sign); }
static uint32_t run_of(uint32_t sign) {
    if (sign == SIGN_WORD || is_nothing(sign)) return sign;
    return is_white(sign) ? SIGN_SPACE : SIGN_OUTSIDE;
}

// A character outside of words, and then perhaps more of it.
static shapes marks(shaping *s, uint32_t point) {
    uint32_t two[] = {point, SIGN_OUTSIDE};
    shapes list = part_signs(s, two, 2).first, both = room_for(s, 2);
    add(&both, sign_shape(s, point));
    add(&both, list.at[0]);
    return both;
}

part part_repeat(shaping *s, part a, size_t most) {
    a.head = repeated(a.head, most);
    a.tail = repeated(a.tail, most);
    if (!a.whole) return a;
    shape only = a.first.at[0];
    if (a.first.count == 1 && only.len == 0) return a;
    if (a.first.count == 1 && only.len == 1 && only.at[0] == SIGN_ONE) {
        a.first = unknown(s);
        return a;
    }
    if (a.first.count == 1 && only.len == 1 && runs(only.at[0])) {
        uint32_t sign = run_of(only.at[0]);
        if (only.at[0] < SIGN_GAP && sign == SIGN_OUTSIDE) return whole_part(s, marks(s, only.at[0]));
        return part_signs(s, &sign, 1);
    }
    if (a.first.count == 1) {
        a.first = cross(s, with_after(s, a.first, SIGN_GAP), a.first);
        return a;
    }
    if (a.need_count || a.first.count > SHAPES_CROSSED) return opened(s, a);
    // It begins with one of them and ends with one of them, perhaps another: only the edge at its end is sure.
    bool edge = all_end_outside(a.first);
    a.first = with_after(s, a.first, SIGN_GAP);
    if (edge) a.first = with_after(s, a.first, SIGN_EDGE);
    return a;
}

part part_ahead(shaping *s, part a) {
    part empty = part_empty(s);
    empty.needs = arena_array(s->keep, const need *, 1);
    add_need(&empty, part_need(s, &a));
    return empty;
}

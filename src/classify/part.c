#include "classify/part.h"

#include "classify/piece_walk.h"

enum {
    SHAPES_CROSSED = 48, // at most so many shapes come of joining two lists inside a word
    SHAPES_KEPT = 4,     // and at the edge of a word, where needs of one word each are better
    SHAPES_UNITED = 256, // shapes of an alternation
    SHAPE_MOST = 256,    // signs of a shape that is put behind itself
};

static void add_need(part *to, const need *n) {
    if (n && to->need_count < NEEDS_KEPT) to->needs[to->need_count++] = n;
}

// A part with the needs of two (the second may be NULL), and room for a few more.
static part with_room(piece_table *pieces, const part *a, const part *b) {
    size_t room = a->need_count + (b ? b->need_count : 0) + 4;
    part joined = {.needs = arena_array(&pieces->keep, const need *, room)};
    for (size_t i = 0; i < a->need_count; i++) add_need(&joined, a->needs[i]);
    for (size_t i = 0; b && i < b->need_count; i++) add_need(&joined, b->needs[i]);
    return joined;
}

const need *part_need(piece_table *pieces, const part *a) {
    part all = with_room(pieces, a, NULL);
    add_need(&all, shapes_need(pieces, a->first));
    if (!a->whole) add_need(&all, shapes_need(pieces, a->last));
    return need_all(pieces, all.needs, all.need_count);
}

static part whole_part(shapes list) { return (part){.whole = true, .first = list}; }

static void set_anchors(piece_table *pieces, part *a) {
    if (a->anchored) return;
    a->head = anchor_of_shapes(pieces, a->first, false);
    a->tail = anchor_of_shapes(pieces, a->first, true);
    a->anchored = true;
}

anchor part_head(piece_table *pieces, const part *a) {
    part copy = *a;
    set_anchors(pieces, &copy);
    return copy.head;
}

part part_signs(piece_table *pieces, const uint32_t *signs, size_t count) {
    shapes only = shapes_room(&pieces->keep, 1);
    uint32_t *copy = arena_array(&pieces->keep, uint32_t, count);
    if (count) memcpy(copy, signs, count * sizeof *copy);
    shapes_add(&only, (shape){copy, (uint32_t)count});
    return whole_part(only);
}

part part_empty(piece_table *pieces) { return part_signs(pieces, NULL, 0); }

part part_choice(piece_table *pieces, const uint32_t *points, size_t count) {
    shapes choice = shapes_room(&pieces->keep, count);
    for (size_t i = 0; i < count; i++) shapes_add(&choice, shape_of_sign(&pieces->keep, points[i]));
    return whole_part(choice);
}

static void join_anchors(piece_table *pieces, part *joined, part *a, part *b) {
    set_anchors(pieces, a);
    set_anchors(pieces, b);
    joined->anchored = true;
    joined->head = anchor_through(pieces, a->head, b->head);
    joined->tail = anchor_through(pieces, b->tail, a->tail);
    const anchor *tail = &a->tail, *head = &b->head;
    if (tail->known && head->known && !tail->open && !head->open)
        add_need(joined, need_near(pieces, tail->pieces, head->pieces, tail->spaced || head->spaced,
                                   tail->distance + head->distance + 1));
}

// At the edge of a word the anchors of the two stay what they are, and are worth keeping where
// shapes have gaps; inside of a word they grow together.
static part join_whole(piece_table *pieces, part a, part b, bool at_edge) {
    part joined = with_room(pieces, &a, &b);
    joined.whole = true;
    joined.first = shapes_cross(&pieces->keep, a.first, b.first);
    if (at_edge && (a.anchored || b.anchored)) join_anchors(pieces, &joined, &a, &b);
    return joined;
}

static shapes edge_or_unknown(piece_table *pieces, bool edge, bool before) {
    shapes list = shapes_unknown(&pieces->keep);
    if (!edge) return list;
    return before ? shapes_with_before(&pieces->keep, SIGN_EDGE, list)
                  : shapes_with_after(&pieces->keep, list, SIGN_EDGE);
}

// What comes of lists one of which is left out: as both, or where a shape of either has no piece,
// so that nothing is to be asked, no more than the edge.
static shapes either_end(piece_table *pieces, shapes a, shapes b) {
    shapes both = shapes_room(&pieces->keep, a.count + b.count);
    shapes_add_all(&both, a);
    shapes_add_all(&both, b);
    if (both.count <= SHAPES_CROSSED && shapes_need(pieces, both)) return both;
    return edge_or_unknown(pieces, shapes_end_outside(both), false);
}

static shapes open_end(piece_table *pieces, const part *a) {
    return a->whole ? shapes_with_before(&pieces->keep, SIGN_GAP, a->first) : a->last;
}

// An optional part that leaves too much open to be crossed: where it is empty, what stands behind
// it stands behind a.
static part join_optional(piece_table *pieces, part a, part b) {
    part taken = part_join(pieces, a, *b.optional);
    part joined = with_room(pieces, &a, NULL);
    join_anchors(pieces, &joined, &a, &b);
    if (!a.whole) add_need(&joined, shapes_need(pieces, a.last));
    joined.first = a.whole ? shapes_with_after(&pieces->keep, a.first, SIGN_GAP) : a.first;
    joined.last = either_end(pieces, open_end(pieces, &a), open_end(pieces, &taken));
    return joined;
}

part part_join(piece_table *pieces, part a, part b) {
    if (b.optional) return join_optional(pieces, a, b);
    shapes left = a.whole ? a.first : a.last, right = b.first;
    size_t product = left.count * right.count;
    bool left_outside = shapes_end_outside(left), right_outside = shapes_begin_outside(right);
    bool at_edge = left_outside || right_outside;
    bool crossed = product <= (at_edge ? SHAPES_KEPT : SHAPES_CROSSED);
    if (a.whole && b.whole && crossed) return join_whole(pieces, a, b, at_edge);
    part joined = with_room(pieces, &a, &b);
    join_anchors(pieces, &joined, &a, &b);
    if (crossed) {
        shapes middle = shapes_cross(&pieces->keep, left, right);
        if (!a.whole && !b.whole) add_need(&joined, shapes_need(pieces, middle));
        joined.first = a.whole ? middle : a.first;
        joined.last = b.whole ? middle : b.last;
        return joined;
    }
    if (right_outside) left = shapes_with_after(&pieces->keep, left, SIGN_EDGE);
    if (left_outside) right = shapes_with_before(&pieces->keep, SIGN_EDGE, right);
    // What stays in first or last is asked for when its other side is known too.
    if (!a.whole) add_need(&joined, shapes_need(pieces, left));
    if (!b.whole) add_need(&joined, shapes_need(pieces, right));
    joined.first = a.whole ? shapes_with_after(&pieces->keep, left, SIGN_GAP) : a.first;
    joined.last = b.whole ? shapes_with_before(&pieces->keep, SIGN_GAP, right) : b.last;
    return joined;
}

// The whole part as one of which only beginnings and ends are known.
static part opened(piece_table *pieces, part a) {
    if (!a.whole) return a;
    part open = with_room(pieces, &a, NULL);
    open.first = shapes_with_after(&pieces->keep, a.first, SIGN_GAP);
    open.last = shapes_with_before(&pieces->keep, SIGN_GAP, a.first);
    set_anchors(pieces, &a);
    open.head = a.head;
    open.tail = a.tail;
    open.anchored = true;
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

// Everything that the parts need is in the need; of their beginnings and ends only the edges stay.
static void unite_lists(piece_table *pieces, part *either, const part *parts, size_t count) {
    bool first = true, last = true;
    for (size_t i = 0; i < count; i++) {
        first &= shapes_begin_outside(parts[i].first);
        last &= shapes_end_outside(parts[i].whole ? parts[i].first : parts[i].last);
    }
    either->first = edge_or_unknown(pieces, first, true);
    either->last = edge_or_unknown(pieces, last, false);
}

static void unite_anchors(piece_table *pieces, part *either, part *parts, size_t count) {
    anchor *anchors = arena_array(&pieces->keep, anchor, count);
    for (size_t i = 0; i < count; i++) {
        set_anchors(pieces, &parts[i]);
        anchors[i] = parts[i].head;
    }
    either->head = anchors_union(pieces, anchors, count);
    for (size_t i = 0; i < count; i++) anchors[i] = parts[i].tail;
    either->tail = anchors_union(pieces, anchors, count);
    either->anchored = true;
}

part part_unite(piece_table *pieces, part *parts, size_t count) {
    if (count == 1) return parts[0];
    size_t in_all;
    part none = {0};
    part either = with_room(pieces, &none, NULL);
    bool whole = all_whole(parts, count, &in_all), anchored = false;
    for (size_t i = 0; i < count; i++) anchored |= parts[i].anchored;
    if (!whole || anchored) unite_anchors(pieces, &either, parts, count);
    if (whole) {
        either.whole = true;
        either.first = shapes_room(&pieces->keep, in_all);
        for (size_t i = 0; i < count; i++) shapes_add_all(&either.first, parts[i].first);
        return either;
    }
    const need **needs = arena_array(&pieces->keep, const need *, count);
    for (size_t i = 0; i < count; i++) needs[i] = part_need(pieces, &parts[i]);
    add_need(&either, need_one(pieces, needs, count));
    unite_lists(pieces, &either, parts, count);
    return either;
}

part part_optional(piece_table *pieces, part a) {
    part choice[] = {a, part_empty(pieces)};
    part either = part_unite(pieces, choice, 2);
    if (either.whole) return either;
    part *taken = arena_new(&pieces->keep, part);
    *taken = a;
    either.optional = taken;
    return either;
}

// Whether several of a sign or character are again a sign.
static bool is_nothing(uint32_t sign) {
    return sign == SIGN_EDGE || sign == SIGN_START || sign == SIGN_END;
}
static bool runs(uint32_t sign) {
    return sign == SIGN_WORD || shape_is_white(sign) || shape_is_outside(sign);
}
static uint32_t run_of(uint32_t sign) {
    if (sign == SIGN_WORD || is_nothing(sign)) return sign;
    return shape_is_white(sign) ? SIGN_SPACE : SIGN_OUTSIDE;
}

// A character outside of words, and then perhaps more of it.
static shapes marks(piece_table *pieces, uint32_t point) {
    uint32_t two[] = {point, SIGN_OUTSIDE};
    shapes list = part_signs(pieces, two, 2).first, both = shapes_room(&pieces->keep, 2);
    shapes_add(&both, shape_of_sign(&pieces->keep, point));
    shapes_add(&both, list.at[0]);
    return both;
}

part part_repeat(piece_table *pieces, part a, size_t most) {
    set_anchors(pieces, &a);
    a.head = anchor_repeated(a.head, most);
    a.tail = anchor_repeated(a.tail, most);
    if (!a.whole) return a;
    shape only = a.first.at[0];
    if (a.first.count == 1 && only.len == 0) return a;
    if (a.first.count == 1 && only.len == 1 && only.at[0] == SIGN_ONE) {
        a.first = shapes_unknown(&pieces->keep);
        return a;
    }
    if (a.first.count == 1 && only.len == 1 && runs(only.at[0])) {
        uint32_t sign = run_of(only.at[0]);
        if (only.at[0] < SIGN_GAP && sign == SIGN_OUTSIDE)
            return whole_part(marks(pieces, only.at[0]));
        return part_signs(pieces, &sign, 1);
    }
    if (a.first.count == 1 && only.len > SHAPE_MOST) return opened(pieces, a);
    if (a.first.count == 1) {
        a.first = shapes_cross(&pieces->keep, shapes_with_after(&pieces->keep, a.first, SIGN_GAP),
                               a.first);
        return a;
    }
    if (a.need_count || a.first.count > SHAPES_CROSSED) return opened(pieces, a);
    // It begins with one of them and ends with one of them, perhaps another: only the edge at its
    // end is sure.
    bool edge = shapes_end_outside(a.first);
    a.first = shapes_with_after(&pieces->keep, a.first, SIGN_GAP);
    if (edge) a.first = shapes_with_after(&pieces->keep, a.first, SIGN_EDGE);
    return a;
}

part part_ahead(piece_table *pieces, part a) {
    part empty = part_empty(pieces);
    empty.needs = arena_array(&pieces->keep, const need *, 1);
    add_need(&empty, part_need(pieces, &a));
    return empty;
}

bool part_begins_word(const part *a) { return shapes_begin_outside(a->first); }
bool part_ends_word(const part *a) { return shapes_end_outside(a->whole ? a->first : a->last); }

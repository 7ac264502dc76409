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
    return category >= UTF8PROC_CATEGORY_PD &&
           category <= UTF8PROC_CATEGORY_ZP; // Pc: later PCRE2's \w
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
    uint32_t *at = arena_array(&s->pieces->keep, uint32_t, a.len + b.len);
    memcpy(at, a.at, a.len * sizeof *at);
    memcpy(at + a.len, b.at, b.len * sizeof *at);
    return (shape){at, a.len + b.len};
}

static shape sign_shape(shaping *s, uint32_t sign) {
    uint32_t *at = arena_new(&s->pieces->keep, uint32_t);
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

static shapes room_for(shaping *s, size_t count) {
    return (shapes){arena_array(&s->pieces->keep, shape, count), 0};
}

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

// Whether a character by itself is a piece: it is in a token wherever it occurs, unlike spaces and
// controls, and not in so many of them as the apostrophe.
static bool stands_alone(uint32_t point) {
    if (point >= SIGN_GAP || point == '_' || point == '\'') return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO);
}

static bool in_run(uint32_t sign) { return sign < SIGN_GAP && shape_in_piece(sign); }

static bool is_letter(uint32_t sign) { return in_run(sign) && !(sign >= '0' && sign <= '9'); }

// The end of the run that starts here: letters and digits, and apostrophes between letters, where
// UAX #29 parts no word either.
static size_t run_end(shape from, size_t at) {
    for (;; at++) {
        while (at < from.len && in_run(from.at[at])) at++;
        bool joined = at + 1 < from.len && from.at[at] == '\'' && is_letter(from.at[at - 1]) &&
                      is_letter(from.at[at + 1]);
        if (!joined) return at;
    }
}

// The number of the characters start..end of a shape as a piece; 0 when it would be of no use: a
// letter that may stand inside a word.
static uint32_t piece_of(shaping *s, shape from, size_t start, size_t end) {
    uint32_t sign = from.at[start];
    if (sign == SIGN_START) return piece_number(s->pieces, PIECE_START, false, false);
    if (sign == SIGN_END) return piece_number(s->pieces, PIECE_END, false, false);
    bool run = in_run(sign);
    if (!run && !stands_alone(sign)) return 0;
    bool starts = run && start > 0 && is_outside(from.at[start - 1]);
    bool ends = run && end < from.len && is_outside(from.at[end]);
    if (run && end - start == 1 && sign < 0x80 && !starts && !ends) return 0;
    if (end - start > PIECE_MAX) {
        end = start + PIECE_MAX;
        ends = false;
    }
    char bytes[PIECE_MAX * 4];
    size_t len = 0;
    for (size_t i = start; i < end; i++) len += utf8_encode(from.at[i], bytes + len);
    return piece_number(s->pieces, str_of(bytes, len), starts, ends);
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
    bool spaced;    // white space since then
} walk;

// The next piece; w->known and w->apart then tell what lies before it. 0 at the end.
static uint32_t next_piece(shaping *s, walk *w) {
    w->known = true;
    w->spaced = false;
    w->apart = 0;
    while (w->at < w->from.len) {
        size_t start = w->at++;
        uint32_t sign = w->from.at[start];
        if (in_run(sign)) w->at = run_end(w->from, start);
        uint32_t number = piece_of(s, w->from, start, w->at);
        if (number) return number;
        if (sign == SIGN_GAP || sign == SIGN_OUTSIDE)
            w->known = false;
        else if (!is_white(sign))
            w->apart++;
        else if (sign != SIGN_EDGE)
            w->spaced = true;
    }
    return 0;
}

// Needs

static void add_need(part *to, const need *n) {
    if (n && to->need_count < NEEDS_KEPT) to->needs[to->need_count++] = n;
}

// A part with the needs of two (the second may be NULL), and room for a few more.
static part with_room(shaping *s, const part *a, const part *b) {
    size_t room = a->need_count + (b ? b->need_count : 0) + 4;
    part joined = {.needs = arena_array(&s->pieces->keep, const need *, room)};
    for (size_t i = 0; i < a->need_count; i++) add_need(&joined, a->needs[i]);
    for (size_t i = 0; b && i < b->need_count; i++) add_need(&joined, b->needs[i]);
    return joined;
}

// All pieces of one shape, each near the one before it where nothing unknown lies between.
static const need *shape_need(shaping *s, shape from) {
    const need *needs[NEEDS_KEPT];
    size_t count = 0;
    piece_set before = {0};
    walk w = {.from = from};
    for (uint32_t each = next_piece(s, &w); each && count + 2 <= NEEDS_KEPT;
         each = next_piece(s, &w)) {
        piece_set set = piece_set_of(s->pieces, each);
        if (before.count && w.known)
            needs[count++] = need_near(s->pieces, before, set, w.spaced, w.apart + 1);
        needs[count++] = need_any(s->pieces, set);
        before = set;
    }
    return need_all(s->pieces, needs, count);
}

// One of a list of shapes must occur.
static const need *shapes_need(shaping *s, shapes list) {
    const need **needs = arena_array(&s->pieces->keep, const need *, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        needs[i] = shape_need(s, list.at[i]);
        if (!needs[i]) return NULL;
    }
    return list.count ? need_one(s->pieces, needs, list.count) : NULL;
}

const need *part_need(shaping *s, const part *a) {
    part all = with_room(s, a, NULL);
    add_need(&all, shapes_need(s, a->first));
    if (!a->whole) add_need(&all, shapes_need(s, a->last));
    return need_all(s->pieces, all.needs, all.need_count);
}

// Anchors

// What all of several anchors have in common, and whether there is anything.
static anchor anchors_union(shaping *s, const anchor *all, size_t count) {
    anchor joined = {.known = true, .spaced = true, .open_spaced = true};
    piece_set *sets = arena_array(&s->pieces->keep, piece_set, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].known) return (anchor){0};
        joined.open |= all[i].open;
        joined.spaced &= all[i].spaced;
        joined.open_spaced &= all[i].open_spaced;
        if (all[i].distance > joined.distance) joined.distance = all[i].distance;
        if (all[i].span > joined.span) joined.span = all[i].span;
        sets[i] = all[i].pieces;
    }
    joined.pieces = piece_set_union(s->pieces, sets, count);
    return joined;
}

// The anchor of `inner` with that of `outer` behind it where inner has no piece.
static anchor anchor_through(shaping *s, anchor inner, anchor outer) {
    if (!inner.known || !inner.open) return inner;
    if (!outer.known) return (anchor){0};
    uint32_t further = outer.distance + inner.span;
    return (anchor){
        .known = true,
        .open = outer.open,
        .spaced = inner.spaced && (inner.open_spaced || outer.spaced),
        .open_spaced = inner.open_spaced || outer.open_spaced,
        .pieces = piece_set_union(s->pieces, (piece_set[]){inner.pieces, outer.pieces}, 2),
        .distance = inner.distance > further ? inner.distance : further,
        .span = outer.span + inner.span,
    };
}

// Of one shape: its first or last piece, and the tokens between that and the edge.
static anchor shape_anchor(shaping *s, shape from, bool last) {
    walk w = {.from = from};
    uint32_t each = next_piece(s, &w), found = each;
    if (!each)
        return (anchor){.known = w.known,
                        .open = true,
                        .spaced = true,
                        .open_spaced = w.spaced,
                        .span = w.apart};
    for (; last && each; each = next_piece(s, &w)) found = each;
    return (anchor){.known = w.known,
                    .spaced = w.spaced,
                    .open_spaced = true,
                    .pieces = piece_set_of(s->pieces, found),
                    .distance = w.apart};
}

static anchor shapes_anchor(shaping *s, shapes list, bool last) {
    if (list.count == 1) return shape_anchor(s, list.at[0], last);
    anchor *all = arena_array(&s->pieces->keep, anchor, list.count);
    for (size_t i = 0; i < list.count; i++) {
        all[i] = shape_anchor(s, list.at[i], last);
        if (!all[i].known) return (anchor){0};
    }
    return anchors_union(s, all, list.count);
}

static part whole_part(shapes list) { return (part){.whole = true, .first = list}; }

static void set_anchors(shaping *s, part *a) {
    if (a->anchored) return;
    a->head = shapes_anchor(s, a->first, false);
    a->tail = shapes_anchor(s, a->first, true);
    a->anchored = true;
}

anchor part_head(shaping *s, const part *a) {
    part copy = *a;
    set_anchors(s, &copy);
    return copy.head;
}

// Parts

part part_signs(shaping *s, const uint32_t *signs, size_t count) {
    shapes only = room_for(s, 1);
    uint32_t *copy = arena_array(&s->pieces->keep, uint32_t, count);
    if (count) memcpy(copy, signs, count * sizeof *copy);
    add(&only, (shape){copy, (uint32_t)count});
    return whole_part(only);
}

part part_empty(shaping *s) { return part_signs(s, NULL, 0); }

part part_choice(shaping *s, const uint32_t *points, size_t count) {
    shapes choice = room_for(s, count);
    for (size_t i = 0; i < count; i++) add(&choice, sign_shape(s, points[i]));
    return whole_part(choice);
}

static void join_anchors(shaping *s, part *joined, part *a, part *b) {
    set_anchors(s, a);
    set_anchors(s, b);
    joined->anchored = true;
    joined->head = anchor_through(s, a->head, b->head);
    joined->tail = anchor_through(s, b->tail, a->tail);
    const anchor *tail = &a->tail, *head = &b->head;
    if (tail->known && head->known && !tail->open && !head->open)
        add_need(joined,
                 need_near(s->pieces, tail->pieces, head->pieces, tail->spaced || head->spaced,
                           tail->distance + head->distance + 1));
}

// At the edge of a word the anchors of the two stay what they are, and are worth keeping where
// shapes have gaps; inside of a word they grow together.
static part join_whole(shaping *s, part a, part b, bool at_edge) {
    part joined = with_room(s, &a, &b);
    joined.whole = true;
    joined.first = cross(s, a.first, b.first);
    if (at_edge && (a.anchored || b.anchored)) join_anchors(s, &joined, &a, &b);
    return joined;
}

static shapes edge_or_unknown(shaping *s, bool edge, bool before) {
    shapes list = unknown(s);
    if (!edge) return list;
    return before ? with_before(s, SIGN_EDGE, list) : with_after(s, list, SIGN_EDGE);
}

// What comes of lists one of which is left out: as both, or where a shape of either has no piece,
// so that nothing is to be asked, no more than the edge.
static shapes either_end(shaping *s, shapes a, shapes b) {
    shapes both = room_for(s, a.count + b.count);
    add_all(&both, a);
    add_all(&both, b);
    if (both.count <= SHAPES_CROSSED && shapes_need(s, both)) return both;
    return edge_or_unknown(s, all_end_outside(both), false);
}

static shapes open_end(shaping *s, const part *a) {
    return a->whole ? with_before(s, SIGN_GAP, a->first) : a->last;
}

// An optional part that leaves too much open to be crossed: where it is empty, what stands behind
// it stands behind a.
static part join_optional(shaping *s, part a, part b) {
    part taken = part_join(s, a, *b.optional);
    part joined = with_room(s, &a, NULL);
    join_anchors(s, &joined, &a, &b);
    if (!a.whole) add_need(&joined, shapes_need(s, a.last));
    joined.first = a.whole ? with_after(s, a.first, SIGN_GAP) : a.first;
    joined.last = either_end(s, open_end(s, &a), open_end(s, &taken));
    return joined;
}

part part_join(shaping *s, part a, part b) {
    if (b.optional) return join_optional(s, a, b);
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
    // What stays in first or last is asked for when its other side is known too.
    if (!a.whole) add_need(&joined, shapes_need(s, left));
    if (!b.whole) add_need(&joined, shapes_need(s, right));
    joined.first = a.whole ? with_after(s, left, SIGN_GAP) : a.first;
    joined.last = b.whole ? with_before(s, SIGN_GAP, right) : b.last;
    return joined;
}

// The whole part as one of which only beginnings and ends are known.
static part opened(shaping *s, part a) {
    if (!a.whole) return a;
    part open = with_room(s, &a, NULL);
    open.first = with_after(s, a.first, SIGN_GAP);
    open.last = with_before(s, SIGN_GAP, a.first);
    set_anchors(s, &a);
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
static void unite_lists(shaping *s, part *either, const part *parts, size_t count) {
    bool first = true, last = true;
    for (size_t i = 0; i < count; i++) {
        first &= all_begin_outside(parts[i].first);
        last &= all_end_outside(parts[i].whole ? parts[i].first : parts[i].last);
    }
    either->first = edge_or_unknown(s, first, true);
    either->last = edge_or_unknown(s, last, false);
}

static void unite_anchors(shaping *s, part *either, part *parts, size_t count) {
    anchor *anchors = arena_array(&s->pieces->keep, anchor, count);
    for (size_t i = 0; i < count; i++) {
        set_anchors(s, &parts[i]);
        anchors[i] = parts[i].head;
    }
    either->head = anchors_union(s, anchors, count);
    for (size_t i = 0; i < count; i++) anchors[i] = parts[i].tail;
    either->tail = anchors_union(s, anchors, count);
    either->anchored = true;
}

part part_unite(shaping *s, part *parts, size_t count) {
    if (count == 1) return parts[0];
    size_t in_all;
    part none = {0};
    part either = with_room(s, &none, NULL);
    bool whole = all_whole(parts, count, &in_all), anchored = false;
    for (size_t i = 0; i < count; i++) anchored |= parts[i].anchored;
    if (!whole || anchored) unite_anchors(s, &either, parts, count);
    if (whole) {
        either.whole = true;
        either.first = room_for(s, in_all);
        for (size_t i = 0; i < count; i++) add_all(&either.first, parts[i].first);
        return either;
    }
    const need **needs = arena_array(&s->pieces->keep, const need *, count);
    for (size_t i = 0; i < count; i++) needs[i] = part_need(s, &parts[i]);
    add_need(&either, need_one(s->pieces, needs, count));
    unite_lists(s, &either, parts, count);
    return either;
}

part part_optional(shaping *s, part a) {
    part choice[] = {a, part_empty(s)};
    part either = part_unite(s, choice, 2);
    if (either.whole) return either;
    part *taken = arena_new(&s->pieces->keep, part);
    *taken = a;
    either.optional = taken;
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
static bool is_nothing(uint32_t sign) {
    return sign == SIGN_EDGE || sign == SIGN_START || sign == SIGN_END;
}
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
    set_anchors(s, &a);
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
        if (only.at[0] < SIGN_GAP && sign == SIGN_OUTSIDE) return whole_part(marks(s, only.at[0]));
        return part_signs(s, &sign, 1);
    }
    if (a.first.count == 1 && only.len > SHAPE_MOST) return opened(s, a);
    if (a.first.count == 1) {
        a.first = cross(s, with_after(s, a.first, SIGN_GAP), a.first);
        return a;
    }
    if (a.need_count || a.first.count > SHAPES_CROSSED) return opened(s, a);
    // It begins with one of them and ends with one of them, perhaps another: only the edge at its
    // end is sure.
    bool edge = all_end_outside(a.first);
    a.first = with_after(s, a.first, SIGN_GAP);
    if (edge) a.first = with_after(s, a.first, SIGN_EDGE);
    return a;
}

part part_ahead(shaping *s, part a) {
    part empty = part_empty(s);
    empty.needs = arena_array(&s->pieces->keep, const need *, 1);
    add_need(&empty, part_need(s, &a));
    return empty;
}

bool part_begins_word(const part *a) { return all_begin_outside(a->first); }
bool part_ends_word(const part *a) { return all_end_outside(a->whole ? a->first : a->last); }

#include "classify/anchor.h"

#include "classify/piece_walk.h"

anchor anchors_union(piece_table *pieces, const anchor *all, size_t count) {
    anchor joined = {.known = true, .spaced = true, .open_spaced = true};
    piece_set *sets = arena_array(&pieces->keep, piece_set, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].known) return (anchor){0};
        joined.open |= all[i].open;
        joined.spaced &= all[i].spaced;
        joined.open_spaced &= all[i].open_spaced;
        if (all[i].distance > joined.distance) joined.distance = all[i].distance;
        if (all[i].span > joined.span) joined.span = all[i].span;
        sets[i] = all[i].pieces;
    }
    joined.pieces = piece_set_union(pieces, sets, count);
    return joined;
}

anchor anchor_through(piece_table *pieces, anchor inner, anchor outer) {
    if (!inner.known || !inner.open) return inner;
    if (!outer.known) return (anchor){0};
    uint32_t further = outer.distance + inner.span;
    return (anchor){
        .known = true,
        .open = outer.open,
        .spaced = inner.spaced && (inner.open_spaced || outer.spaced),
        .open_spaced = inner.open_spaced || outer.open_spaced,
        .pieces = piece_set_union(pieces, (piece_set[]){inner.pieces, outer.pieces}, 2),
        .distance = inner.distance > further ? inner.distance : further,
        .span = outer.span + inner.span,
    };
}

// Of one shape: its first or last piece, and the tokens between that and the edge.
static anchor shape_anchor(piece_table *pieces, shape from, bool last) {
    piece_walk w = {.from = from};
    uint32_t each = piece_walk_next(pieces, &w), found = each;
    if (!each)
        return (anchor){.known = w.known,
                        .open = true,
                        .spaced = true,
                        .open_spaced = w.spaced,
                        .span = w.apart};
    for (; last && each; each = piece_walk_next(pieces, &w)) found = each;
    return (anchor){.known = w.known,
                    .spaced = w.spaced,
                    .open_spaced = true,
                    .pieces = piece_set_of(pieces, found),
                    .distance = w.apart};
}

anchor anchor_of_shapes(piece_table *pieces, shapes list, bool last) {
    if (list.count == 1) return shape_anchor(pieces, list.at[0], last);
    anchor *all = arena_array(&pieces->keep, anchor, list.count);
    for (size_t i = 0; i < list.count; i++) {
        all[i] = shape_anchor(pieces, list.at[i], last);
        if (!all[i].known) return (anchor){0};
    }
    return anchors_union(pieces, all, list.count);
}

anchor anchor_repeated(anchor a, size_t most) {
    if (!a.known || !a.open || a.span == 0) return a;
    if (most > REACH_MOST) return (anchor){0};
    a.distance += a.span * (uint32_t)(most - 1);
    a.span *= (uint32_t)most;
    return a;
}

#include "classify/piece_walk.h"

#include "base/utf8.h"
#include "classify/letters.h"

#include <utf8proc.h>

enum { PIECE_MAX = 32 }; // characters of a piece

// Whether a character by itself is a piece: it is in a token wherever it occurs, unlike spaces and
// controls, and not in so many of them as the apostrophe.
static bool stands_alone(uint32_t point) {
    if (point >= SIGN_GAP || point == '_' || point == '\'') return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO);
}

static bool in_run(uint32_t sign) { return sign < SIGN_GAP && letters_in_piece(sign); }

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
static uint32_t piece_of(piece_table *pieces, shape from, size_t start, size_t end) {
    uint32_t sign = from.at[start];
    if (sign == SIGN_START) return piece_number(pieces, PIECE_START, false, false);
    if (sign == SIGN_END) return piece_number(pieces, PIECE_END, false, false);
    bool run = in_run(sign);
    if (!run && !stands_alone(sign)) return 0;
    bool starts = run && start > 0 && shape_is_outside(from.at[start - 1]);
    bool ends = run && end < from.len && shape_is_outside(from.at[end]);
    if (run && end - start == 1 && sign < 0x80 && !starts && !ends) return 0;
    if (end - start > PIECE_MAX) {
        end = start + PIECE_MAX;
        ends = false;
    }
    char bytes[PIECE_MAX * 4];
    size_t len = 0;
    for (size_t i = start; i < end; i++) len += utf8_encode(from.at[i], bytes + len);
    return piece_number(pieces, str_of(bytes, len), starts, ends);
}

uint32_t piece_walk_next(piece_table *pieces, piece_walk *w) {
    w->known = true;
    w->spaced = false;
    w->apart = 0;
    while (w->at < w->from.len) {
        size_t start = w->at++;
        uint32_t sign = w->from.at[start];
        if (in_run(sign)) w->at = run_end(w->from, start);
        uint32_t number = piece_of(pieces, w->from, start, w->at);
        if (number) return number;
        if (sign == SIGN_GAP || sign == SIGN_OUTSIDE)
            w->known = false;
        else if (!shape_is_white(sign))
            w->apart++;
        else if (sign != SIGN_EDGE)
            w->spaced = true;
    }
    return 0;
}

// All pieces of one shape, each near the one before it where nothing unknown lies between.
static const need *shape_need(piece_table *pieces, shape from) {
    const need *needs[NEEDS_KEPT];
    size_t count = 0;
    piece_set before = {0};
    piece_walk w = {.from = from};
    for (uint32_t each = piece_walk_next(pieces, &w); each && count + 2 <= NEEDS_KEPT;
         each = piece_walk_next(pieces, &w)) {
        piece_set set = piece_set_of(pieces, each);
        if (before.count && w.known)
            needs[count++] = need_near(pieces, before, set, w.spaced, w.apart + 1);
        needs[count++] = need_any(pieces, set);
        before = set;
    }
    return need_all(pieces, needs, count);
}

const need *shapes_need(piece_table *pieces, shapes list) {
    const need **needs = arena_array(&pieces->keep, const need *, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        needs[i] = shape_need(pieces, list.at[i]);
        if (!needs[i]) return NULL;
    }
    return list.count ? need_one(pieces, needs, list.count) : NULL;
}

#include "classify/shape.h"

#include "classify/letters.h"

#include <utf8proc.h>

bool shape_is_outside(uint32_t sign) {
    if (sign >= SIGN_GAP) return sign >= SIGN_EDGE;
    if (sign == '_') return false;
    if (sign < 0x80) return !letters_in_word(sign);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)sign);
    return category >= UTF8PROC_CATEGORY_PD &&
           category <= UTF8PROC_CATEGORY_ZP; // Pc: later PCRE2's \w
}

bool shape_is_white(uint32_t sign) {
    return sign == SIGN_SPACE || sign == SIGN_EDGE || sign == ' ' || (sign >= '\t' && sign <= '\r');
}

static bool begins_outside(shape s) { return s.len && shape_is_outside(s.at[0]); }
static bool ends_outside(shape s) { return s.len && shape_is_outside(s.at[s.len - 1]); }

bool shapes_begin_outside(shapes s) {
    for (size_t i = 0; i < s.count; i++)
        if (!begins_outside(s.at[i])) return false;
    return true;
}

bool shapes_end_outside(shapes s) {
    for (size_t i = 0; i < s.count; i++)
        if (!ends_outside(s.at[i])) return false;
    return true;
}

static shape join(arena *keep, shape a, shape b) {
    if (a.len == 0) return b;
    if (b.len == 0) return a;
    uint32_t *at = arena_array(keep, uint32_t, a.len + b.len);
    memcpy(at, a.at, a.len * sizeof *at);
    memcpy(at + a.len, b.at, b.len * sizeof *at);
    return (shape){at, a.len + b.len};
}

shape shape_of_sign(arena *keep, uint32_t sign) {
    uint32_t *at = arena_new(keep, uint32_t);
    *at = sign;
    return (shape){at, 1};
}

static bool same(shape a, shape b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len * sizeof *a.at) == 0);
}

void shapes_add(shapes *to, shape each) {
    for (size_t i = 0; i < to->count; i++)
        if (same(to->at[i], each)) return;
    to->at[to->count++] = each;
}

void shapes_add_all(shapes *to, shapes from) {
    for (size_t i = 0; i < from.count; i++) shapes_add(to, from.at[i]);
}

shapes shapes_room(arena *keep, size_t count) {
    return (shapes){arena_array(keep, shape, count), 0};
}

shapes shapes_cross(arena *keep, shapes a, shapes b) {
    shapes product = shapes_room(keep, a.count * b.count);
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++) shapes_add(&product, join(keep, a.at[i], b.at[k]));
    return product;
}

shapes shapes_with_after(arena *keep, shapes a, uint32_t sign) {
    shape end = shape_of_sign(keep, sign);
    return shapes_cross(keep, a, (shapes){&end, 1});
}
shapes shapes_with_before(arena *keep, uint32_t sign, shapes a) {
    shape start = shape_of_sign(keep, sign);
    return shapes_cross(keep, (shapes){&start, 1}, a);
}

shapes shapes_unknown(arena *keep) {
    shapes only = shapes_room(keep, 1);
    shapes_add(&only, shape_of_sign(keep, SIGN_GAP));
    return only;
}

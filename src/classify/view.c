#include "classify/view.h"

#include "text/fold.h"

#include <stdlib.h>

static void make_room(view *v, size_t count) {
    memory_reserve(v->starts, v->start_room, count + 1);
    memory_reserve(v->ends, v->end_room, count + 1);
    memory_reserve(v->ids, v->id_room, count + 1);
    memory_reserve(v->categories, v->category_room, count + 1);
    memory_reserve(v->continues, v->continue_room, count + 1);
}

static void add_gap(buf *out, str gap) {
    if (gap.len == 1 && gap.at[0] == ' ')
        buf_add_char(out, ' ');
    else if (gap.len)
        fold_text(out, gap);
}

// Where every byte stays in its place: nearly always, and a third of the instructions.
static void fold_in_place(view *v, str text, const tokens *all) {
    fold_text(&v->folded, text);
    for (size_t i = 0; i < all->count; i++) {
        v->starts[i] = all->at[i].start;
        v->ends[i] = all->at[i].end;
    }
    v->ascii = true;
}

void view_fold(view *v, const memo *m, str text, const tokens *all, bool in_place) {
    make_room(v, all->count);
    buf_reset(&v->folded);
    v->has_categories = false;
    if (in_place) {
        fold_in_place(v, text, all);
        return;
    }
    uint32_t end = 0;
    for (size_t i = 0; i < all->count; i++) {
        token t = all->at[i];
        add_gap(&v->folded, str_of(text.at + end, t.start - end));
        v->starts[i] = (uint32_t)v->folded.len;
        buf_add(&v->folded, memo_at(m, t.word)->folded);
        v->ends[i] = (uint32_t)v->folded.len;
        end = t.end;
    }
    add_gap(&v->folded, str_drop(text, end));
    v->ascii = str_is_ascii(buf_str(&v->folded));
}

// Marks the longest phrase at every token; phrases may overlap.
static void add_phrases(view *v, const memo *m, const tokens *all, uint32_t root) {
    const trie *phrases = &m->book->engine->words.phrases;
    for (size_t i = 0; i < all->count; i++) {
        if (!(all->at[i].flags & WORD_PHRASE)) continue;
        uint32_t node = root;
        uint64_t found = 0;
        size_t end = i;
        for (size_t at = i; at < all->count; at++) {
            node = v->ids[at] == INTERN_NONE ? TRIE_NONE : trie_step(phrases, node, v->ids[at]);
            if (node == TRIE_NONE) break;
            if (!phrases->values[node]) continue;
            found = phrases->values[node];
            end = at + 1;
        }
        for (size_t at = i; at < end; at++) v->categories[at] |= found;
        for (size_t at = i + 1; at < end; at++) v->continues[at] = true;
    }
}

const surroundings *view_categories(view *v, const memo *m, str text, const tokens *all,
                                    size_t pack_index, bool forwarded) {
    if (v->has_categories && v->pack == pack_index) return &v->around;
    v->has_categories = true;
    v->pack = pack_index;
    const codebook_engine *engine = m->book->engine;
    for (size_t i = 0; i < all->count; i++) {
        v->ids[i] = memo_at(m, all->at[i].word)->word;
        v->continues[i] = false;
        v->categories[i] = memo_sense_at(m, all->at[i].word, pack_index)->categories;
    }
    add_phrases(v, m, all, (uint32_t)pack_index);
    v->around = (surroundings){
        .known = &engine->known,
        .words = &engine->words,
        .text = text,
        .folded = buf_str(&v->folded),
        .tokens = all->at,
        .count = all->count,
        .starts = v->starts,
        .ends = v->ends,
        .categories = v->categories,
        .continues = v->continues,
        .ids = v->ids,
        .forwarded = forwarded,
    };
    return &v->around;
}

uint32_t view_offset(const view *v, str text, const tokens *all, size_t folded, bool at_end) {
    size_t low = 0, high = all->count;
    while (low < high) { // the first token that ends at or behind the offset
        size_t middle = (low + high) / 2;
        if (v->ends[middle] >= folded + (at_end ? 0 : 1))
            high = middle;
        else
            low = middle + 1;
    }
    if (low == all->count) return (uint32_t)text.len;
    token t = all->at[low];
    if (folded <= v->starts[low])
        return t.start -
               (uint32_t)(v->starts[low] - folded < t.start ? v->starts[low] - folded : t.start);
    if (folded == v->ends[low]) return t.end;
    uint32_t inside = (uint32_t)folded - v->starts[low];
    bool same_length = t.end - t.start == v->ends[low] - v->starts[low];
    bool whole_character =
        ((unsigned char)text.at[t.start + (same_length ? inside : 0)] & 0xC0) != 0x80;
    if (same_length && whole_character) return t.start + inside;
    return at_end ? t.end : t.start;
}

void view_release(view *v) {
    buf_release(&v->folded);
    free(v->starts);
    free(v->ends);
    free(v->ids);
    free(v->categories);
    free(v->continues);
    *v = (view){0};
}

#include "classify/search.h"

#include "base/memory.h"

#include <stdlib.h>

enum { NEIGHBORS = 8 }; // bytes between stretches that are tried as one

void search_init(search *s, memo *m, const tokens *all, bool no_filter) {
    size_t rules = m->book->rule_count;
    s->memo = m;
    s->tokens = all;
    s->no_filter = no_filter;
    matcher_init(&s->matcher, rules);
    s->undetermined = memory_alloc((rules + 1) * sizeof *s->undetermined);
    candidates_init(&s->candidates, rules);
}

void search_release(search *s) {
    candidates_release(&s->candidates);
    view_release(&s->view);
    matcher_release(&s->matcher);
    narrowed_release(&s->narrowed);
    free(s->undetermined);
    *s = (search){0};
}

// A part of a long message that a rule sees at once.
typedef struct window {
    size_t start, end;
} window;

// The start of the last token at or before an offset and behind `after`, else the start of the
// character there.
static size_t boundary(const search *s, size_t offset, size_t after) {
    size_t low = 0, high = s->tokens->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->view.starts[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low && s->view.starts[low - 1] > after) return s->view.starts[low - 1];
    while (((unsigned char)s->view.folded.at[offset] & 0xC0) == 0x80) offset--;
    return offset;
}

static window next_window(const search *s, window w) {
    size_t len = s->view.folded.len;
    if (w.end) w.start = boundary(s, w.end - LIMIT_SCAN_OVERLAP, w.start);
    w.end = len - w.start <= LIMIT_SCAN
                ? len
                : boundary(s, w.start + LIMIT_SCAN, w.start + LIMIT_SCAN_OVERLAP * 2);
    return w;
}

static uint8_t scope_of(search *s, const rule *r, match_span span) {
    const surroundings *around = view_categories(&s->view, s->memo, s->message->text, s->tokens,
                                                 r->pack, s->message->flags & FLAG_FORWARDED);
    return scope_cancels(around, r->scopes, span.start, span.end);
}

static void add_hit(const search *s, uint32_t index, match_span span, uint8_t scope, hits *to) {
    uint8_t expects = s->memo->book->rules[index].expects;
    if (span.swapped && expects == SAYS_YES)
        expects = SAYS_NO;
    else if (span.swapped && expects == SAYS_NO)
        expects = SAYS_YES;
    str text = s->message->text;
    uint32_t start = view_offset(&s->view, text, s->tokens, span.start, false);
    uint32_t end = view_offset(&s->view, text, s->tokens, span.end, true);
    memory_reserve(to->at, to->room, to->count + 1);
    to->at[to->count++] = (hit){index, start, end < start ? start : end, expects, scope};
}

// Offsets of the folded text, the last included.
typedef struct stretch {
    size_t from, to;
} stretch;

// Adds the first match of the rule that begins in a stretch of the window and that no scope
// cancels. False: look no further. at.from moves on.
static bool try_stretch(search *s, uint32_t index, window w, stretch *at) {
    const codebook *book = s->memo->book;
    str text = str_of(buf_str(&s->view.folded).at + w.start, w.end - w.start);
    match_text t = {text, s->view.ascii, s->narrow ? &s->narrowed : NULL, w.start > 0,
                    w.end < s->view.folded.len};
    while (at->from <= text.len && at->from <= at->to) {
        match_span span;
        match_result result = pattern_match(&s->matcher, &book->engine->patterns[index], index, &t,
                                            at->from, at->to, &span);
        if (result == MATCH_STOPPED) {
            s->undetermined[index]++;
            s->analysis->undetermined = true;
            return false;
        }
        if (result == MATCH_NONE) return true;
        size_t next = span.end > at->from ? span.end : at->from + 1;
        while (next < text.len && ((unsigned char)text.at[next] & 0xC0) == 0x80) next++;
        at->from = next;
        span.start += w.start;
        span.end += w.start;
        uint8_t scope = scope_of(s, &book->rules[index], span);
        if (scope && s->cancelled) add_hit(s, index, span, scope, s->cancelled);
        if (scope) continue;
        add_hit(s, index, span, 0, s->found);
        return false;
    }
    return true;
}

// Looks for a rule everywhere.
static void try_rule(search *s, uint32_t index) {
    window w = next_window(s, (window){0, 0});
    for (;; w = next_window(s, w)) {
        stretch all = {0, MATCH_ANYWHERE};
        if (!try_stretch(s, index, w, &all) || w.end == s->view.folded.len) return;
    }
}

// Where the folded text of a token ends; tokens before the first and behind the last are empty.
static size_t end_of(const search *s, int64_t i) {
    if (i < 0) return 0;
    return (size_t)i < s->tokens->count ? s->view.ends[i] : s->view.folded.len;
}

// Looks for a rule of the pack whose sieve was asked last, where its matches can begin: a pattern
// is tried at every offset it is let, and most of them are words that it does not begin with.
static void try_near(search *s, uint32_t index, sieve_start start) {
    window whole = {0, s->view.folded.len};
    stretch at = {0, 0};
    bool some = false;
    for (size_t i = 0; i < s->tokens->count + 2; i++) {
        if (!sieve_has(candidates_vector(&s->candidates, s->memo, i), start.clause)) continue;
        int64_t head = (int64_t)i - 1;
        stretch next = {end_of(s, head - start.distance - 1), end_of(s, head)};
        if (some && next.from <= at.to + NEIGHBORS) {
            at.to = next.to;
            continue;
        }
        if (some && !try_stretch(s, index, whole, &at)) return;
        at = (stretch){next.from > at.from ? next.from : at.from, next.to};
        some = true;
    }
    if (some) try_stretch(s, index, whole, &at);
}

// What every rule is tried on, made for the first.
static void prepare_view(search *s) {
    if (s->viewed) return;
    view_fold(&s->view, s->memo, s->message->text, s->tokens,
              s->sum->ascii && !(s->sum->flags & WORD_RESIZED));
    str folded = buf_str(&s->view.folded);
    s->narrow = !s->view.ascii && folded.len <= LIMIT_SCAN &&
                alphabet_text(&s->matcher.alphabet, folded, &s->narrowed);
    s->viewed = true;
}

static void search_everywhere(search *s, uint64_t packs, uint32_t index) {
    if (!(packs >> s->memo->book->rules[index].pack & 1)) return;
    prepare_view(s);
    try_rule(s, index);
}

static void search_pack(search *s, size_t which) {
    const sieve *own = &s->memo->book->engine->packs[which].sieve;
    candidates_find(&s->candidates, s->memo, s->tokens, which, s->sum->loose);
    if (s->candidates.count) prepare_view(s);
    for (size_t i = 0; i < s->candidates.count; i++) {
        uint32_t index = s->candidates.rules[i];
        sieve_start start = own->starts[index - own->first_rule];
        if (start.clause == SIEVE_ALWAYS || s->sum->loose || s->view.folded.len > LIMIT_SCAN)
            try_rule(s, index);
        else
            try_near(s, index, start);
    }
}

static void search_packs(search *s, uint64_t packs) {
    const codebook *book = s->memo->book;
    if (s->no_filter || s->sum->joined) {
        for (uint32_t i = 0; i < book->rule_count; i++) search_everywhere(s, packs, i);
        return;
    }
    for (size_t i = 0; i < book->engine->always_count; i++)
        search_everywhere(s, packs, book->engine->always[i]);
    for (uint64_t bits = packs; bits; bits &= bits - 1)
        search_pack(s, (size_t)__builtin_ctzll(bits));
}

static int by_start(const void *a, const void *b) {
    const hit *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

// Sorts the hits from first on and returns how many.
static uint32_t sort_hits(hits *list, uint32_t first) {
    uint32_t count = (uint32_t)list->count - first;
    if (count > 1) qsort(list->at + first, count, sizeof *list->at, by_start);
    return count;
}

void search_message(search *s, const message *m, const recall_sum *sum, uint64_t packs, analysis *a,
                    hits *found) {
    s->message = m;
    s->sum = sum;
    s->analysis = a;
    s->found = found;
    s->viewed = false;
    candidates_begin(&s->candidates);
    search_packs(s, packs);
    a->hit_count = sort_hits(found, a->first_hit);
    if (s->cancelled) a->cancelled_count = sort_hits(s->cancelled, a->first_cancelled);
}

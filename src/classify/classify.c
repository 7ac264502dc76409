#include "classify/classify.h"

#include "base/memory.h"
#include "classify/language.h"
#include "classify/memo.h"
#include "classify/opening.h"
#include "classify/pattern.h"
#include "classify/places.h"
#include "classify/recall.h"
#include "classify/view.h"

#include <stdlib.h>

struct classifier {
    const codebook *book;
    bool no_filter;
    tokens tokens;
    memo memo;
    view view;
    matcher matcher;
    narrowed narrowed;      // the text of the view
    bool narrow;            // it is there
    uint32_t *undetermined; // by rule
    uint32_t *places;       // of the vectors of the words, of the message's start and end
    uint32_t *with_rows;
    size_t place_room, with_rows_room;
    uint64_t *asked;      // by rule: the message it was last asked in
    uint64_t stamp;       // of this message
    uint32_t *candidates; // room for every rule
    size_t candidate_count;
    bool viewed;       // the view is of this message
    bool in_place;     // for the view
    language language; // of this message
    size_t only_pack;  // given, or the number of packs
    hits *cancelled;   // where a trace wants them, or NULL
};

static void init(void *context) {
    classifier *c = context;
    const codebook *book = c->book;
    memo_init(&c->memo, book);
    matcher_init(&c->matcher, book->rule_count);
    c->undetermined = memory_alloc((book->rule_count + 1) * sizeof *c->undetermined);
    c->candidates = memory_alloc((book->rule_count + 1) * sizeof *c->candidates);
    c->asked = memory_alloc((book->rule_count + 1) * sizeof *c->asked);
}

classifier *classifier_new(const codebook *book, bool no_filter) {
    classifier *c = memory_alloc(sizeof *c);
    c->book = book;
    c->no_filter = no_filter;
    c->only_pack = book->pack_count;
    if (memory_protect(init, c)) return c;
    classifier_free(c);
    memory_exhausted();
}

void classifier_free(classifier *c) {
    if (!c) return;
    free(c->tokens.at);
    memo_release(&c->memo);
    view_release(&c->view);
    matcher_release(&c->matcher);
    narrowed_release(&c->narrowed);
    free(c->undetermined);
    free(c->candidates);
    free(c->places);
    free(c->with_rows);
    free(c->asked);
    free(c);
}

void classifier_set_pack(classifier *c, size_t pack_index) { c->only_pack = pack_index; }

void classifier_trace(classifier *c, hits *cancelled) { c->cancelled = cancelled; }

void classifier_share(classifier *c, void (*alone)(void (*body)(void *context), void *context)) {
    c->matcher.alone = alone;
}

const uint32_t *classifier_undetermined(const classifier *c) { return c->undetermined; }

enum { NEIGHBORS = 8 }; // bytes between stretches that are tried as one

static const memo_word *word(const classifier *c, size_t i) {
    return memo_at(&c->memo, c->tokens.at[i].word);
}

static language language_of(const classifier *c, const recall_sum *sum) {
    size_t packs = c->book->pack_count;
    if (c->only_pack < packs) return (language){1ull << c->only_pack, (uint8_t)c->only_pack};
    return packs == 1 ? (language){1, 0} : language_find(&c->memo, &c->tokens, sum->counts);
}

// The short answer in the first of the chosen packs that has one.
static void find_answer(const classifier *c, analysis *a) {
    for (uint64_t bits = c->language.packs; bits && !a->answer; bits &= bits - 1) {
        opening open = opening_find(&c->memo, &c->tokens, (size_t)__builtin_ctzll(bits));
        a->answer = open.answer;
        a->answer_whole = open.whole;
    }
}

static const uint64_t *vector_at(const classifier *c, size_t place) {
    return c->memo.vectors.bits + c->places[place];
}

// Asks the sieve of a pack which of its rules may match.
static void ask_sieve(classifier *c, size_t which, bool loose) {
    memo *m = &c->memo;
    const sieve *s = &c->book->engine->packs[which].sieve;
    size_t count = c->tokens.count + 2;
    memory_reserve(c->places, c->place_room, count + SIEVE_LANES);
    memory_reserve(c->with_rows, c->with_rows_room, count);
    c->places[0] = memo_edge(m, which, false);
    c->places[count - 1] = memo_edge(m, which, true);
    for (size_t i = 0; i < SIEVE_LANES; i++) c->places[count + i] = MEMO_NOTHING;
    sieve_question q = {m->vectors.bits, memo_places(m, which), c->tokens.at, c->places,
                        count,           c->with_rows,          loose,        c->asked,
                        c->stamp};
    c->candidate_count = m->passing.count ? SIEVE_UNKNOWN : sieve_rules(s, &q, c->candidates);
    if (c->candidate_count != SIEVE_UNKNOWN) return;
    places_find(m, &c->tokens, which, c->places + 1);
    q.vectors = m->vectors.bits;
    q.known = NULL;
    c->candidate_count = sieve_rules(s, &q, c->candidates);
}

// A part of a long message that a rule sees at once.
typedef struct window {
    size_t start, end;
} window;

// The start of the last token at or before an offset and behind `after`, else the start of the
// character there.
static size_t boundary(const classifier *c, size_t offset, size_t after) {
    size_t low = 0, high = c->tokens.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->view.starts[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low && c->view.starts[low - 1] > after) return c->view.starts[low - 1];
    while (((unsigned char)c->view.folded.at[offset] & 0xC0) == 0x80) offset--;
    return offset;
}

static window next_window(const classifier *c, window w) {
    size_t len = c->view.folded.len;
    if (w.end) w.start = boundary(c, w.end - LIMIT_SCAN_OVERLAP, w.start);
    w.end = len - w.start <= LIMIT_SCAN
                ? len
                : boundary(c, w.start + LIMIT_SCAN, w.start + LIMIT_SCAN_OVERLAP * 2);
    return w;
}

static uint8_t cancelled(classifier *c, const message *m, const rule *r, size_t start, size_t end) {
    const surroundings *around = view_categories(&c->view, &c->memo, m->text, &c->tokens, r->pack,
                                                 m->flags & FLAG_FORWARDED);
    return scope_cancels(around, r->scopes, start, end);
}

static void add_hit(classifier *c, const message *m, uint32_t index, match_span span, uint8_t scope,
                    hits *found) {
    const rule *r = &c->book->rules[index];
    uint8_t expects = r->expects;
    if (span.swapped && expects == SAYS_YES)
        expects = SAYS_NO;
    else if (span.swapped && expects == SAYS_NO)
        expects = SAYS_YES;
    uint32_t start = view_offset(&c->view, m->text, &c->tokens, span.start, false);
    uint32_t end = view_offset(&c->view, m->text, &c->tokens, span.end, true);
    memory_reserve(found->at, found->room, found->count + 1);
    found->at[found->count++] = (hit){index, start, end < start ? start : end, expects, scope};
}

// Offsets of the folded text, the last included.
typedef struct stretch {
    size_t from, to;
} stretch;

// Adds the first match of the rule that begins in a stretch of the window and that no scope
// cancels. False: look no further. at.from moves on.
static bool try_stretch(classifier *c, const message *m, uint32_t index, window w, stretch *at,
                        analysis *a, hits *found) {
    const rule *r = &c->book->rules[index];
    str text = str_of(buf_str(&c->view.folded).at + w.start, w.end - w.start);
    match_text t = {text, c->view.ascii, c->narrow ? &c->narrowed : NULL, w.start > 0,
                    w.end < c->view.folded.len};
    while (at->from <= text.len && at->from <= at->to) {
        match_span span;
        match_result result = pattern_match(&c->matcher, &c->book->engine->patterns[index], index,
                                            &t, at->from, at->to, &span);
        if (result == MATCH_STOPPED) {
            c->undetermined[index]++;
            a->undetermined = true;
            return false;
        }
        if (result == MATCH_NONE) return true;
        size_t next = span.end > at->from ? span.end : at->from + 1;
        while (next < text.len && ((unsigned char)text.at[next] & 0xC0) == 0x80) next++;
        at->from = next;
        span.start += w.start;
        span.end += w.start;
        uint8_t scope = cancelled(c, m, r, span.start, span.end);
        if (scope && c->cancelled) add_hit(c, m, index, span, scope, c->cancelled);
        if (scope) continue;
        add_hit(c, m, index, span, 0, found);
        return false;
    }
    return true;
}

// Looks for a rule everywhere.
static void try_rule(classifier *c, const message *m, uint32_t index, analysis *a, hits *found) {
    window w = next_window(c, (window){0, 0});
    for (;; w = next_window(c, w)) {
        stretch all = {0, MATCH_ANYWHERE};
        if (!try_stretch(c, m, index, w, &all, a, found) || w.end == c->view.folded.len) return;
    }
}

// Where the folded text of a token ends; tokens before the first and behind the last are empty.
static size_t end_of(const classifier *c, int64_t i) {
    if (i < 0) return 0;
    return (size_t)i < c->tokens.count ? c->view.ends[i] : c->view.folded.len;
}

// Looks for a rule of the pack whose sieve was asked last, where its matches can begin: a pattern
// is tried at every offset it is let, and most of them are words that it does not begin with.
static void try_near(classifier *c, const message *m, uint32_t index, sieve_start start,
                     analysis *a, hits *found) {
    window whole = {0, c->view.folded.len};
    stretch at = {0, 0};
    bool some = false;
    for (size_t i = 0; i < c->tokens.count + 2; i++) {
        if (!sieve_has(vector_at(c, i), start.clause)) continue;
        int64_t head = (int64_t)i - 1;
        stretch next = {end_of(c, head - start.distance - 1), end_of(c, head)};
        if (some && next.from <= at.to + NEIGHBORS) {
            at.to = next.to;
            continue;
        }
        if (some && !try_stretch(c, m, index, whole, &at, a, found)) return;
        at = (stretch){next.from > at.from ? next.from : at.from, next.to};
        some = true;
    }
    if (some) try_stretch(c, m, index, whole, &at, a, found);
}

static int by_start(const void *a, const void *b) {
    const hit *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

// What every rule is tried on, made for the first.
static void prepare_view(classifier *c, const message *m) {
    if (c->viewed) return;
    view_fold(&c->view, &c->memo, m->text, &c->tokens, c->in_place);
    str folded = buf_str(&c->view.folded);
    c->narrow = !c->view.ascii && folded.len <= LIMIT_SCAN &&
                alphabet_text(&c->matcher.alphabet, folded, &c->narrowed);
    c->viewed = true;
}

static void search_everywhere(classifier *c, const message *m, uint32_t index, analysis *a,
                              hits *found) {
    if (!(c->language.packs >> c->book->rules[index].pack & 1)) return;
    prepare_view(c, m);
    try_rule(c, m, index, a, found);
}

static void search_pack(classifier *c, const message *m, size_t which, bool loose, analysis *a,
                        hits *found) {
    const sieve *s = &c->book->engine->packs[which].sieve;
    ask_sieve(c, which, loose);
    if (c->candidate_count) prepare_view(c, m);
    for (size_t i = 0; i < c->candidate_count; i++) {
        uint32_t index = c->candidates[i];
        sieve_start start = s->starts[index - s->first_rule];
        if (start.clause == SIEVE_ALWAYS || loose || c->view.folded.len > LIMIT_SCAN)
            try_rule(c, m, index, a, found);
        else
            try_near(c, m, index, start, a, found);
    }
}

static void search_rules(classifier *c, const message *m, const recall_sum *sum, analysis *a,
                         hits *found) {
    const codebook_engine *engine = c->book->engine;
    c->stamp++;
    c->viewed = false;
    if (c->no_filter || sum->joined) {
        for (uint32_t i = 0; i < c->book->rule_count; i++) search_everywhere(c, m, i, a, found);
        return;
    }
    for (size_t i = 0; i < engine->always_count; i++)
        search_everywhere(c, m, engine->always[i], a, found);
    for (uint64_t bits = c->language.packs; bits; bits &= bits - 1)
        search_pack(c, m, (size_t)__builtin_ctzll(bits), sum->loose, a, found);
}

static void search(classifier *c, const message *m, const recall_sum *sum, analysis *a,
                   hits *found) {
    search_rules(c, m, sum, a, found);
    a->hit_count = (uint32_t)(found->count - a->first_hit);
    if (a->hit_count > 1)
        qsort(found->at + a->first_hit, a->hit_count, sizeof *found->at, by_start);
    if (!c->cancelled) return;
    a->cancelled_count = (uint32_t)(c->cancelled->count - a->first_cancelled);
    if (a->cancelled_count > 1)
        qsort(c->cancelled->at + a->first_cancelled, a->cancelled_count, sizeof *found->at,
              by_start);
}

static const surroundings *surroundings_of(classifier *c, const message *m) {
    if (!c->view.has_categories) view_fold(&c->view, &c->memo, m->text, &c->tokens, c->in_place);
    return view_categories(&c->view, &c->memo, m->text, &c->tokens, c->language.first,
                           m->flags & FLAG_FORWARDED);
}

static bool line_ends(str text, size_t from, size_t to) {
    for (size_t at = from; at < to; at++)
        if (text.at[at] == '\n') return true;
    return false;
}

static uint64_t categories(const classifier *c, size_t i) {
    return memo_sense_at(&c->memo, c->tokens.at[i].word, c->language.first)->categories;
}

// Whether a question may begin at a token that may begin one, and with which a sentence begins.
static bool may_begin_question(const classifier *c, size_t i) {
    const token *t = &c->tokens.at[i];
    bool last = i + 1 == c->tokens.count || (t[1].flags & WORD_TERMINAL);
    return scope_begins_question(&c->book->engine->known, categories(c, i),
                                 last ? UINT64_MAX : categories(c, i + 1));
}

// Whether a sentence begins at token i, but for words and marks that may stand before it; it does
// at token `known` or does not, which is not behind i.
static bool begins_sentence(const classifier *c, str text, size_t i, size_t known, bool does) {
    const known_categories *k = &c->book->engine->known;
    uint64_t skipped = k->interjection | k->conjunction | k->endearment;
    for (; i > known; i--) {
        const token *t = &c->tokens.at[i], *before = t - 1;
        if ((before->flags & WORD_TERMINAL) || line_ends(text, before->end, t->start)) return true;
        if (before->kind != TOKEN_PUNCTUATION && !(categories(c, i - 1) & skipped)) return false;
    }
    return does;
}

// Whether a sentence begins like a question.
static bool begins_question(const classifier *c, str text) {
    const token *all = c->tokens.at;
    size_t count = c->tokens.count, known = 0;
    bool does = true;
    for (size_t i = 0; i < count; i++) {
        if (!(all[i].flags & WORD_MAY_ASK)) continue;
        does = begins_sentence(c, text, i, known, does);
        known = i;
        if (does && may_begin_question(c, i)) return true;
    }
    return false;
}

// The tokens of a text; no view is of it yet.
static void recall_words(classifier *c, str text, recall_sum *sum) {
    recall(&c->memo, text, &c->tokens, sum);
    c->in_place = sum->ascii && !(sum->flags & WORD_RESIZED);
    c->view.has_categories = false;
}

analysis classify(classifier *c, const message *m, hits *found) {
    analysis a = {.first_hit = (uint32_t)found->count};
    if (c->cancelled) a.first_cancelled = (uint32_t)c->cancelled->count;
    if (m->kind != KIND_TEXT && m->kind != KIND_REACTION) return a;
    recall_sum sum;
    recall_words(c, m->text, &sum);
    a.characters = (uint32_t)(m->text.len - sum.continued);
    a.tokens = (uint32_t)c->tokens.count - sum.counts[COUNT_PUNCTUATION];
    c->language = language_of(c, &sum);
    if (c->book->pack_count == 1)
        memcpy(a.style, sum.counts, sizeof a.style);
    else
        language_style(&c->memo, &c->tokens, c->language.first, a.style);
    a.pack = c->language.first;
    if ((sum.flags & WORD_ANSWERS) && (c->tokens.at[0].flags & (WORD_ANSWERS | WORD_SKIPPED)))
        find_answer(c, &a);
    // The authors of bots mean nothing by what they say.
    if (!(m->flags & FLAG_BOT)) search(c, m, &sum, &a, found);
    a.asks = (sum.flags & WORD_ASKS) || ((sum.flags & WORD_MAY_ASK) && begins_question(c, m->text));
    return a;
}

const token_row *classify_tokens(classifier *c, str text, arena *keep, size_t *count) {
    message m = {.text = text, .kind = KIND_TEXT};
    recall_sum sum;
    recall_words(c, text, &sum);
    c->language = language_of(c, &sum);
    const surroundings *around = surroundings_of(c, &m);
    token_row *rows = arena_array(keep, token_row, c->tokens.count + 1);
    for (size_t i = 0; i < c->tokens.count; i++) {
        token t = c->tokens.at[i];
        rows[i] = (token_row){
            .token = str_of(text.at + t.start, t.end - t.start),
            .folded = arena_str(keep, word(c, i)->folded),
            .start = t.start,
            .end = t.end,
            .kind = t.kind,
            .categories = around->categories[i],
        };
    }
    *count = c->tokens.count;
    return rows;
}

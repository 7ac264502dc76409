#include "classify/classify.h"

#include "base/memory.h"
#include "classify/language.h"
#include "classify/opening.h"
#include "classify/question.h"
#include "classify/search.h"

#include <stdlib.h>

enum { EXPECTING_FIRST = 64, EXPECTING_AGAIN = 4096 }; // messages

struct classifier {
    const codebook *book;
    bool no_filter;
    tokens tokens; // of this message
    memo memo;
    search search;
    size_t only_pack;         // given, or the number of packs
    uint32_t seen[MAX_PACKS]; // messages by pack, the more recent ones counting more
    uint32_t until_expecting; // so many messages
};

static void init(void *context) {
    classifier *c = context;
    memo_init(&c->memo, c->book);
    search_init(&c->search, &c->memo, &c->tokens, c->no_filter);
}

classifier *classifier_new(const codebook *book, bool no_filter) {
    classifier *c = memory_alloc(sizeof *c);
    c->book = book;
    c->no_filter = no_filter;
    c->only_pack = book->pack_count;
    c->until_expecting = EXPECTING_FIRST;
    if (memory_protect(init, c)) return c;
    classifier_free(c);
    memory_exhausted();
}

void classifier_free(classifier *c) {
    if (!c) return;
    free(c->tokens.at);
    search_release(&c->search);
    memo_release(&c->memo);
    free(c);
}

void classifier_set_pack(classifier *c, size_t pack_index) { c->only_pack = pack_index; }

void classifier_trace(classifier *c, hits *cancelled) { c->search.cancelled = cancelled; }

void classifier_share(classifier *c, void (*alone)(void (*body)(void *context), void *context)) {
    c->search.matcher.alone = alone;
}

const uint32_t *classifier_undetermined(const classifier *c) { return c->search.undetermined; }

static language language_of(const classifier *c, const recall_sum *sum) {
    size_t packs = c->book->pack_count;
    if (c->only_pack < packs) return (language){1ull << c->only_pack, (uint8_t)c->only_pack};
    return packs == 1 ? (language){1, 0} : language_find(&c->memo, &c->tokens, sum->counts);
}

// Lets the memo expect the packs of what came before, when most of it is in another one than it
// expects first. Rarely, as it works out all counts anew.
static void expect(classifier *c) {
    uint8_t order[MAX_PACKS] = {0};
    size_t packs = c->book->pack_count;
    for (size_t i = 0; i < packs; i++) {
        size_t at = i;
        for (; at > 0 && c->seen[order[at - 1]] < c->seen[i]; at--) order[at] = order[at - 1];
        order[at] = (uint8_t)i;
    }
    if (c->seen[order[0]] > 2 * c->seen[c->memo.expected[0]]) memo_expect(&c->memo, order);
    for (size_t i = 0; i < packs; i++) c->seen[i] /= 2;
    c->until_expecting = EXPECTING_AGAIN;
}

// The short answer in the first of the chosen packs that has one.
static void find_answer(const classifier *c, uint64_t packs, analysis *a) {
    for (; packs && !a->answer; packs &= packs - 1) {
        opening open = opening_find(&c->memo, &c->tokens, (size_t)__builtin_ctzll(packs));
        a->answer = open.answer;
        a->answer_whole = open.whole;
    }
}

analysis classify(classifier *c, const message *m, hits *found) {
    analysis a = {.first_hit = (uint32_t)found->count};
    if (c->search.cancelled) a.first_cancelled = (uint32_t)c->search.cancelled->count;
    if (m->kind != KIND_TEXT && m->kind != KIND_REACTION) return a;
    if (c->until_expecting-- == 0) expect(c);
    recall_sum sum;
    recall(&c->memo, m->text, &c->tokens, &sum);
    a.characters = (uint32_t)(m->text.len - sum.continued);
    a.tokens = (uint32_t)c->tokens.count - sum.counts[COUNT_PUNCTUATION];
    language in = language_of(c, &sum);
    if (in.first == c->memo.expected[0])
        memcpy(a.style, sum.counts, sizeof a.style);
    else
        language_style(&c->memo, &c->tokens, in.first, a.style);
    a.pack = in.first;
    c->seen[in.first]++;
    if ((sum.flags & WORD_ANSWERS) && (c->tokens.at[0].flags & (WORD_ANSWERS | WORD_SKIPPED)))
        find_answer(c, in.packs, &a);
    // The authors of bots mean nothing by what they say.
    if (!(m->flags & FLAG_BOT)) search_message(&c->search, m, &sum, in.packs, &a, found);
    a.asks = (sum.flags & WORD_ASKS) || ((sum.flags & WORD_MAY_ASK) &&
                                         question_begins(&c->memo, m->text, &c->tokens, in.first));
    return a;
}

const token_row *classify_tokens(classifier *c, str text, arena *keep, size_t *count) {
    recall_sum sum;
    recall(&c->memo, text, &c->tokens, &sum);
    view *v = &c->search.view;
    view_fold(v, &c->memo, text, &c->tokens, false);
    const surroundings *around =
        view_categories(v, &c->memo, text, &c->tokens, language_of(c, &sum).first, false);
    token_row *rows = arena_array(keep, token_row, c->tokens.count + 1);
    for (size_t i = 0; i < c->tokens.count; i++) {
        token t = c->tokens.at[i];
        rows[i] = (token_row){
            .token = str_of(text.at + t.start, t.end - t.start),
            .folded = arena_str(keep, memo_at(&c->memo, t.word)->folded),
            .start = t.start,
            .end = t.end,
            .kind = t.kind,
            .categories = around->categories[i],
        };
    }
    *count = c->tokens.count;
    return rows;
}

#include "classify/question.h"

#include "classify/scope.h"

// A message being read.
typedef struct reading {
    const memo *m;
    str text;
    const tokens *all;
    size_t pack_index;
} reading;

static bool line_ends(str text, size_t from, size_t to) {
    for (size_t at = from; at < to; at++)
        if (text.at[at] == '\n') return true;
    return false;
}

static uint64_t categories(const reading *r, size_t i) {
    return memo_sense_at(r->m, r->all->at[i].word, r->pack_index)->categories;
}

// Whether a question may begin at a token that may begin one, and with which a sentence begins.
static bool may_begin(const reading *r, size_t i) {
    const token *t = &r->all->at[i];
    bool last = i + 1 == r->all->count || (t[1].flags & WORD_TERMINAL);
    return scope_begins_question(&r->m->book->engine->known, categories(r, i),
                                 last ? UINT64_MAX : categories(r, i + 1));
}

// Whether a sentence begins at token i, but for words and marks that may stand before it; it does
// at token `known` or does not, which is not behind i.
static bool begins_sentence(const reading *r, size_t i, size_t known, bool does) {
    const known_categories *k = &r->m->book->engine->known;
    for (; i > known; i--) {
        const token *t = &r->all->at[i], *before = t - 1;
        if ((before->flags & WORD_TERMINAL) || line_ends(r->text, before->end, t->start))
            return true;
        if (before->kind != TOKEN_PUNCTUATION &&
            !scope_may_precede_question(k, categories(r, i - 1)))
            return false;
    }
    return does;
}

bool question_begins(const memo *m, str text, const tokens *all, size_t pack_index) {
    reading r = {m, text, all, pack_index};
    size_t known = 0;
    bool does = true;
    for (const token *t = all->at, *end = t + all->count; t < end; t++) {
        if (!(t->flags & WORD_MAY_ASK)) continue;
        size_t i = (size_t)(t - all->at);
        does = begins_sentence(&r, i, known, does);
        known = i;
        if (does && may_begin(&r, i)) return true;
    }
    return false;
}

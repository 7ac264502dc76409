#include "classify/opening.h"

static const memo_word *word(const memo *m, const tokens *all, size_t i) {
    return memo_at(m, all->at[i].word);
}

static uint64_t categories(const memo *m, const tokens *all, size_t i, size_t pack_index) {
    return memo_sense_at(m, all->at[i].word, pack_index)->categories;
}

static bool is_mark(const tokens *all, size_t i) {
    uint8_t kind = all->at[i].kind;
    return kind == TOKEN_PUNCTUATION || kind == TOKEN_EMOJI || kind == TOKEN_EMOTICON;
}

// What may follow an answer: the end, a mark, an intensifier, an endearment, laughter.
static bool may_follow(const memo *m, const tokens *all, size_t i, size_t pack_index) {
    const known_categories *known = &m->book->engine->known;
    return i == all->count || is_mark(all, i) ||
           (categories(m, all, i, pack_index) &
            (known->intensifier | known->endearment | known->laughter));
}

static bool may_accompany(const memo *m, const tokens *all, size_t i, size_t pack_index) {
    const known_categories *known = &m->book->engine->known;
    return may_follow(m, all, i, pack_index) ||
           (categories(m, all, i, pack_index) & known->interjection);
}

// The tokens behind one more occurrence of the same words ("no no no").
static size_t past_repeats(const tokens *all, size_t first, size_t end) {
    size_t count = end - first, at = end;
    for (;;) {
        for (size_t i = 0; i < count; i++)
            if (at + i >= all->count || all->at[at + i].word != all->at[first + i].word) return at;
        at += count;
    }
}

// The longest answer at token i that something allowed follows; *end is the token behind it.
static uint32_t answer_at(const memo *m, const tokens *all, size_t pack_index, size_t i,
                          size_t *end) {
    const trie *answers = &m->book->engine->words.answers;
    uint32_t node = (uint32_t)pack_index, found = 0;
    for (size_t at = i; at < all->count;) {
        uint32_t id = word(m, all, at)->word;
        node = id == INTERN_NONE ? TRIE_NONE : trie_step(answers, node, id);
        if (node == TRIE_NONE) break;
        at++;
        if (!answers->values[node]) continue;
        size_t behind = past_repeats(all, i, at);
        if (!may_follow(m, all, behind, pack_index)) continue;
        found = (uint32_t)answers->values[node];
        *end = behind;
    }
    return found;
}

opening opening_find(const memo *m, const tokens *all, size_t pack_index) {
    opening none = {0};
    for (size_t i = 0; i < all->count; i++) {
        uint16_t flags = all->at[i].flags;
        size_t end = i;
        uint32_t found = flags & WORD_ANSWERS ? answer_at(m, all, pack_index, i, &end) : 0;
        if (found) {
            while (end < all->count && may_accompany(m, all, end, pack_index)) end++;
            return (opening){found, end == all->count};
        }
        if (!(flags & WORD_SKIPPED)) return none;
    }
    return none;
}

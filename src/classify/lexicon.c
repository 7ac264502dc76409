#include "classify/lexicon.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/masks.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { LONGEST_PREFIX = 63 };

#define NO_ROW UINT32_MAX

void lexicon_init(lexicon *l, size_t packs) {
    l->packs = packs;
    trie_init(&l->phrases, packs);
    trie_init(&l->answers, packs);
}

void lexicon_release(lexicon *l) {
    intern_release(&l->words);
    free(l->rows);
    free(l->categories);
    intern_release(&l->prefixes);
    free(l->prefix_categories);
    trie_release(&l->phrases);
    trie_release(&l->answers);
    free(l->split.at);
    buf_release(&l->folded);
    *l = (lexicon){0};
}

static uint32_t add_word(lexicon *l, str word) {
    memory_reserve(l->rows, l->row_room, l->words.count + 1);
    size_t before = l->words.count;
    uint32_t id = intern_add(&l->words, word);
    if (l->words.count == before) return id;
    l->rows[id] = NO_ROW;
    return id;
}

static void add_categories(lexicon *l, size_t pack, uint32_t id, uint64_t categories) {
    if (l->rows[id] == NO_ROW) {
        size_t end = l->row_count * l->packs;
        memory_reserve(l->categories, l->categories_room, end + l->packs);
        memset(l->categories + end, 0, l->packs * sizeof *l->categories);
        l->rows[id] = (uint32_t)l->row_count++;
    }
    l->categories[l->rows[id] * l->packs + pack] |= categories;
}

static void add_prefix(lexicon *l, size_t pack, str prefix, uint64_t categories) {
    memory_reserve(l->prefix_categories, l->prefix_room, (l->prefixes.count + 1) * l->packs);
    size_t before = l->prefixes.count;
    uint32_t id = intern_add(&l->prefixes, prefix);
    uint64_t *first = l->prefix_categories + id * l->packs;
    if (l->prefixes.count > before) memset(first, 0, l->packs * sizeof *first);
    first[pack] |= categories;
    l->prefix_lengths |= 1ull << prefix.len;
}

// A single word that folding leaves as it is, as most are: small letters without an accent, none of
// them three times in a row.
static bool is_folded_word(str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < 'a' || text.at[i] > 'z') return false;
        if (i >= 2 && text.at[i] == text.at[i - 1] && text.at[i] == text.at[i - 2]) return false;
    }
    return text.len > 0;
}

// The folded form of a token: of the token, or until the next call.
static str fold_one(lexicon *l, str text, token_kind kind) {
    if (is_folded_word(text)) return text;
    buf_reset(&l->folded);
    fold_token(&l->folded, text, kind, NULL, NULL);
    return buf_str(&l->folded);
}

static str token_text(const lexicon *l, str text, size_t i) {
    token t = l->split.at[i];
    return str_of(text.at + t.start, t.end - t.start);
}

// The node of the words of text below root, all of them added.
static uint32_t add_path(lexicon *l, trie *t, uint32_t root, str text) {
    uint32_t node = root;
    for (size_t i = 0; i < l->split.count; i++) {
        str word = fold_one(l, token_text(l, text, i), l->split.at[i].kind);
        node = trie_add(t, node, add_word(l, word));
    }
    return node;
}

static bool has_letter(str text) {
    for (size_t at = 0; at < text.len;) {
        utf8_char c = utf8_decode(str_drop(text, at));
        if (utf8proc_category((utf8proc_int32_t)c.point) <= UTF8PROC_CATEGORY_LO && c.point > 0x40)
            return true;
        at += c.len;
    }
    return false;
}

bool lexicon_add(lexicon *l, size_t pack, str entry, uint64_t categories) {
    if (is_folded_word(entry)) {
        add_categories(l, pack, add_word(l, entry), categories);
        return true;
    }
    if (str_ends(entry, STR("*")) && has_letter(entry)) {
        str prefix = str_take(entry, entry.len - 1);
        if (str_contains(prefix, STR("*")) || str_contains(prefix, STR(" "))) return false;
        prefix = fold_one(l, prefix, TOKEN_WORD);
        if (prefix.len == 0 || prefix.len > LONGEST_PREFIX) return false;
        add_prefix(l, pack, prefix, categories);
        return true;
    }
    if (has_letter(entry) && str_contains(entry, STR("*"))) return false;
    tokenize(&l->split, entry);
    if (l->split.count == 0) return false;
    if (l->split.count == 1) {
        uint32_t id = add_word(l, fold_one(l, token_text(l, entry, 0), l->split.at[0].kind));
        add_categories(l, pack, id, categories);
        return true;
    }
    uint32_t node = add_path(l, &l->phrases, (uint32_t)pack, entry);
    l->phrases.values[node] |= categories;
    l->phrase_any |= categories;
    return true;
}

bool lexicon_add_answer(lexicon *l, size_t pack, str entry, size_t index, bool *shadowed) {
    tokenize(&l->split, entry);
    if (l->split.count == 0) return false;
    uint32_t node = add_path(l, &l->answers, (uint32_t)pack, entry);
    *shadowed = l->answers.values[node] != 0;
    if (!*shadowed) l->answers.values[node] = index + 1;
    return true;
}

static bool is_lengthened(str word) {
    for (size_t i = 2; i < word.len; i++)
        if (word.at[i] == word.at[i - 1] && word.at[i] == word.at[i - 2]) return true;
    return false;
}

void lexicon_add_words(lexicon *l, str text) {
    tokenize(&l->split, text);
    for (size_t i = 0; i < l->split.count; i++) {
        token_kind kind = l->split.at[i].kind;
        str word = token_text(l, text, i);
        if (kind != TOKEN_WORD || is_lengthened(word)) continue;
        str folded = fold_one(l, word, kind);
        if (folded.len > LEXICON_WORD) continue;
        add_word(l, folded);
    }
}

void lexicon_know(lexicon *l, str word) { add_word(l, word); }

bool lexicon_categories(const lexicon *l, uint32_t id, str word, size_t pack, size_t count,
                        uint64_t *found) {
    bool prefixed = false;
    size_t packs = l->packs;
    bool has_row = id != INTERN_NONE && l->rows[id] != NO_ROW;
    for (size_t i = 0; i < count; i++)
        found[i] = has_row ? l->categories[l->rows[id] * packs + pack + i] : 0;
    uint64_t lengths = l->prefix_lengths;
    if (word.len < LONGEST_PREFIX) lengths &= (2ull << word.len) - 1;
    while (lengths) {
        size_t len = (size_t)__builtin_ctzll(lengths);
        lengths &= lengths - 1;
        uint32_t prefix = intern_find(&l->prefixes, str_take(word, len));
        if (prefix == INTERN_NONE) continue;
        prefixed = true;
        for (size_t i = 0; i < count; i++)
            found[i] |= l->prefix_categories[prefix * packs + pack + i];
    }
    return prefixed;
}

bool lexicon_has_categories(const lexicon *l, uint32_t id) { return l->rows[id] != NO_ROW; }

uint64_t lexicon_own_categories(const lexicon *l, uint32_t id, size_t pack) {
    return l->rows[id] == NO_ROW ? 0 : l->categories[l->rows[id] * l->packs + pack];
}

bool lexicon_has(const void *context, str word) {
    return lexicon_word(context, word) != INTERN_NONE;
}

uint32_t lexicon_scripts(str text) {
    static const uint32_t first_after[] = {0x0250, 0x0370, 0x0400, 0x0530, 0x0590,
                                           0x0600, 0x0780, 0x0900, 0x0E00, 0x1E00,
                                           0x1F00, 0x2000, 0x3040, 0x3100, 0xAC00};
    uint32_t scripts = 0;
    for (size_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte < 0x80) {
            scripts |= (byte | 0x20u) - 'a' < 26;
            at++;
            continue;
        }
        if (at + 1 < text.len && masks_is_wide(byte, (unsigned char)text.at[at + 1])) {
            scripts |= 1u << (byte < 0xD0 ? 0 : 3); // Latin, Cyrillic
            at += 2;
            continue;
        }
        utf8_char c = utf8_decode(str_drop(text, at));
        at += c.len;
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c.point);
        if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_LO) continue;
        unsigned script = 0;
        while (script < 15 && c.point >= first_after[script]) script++;
        if (script == 9) script = 0;  // Latin, additional
        if (script == 10) script = 2; // Greek, extended
        scripts |= 1u << script;
    }
    return scripts;
}

// index_make: works out what the rules of a pack need, with an estimate of how often messages
// contain each piece.
#include "base/utf8.h"
#include "classify/letters.h"
#include "classify/load.h"
#include "classify/syntax.h"

#include <stdlib.h>

// A match that may begin more tokens before its first piece is looked for everywhere.
enum { HEAD_FAR = 8 };

// How often a word occurs in a million messages in the language of the pack at hand: by its rules'
// examples, at least by its class there or its length.
static uint32_t word_frequency(const loading *l, uint32_t id, str word) {
    static const uint32_t by_length[] = {60000, 60000, 20000, 8000, 3000, 1500},
                          of_function[] = {150000, 150000, 150000, 100000, 60000, 30000};
    const codebook *book = l->book;
    const lexicon *words = &book->engine->words;
    size_t len = word.len < 5 ? word.len : 5;
    uint32_t least = by_length[len];
    if (id == INTERN_NONE) return least;
    uint64_t categories;
    lexicon_categories(words, id, word, l->pack, 1, &categories);
    if (categories & book->packs[0].function_words) least = of_function[len];
    uint64_t used = (uint64_t)words->uses[id] * 1000000 / (l->examples + 1);
    return used > least ? used < 700000 ? (uint32_t)used : 700000 : least;
}

static void find_common(loading *l) {
    enum { COMMON = 8000 };
    const lexicon *words = &l->book->engine->words;
    l->common_count = 0;
    for (uint32_t id = 0; id < words->words.count; id++) {
        str word = intern_name(&words->words, id);
        uint64_t categories;
        lexicon_categories(words, id, word, l->pack, 1, &categories);
        if (!words->uses[id] && !categories) continue;
        uint32_t frequency = word_frequency(l, id, word);
        if (frequency < COMMON) continue;
        memory_reserve(l->common, l->common_room, l->common_count + 1);
        memory_reserve(l->common_frequency, l->common_frequency_room, l->common_count + 1);
        l->common[l->common_count] = word;
        l->common_frequency[l->common_count++] = frequency;
    }
}

static bool contains(str word, const piece *p) {
    if (p->starts) return str_starts(word, p->text);
    if (p->ends) return str_ends(word, p->text);
    return str_contains(word, p->text);
}

// Only the order of the estimates matters, and only for speed.
static uint32_t piece_frequency_of(void *context, const piece *p) {
    const loading *l = context;
    if (str_equal(p->text, PIECE_START) || str_equal(p->text, PIECE_END)) return FREQUENCY_SURE;
    static const uint32_t by_length[] = {200000, 200000, 60000, 10000, 3000, 1000};
    if (!letters_in_piece(utf8_decode(p->text).point))
        return (unsigned char)p->text.at[0] < 0x80 ? 150000 : 1000;
    if (p->starts && p->ends)
        return word_frequency(l, lexicon_word(&l->book->engine->words, p->text), p->text);
    uint64_t sum = by_length[p->text.len < 5 ? p->text.len : 5];
    for (size_t i = 0; i < l->common_count; i++)
        if (contains(l->common[i], p)) sum += l->common_frequency[i];
    return sum < 900000 ? (uint32_t)sum : 900000;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80; }

// The runs of three and more letters of a pattern that no quantifier follows are words to which
// lengthened ones may be shortened.
static void add_pattern_words(lexicon *words, str text) {
    for (size_t at = 0; at < text.len;) {
        if (text.at[at] == '\\') {
            at += 2;
            continue;
        }
        size_t end = at;
        while (end < text.len && is_letter(text.at[end])) end++;
        bool quantified = end < text.len && memchr("?*+{", text.at[end], 4);
        if (end - at >= 3 && !quantified) lexicon_add_words(words, str_of(text.at + at, end - at));
        at = end + 1;
    }
}

enum { MACRO_NEW, MACRO_KNOWN, MACRO_LOST };

// Most of what working out a need takes is not part of it. So a rule is worked out in an arena of
// its own, and what lasts changes places with it where it is made.
static void change_places(loading *l) {
    arena other = l->pieces.keep;
    l->pieces.keep = l->lasting;
    l->lasting = other;
}

// What is known of a macro between such edges, worked out once for all the rules that use it so.
static const part *macro_part(void *context, shaping *shaping_now, str name, part_edges edges) {
    loading *l = context;
    uint32_t id = intern_find(&l->macros->names, name);
    if (id == INTERN_NONE) return NULL;
    size_t at = id * (size_t)PART_EDGES + edges.before * 2u + edges.after;
    if (l->macro_states[at] == MACRO_LOST) return NULL;
    if (l->macro_states[at] == MACRO_KNOWN) return &l->macro_parts[at];
    l->macro_states[at] = MACRO_LOST;
    if (l->macro_depth++ == 0) change_places(l);
    buf_reset(&l->path);
    syntax_fold(&l->path, l->macros->at[id].text);
    str folded = arena_str(&shaping_now->pieces->keep, buf_str(&l->path));
    bool known = syntax_part(shaping_now, folded, edges, &l->macro_parts[at]);
    if (--l->macro_depth == 0) change_places(l);
    if (!known) return NULL;
    l->macro_states[at] = MACRO_KNOWN;
    return &l->macro_parts[at];
}

// What is known of the head of a pattern, where it is near enough to be of use.
static void set_head(loading *l, sieve_need *of, const anchor *head) {
    if (!head->known || head->open || head->distance > HEAD_FAR) return;
    of->head = piece_set_copy(&l->lasting, head->pieces);
    of->head_distance = head->distance;
}

// What each rule from first on needs, to l->needs.
static void find_needs(loading *l, size_t first) {
    const codebook *book = l->book;
    size_t parts = (l->macros->names.count + 1) * PART_EDGES;
    memory_reserve(l->macro_parts, l->macro_part_room, parts);
    memory_reserve(l->macro_states, l->macro_state_room, parts);
    memset(l->macro_states, MACRO_NEW, parts);
    find_common(l);
    l->pieces.frequency = piece_frequency_of;
    l->pieces.context = l;
    memory_reserve(l->needs, l->need_room, book->rule_count - first + 1);
    shaping s = {&l->pieces, macro_part, l};
    change_places(l);
    for (size_t i = first; i < book->rule_count; i++) {
        buf_reset(&l->scratch);
        syntax_fold(&l->scratch, book->rules[i].pattern);
        anchor head;
        const need *n = syntax_need(&s, buf_str(&l->scratch), &head);
        sieve_need *of = &l->needs[i - first];
        *of = (sieve_need){.need = n ? need_copy(&l->lasting, n) : NULL};
        set_head(l, of, &head);
        arena_reset(&l->pieces.keep);
    }
    change_places(l);
    arena_release(&l->lasting);
}

void index_make(loading *l, size_t pack_index, size_t first, buf *out) {
    const codebook *book = l->book;
    codebook_engine *engine = book->engine;
    l->pack = pack_index;
    l->examples = book->rule_count - first;
    load_know_categories(l->book);
    uint32_t first_word = (uint32_t)engine->words.words.count;
    lexicon_forget_uses(&engine->words);
    for (size_t i = first; i < book->rule_count; i++)
        lexicon_add_words(&engine->words, book->rules[i].example);
    find_needs(l, first);
    sieve_build(&l->plan, &l->pieces, l->needs, book->rule_count - first);
    for (size_t i = first; i < book->rule_count; i++)
        add_pattern_words(&engine->words, engine->patterns[i].text);
    index_parts parts = {.patterns = engine->patterns + first,
                         .needs = l->needs,
                         .rule_count = book->rule_count - first,
                         .words = &engine->words.words,
                         .first_word = first_word,
                         .pieces = &l->pieces,
                         .plan = &l->plan};
    memcpy(parts.key, l->key, INDEX_KEY);
    index_write(out, &parts);
    sieve_plan_release(&l->plan);
    piece_table_release(&l->pieces);
}

// index_make: works out what the rules of a pack need.
#include "classify/load.h"
#include "classify/syntax.h"

// A match that may begin more tokens before its first piece is looked for everywhere.
enum { HEAD_FAR = 8 };

// The common words of the pack at hand: those of frequent.csv, else its words of style, which are
// the frequent ones in any language. False with *l->err set when that file is wrong.
static bool find_common(loading *l) {
    const lexicon *words = &l->book->engine->words;
    codebook_file *file = &l->book->engine->packs[l->pack].files[FILE_FREQUENT];
    intern_reset(&l->common);
    if (file_exists(file->path)) {
        if (!load_file(l, file) || !load_begin(l, file, "word")) return false;
        for (size_t row = 0; row < l->sheet.row_count; row++)
            intern_add(&l->common, sheet_cell(&l->sheet, row, 0));
        return true;
    }
    uint64_t style = l->book->packs[l->pack].function_words;
    for (uint32_t id = 0; id < words->words.count; id++)
        if (lexicon_own_categories(words, id, l->pack) & style)
            intern_add(&l->common, intern_name(&words->words, id));
    return true;
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
    l->pieces.frequency = frequency_of_piece;
    l->pieces.context = &l->common;
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

bool index_make(loading *l, size_t pack_index, size_t first, buf *out) {
    const codebook *book = l->book;
    codebook_engine *engine = book->engine;
    l->pack = pack_index;
    load_know_categories(l->book);
    if (!find_common(l)) return false;
    uint32_t first_word = (uint32_t)engine->words.words.count;
    for (size_t i = first; i < book->rule_count; i++)
        lexicon_add_words(&engine->words, book->rules[i].example);
    find_needs(l, first);
    sieve_build(&l->plan, &l->pieces, l->needs, book->rule_count - first);
    for (size_t i = first; i < book->rule_count; i++)
        add_pattern_words(&engine->words, engine->patterns[i].text);
    index_parts parts = {.needs = l->needs,
                         .rule_count = book->rule_count - first,
                         .words = &engine->words.words,
                         .first_word = first_word,
                         .pieces = &l->pieces,
                         .plan = &l->plan};
    memcpy(parts.key, l->key, INDEX_KEY);
    index_write(out, &parts);
    sieve_plan_release(&l->plan);
    piece_table_release(&l->pieces);
    return true;
}

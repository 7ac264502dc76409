#include "classify/memo.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/edges.h"
#include "classify/scope.h"
#include "text/fold.h"

#include <stdlib.h>

enum {
    PASSING_KEPT = 4096, // passing words for which memory is kept
    PASSING_BYTES = 1 << 20,
    FORGET_ALL = 16, // of so many times that the memo is full, all is forgotten once
};

_Static_assert(MEMO_TOKEN <= UINT8_MAX && (uint64_t)MEMO_TEXT <= 1ull << (64 - MEMO_TEXT_SHIFT),
               "a slot has room for lengths, and its key for offsets");

static size_t row_size(const memo *m) {
    return memo_senses(m) * sizeof(memo_sense) + memo_evidence_blocks(m) * sizeof(memo_counts);
}

// The first place in a block where slots are each in one line of the cache, not half of them in
// two: 2 % of the time for English.
static memo_slot *next_whole(void *block) {
    _Static_assert(64 % sizeof(memo_slot) == 0, "slots share lines of the cache");
    size_t past = (uintptr_t)block % sizeof(memo_slot);
    return (memo_slot *)((char *)block + (past ? sizeof(memo_slot) - past : 0));
}

void memo_init(memo *m, const codebook *book) {
    m->book = book;
    m->untidy = true;
    for (size_t i = 0; i < book->pack_count; i++) m->expected[i] = (uint8_t)i;
    size_t pieces = 0;
    for (size_t i = 0; i < book->pack_count; i++)
        if (book->engine->packs[i].filter.piece_count > pieces)
            pieces = book->engine->packs[i].filter.piece_count;
    m->slot_block = memory_alloc((MEMO_SLOTS + 1) * sizeof *m->slots);
    m->slots = next_whole(m->slot_block);
    m->kept.words = memory_alloc(MEMO_WORDS * sizeof *m->kept.words);
    vectors_init(&m->vectors, book->pack_count, MEMO_WORDS);
    m->categories = memory_alloc(book->pack_count * sizeof *m->categories);
    m->text = memory_alloc(MEMO_TEXT);
    m->found = memory_alloc((pieces + 1) * sizeof *m->found);
    m->kept.room = MEMO_WORDS;
    m->scratch_row = memory_alloc(row_size(m));
    memory_reserve(m->passing.words, m->passing.room, PASSING_KEPT);
}

static void touch_pages(void *block, size_t size) {
    enum { PAGE = 4096 };
    volatile char *at = block;
    for (size_t i = 0; i < size; i += PAGE) {
        char kept = at[i];
        at[i] = kept;
    }
}

// A log that is not small will fill the memo. Its memory is then taken at once, so that a log does
// not need more the longer it is.
static void touch_all(memo *m) {
    touch_pages(m->slots, MEMO_SLOTS * sizeof *m->slots);
    touch_pages(m->kept.words, MEMO_WORDS * sizeof *m->kept.words);
    touch_pages(m->text, MEMO_TEXT);
    touch_pages(m->vectors.places, MEMO_WORDS * m->book->pack_count * sizeof *m->vectors.places);
    touch_pages(m->vectors.bits, VECTORS_ROOM * sizeof *m->vectors.bits);
}

static void free_store(memo_store *store) {
    free(store->words);
    free(store->senses);
    free(store->evidence);
    intern_release(&store->rows);
    *store = (memo_store){0};
}

void memo_release(memo *m) {
    free(m->slot_block);
    free_store(&m->kept);
    free_store(&m->passing);
    vectors_release(&m->vectors);
    free(m->categories);
    free(m->text);
    free(m->found);
    free(m->scratch_row);
    arena_release(&m->passing_bytes);
    buf_release(&m->scratch);
    *m = (memo){0};
}

static uint64_t key_of(str raw) {
    if (raw.len <= MEMO_SHORT) return str_bytes(raw.at, raw.len);
    return raw.len <= MEMO_LONG ? memo_long_key(raw.at, raw.len) : str_hash(raw) | MEMO_HASHED;
}

static size_t first_slot(const memo *m, uint64_t key, size_t len) {
    const memo_slot *first =
        len <= MEMO_SHORT ? memo_short_slot(m->slots, key) : memo_long_slot(m->slots, key);
    return (size_t)(first - m->slots);
}

// The key of the token in a slot.
static uint64_t slot_key(const memo *m, const memo_slot *slot) {
    if (slot->len <= MEMO_SHORT) return slot->key;
    return key_of(str_of(memo_long_text(m, slot), slot->len));
}

static void forget_all(memo *m) {
    memset(m->slots, 0, MEMO_SLOTS * sizeof *m->slots);
    vectors_forget(&m->vectors, m->kept.count);
    m->kept.count = m->kept.row_count = m->text_len = 0;
    intern_reset(&m->kept.rows);
}

static memo_slot *slot_at(const memo *m, size_t at) { return &m->slots[at & (MEMO_SLOTS - 1)]; }

// Forgets the words from a number on. The slots of the others come to stand where they would if
// those had never been: one after the other, from behind a free slot, so that none is looked for
// across one that became free.
static void forget_from(memo *m, uint32_t first) {
    size_t start = 0;
    while (slot_at(m, start)->len) start++;
    for (size_t at = start + 1; at <= start + MEMO_SLOTS; at++) {
        memo_slot moved = *slot_at(m, at);
        *slot_at(m, at) = (memo_slot){0};
        if (!moved.len || moved.word >= first) continue;
        size_t to = first_slot(m, slot_key(m, &moved), moved.len);
        while (slot_at(m, to)->len) to++;
        *slot_at(m, to) = moved;
    }
    m->text_len = m->kept.words[first].raw;
    vectors_forget_places(&m->vectors, first, m->kept.count);
    m->kept.count = first;
}

// The words that came first are the frequent ones: half of them stay, and none when the log may
// have become another one meanwhile.
static void forget(memo *m) {
    if (++m->forgotten % FORGET_ALL == 0)
        forget_all(m);
    else
        forget_from(m, (uint32_t)(m->kept.count / 2));
    m->full = false;
}

static void forget_passing(memo *m) {
    memo_store *passing = &m->passing;
    passing->count = passing->row_count = 0;
    if (passing->room > PASSING_KEPT) free_store(passing);
    if (arena_size(&m->passing_bytes) > PASSING_BYTES)
        arena_release(&m->passing_bytes);
    else
        arena_reset(&m->passing_bytes);
}

static uint16_t flags_of(const memo *m, const memo_word *w, uint64_t categories, token_kind kind) {
    const codebook_engine *engine = m->book->engine;
    const known_categories *known = &engine->known;
    uint16_t flags = edges_flags(w->folded, kind);
    if (kind == TOKEN_PUNCTUATION && w->folded.len) {
        uint32_t point = utf8_decode(w->folded).point;
        if (scope_ends_sentence(point)) flags |= WORD_TERMINAL;
        if (scope_asks(point)) flags |= WORD_ASKS;
    }
    if (categories & known->question_start) flags |= WORD_MAY_ASK;
    if (categories & (known->laughter | known->interjection | known->endearment))
        flags |= WORD_SKIPPED;
    if (kind == TOKEN_PUNCTUATION || kind == TOKEN_EMOJI || kind == TOKEN_EMOTICON)
        flags |= WORD_SKIPPED;
    for (uint32_t i = 0; w->word != INTERN_NONE && i < engine->words.packs; i++) {
        if (trie_step(&engine->words.answers, i, w->word) != TRIE_NONE) flags |= WORD_ANSWERS;
        if (trie_step(&engine->words.phrases, i, w->word) != TRIE_NONE) flags |= WORD_PHRASE;
    }
    return flags;
}

static memo_counts style_of(const memo *m, uint64_t categories) {
    memo_counts counts = {0};
    for (unsigned i = 0; categories && i < STYLE_CLASSES; i++)
        counts[i] = (categories & m->book->engine->known.style[i]) != 0;
    return counts;
}

static memo_counts *scratch_evidence(const memo *m) {
    return (memo_counts *)(m->scratch_row + memo_senses(m));
}

// Notes that a word is, in one of several packs, of some categories, or begins answers.
static void add_sense(memo *m, const memo_word *w, size_t pack_index, uint64_t categories) {
    const codebook *book = m->book;
    memo_sense *any = m->scratch_row;
    const trie *answers = &book->engine->words.answers;
    bool function = (categories & book->packs[pack_index].function_words) &&
                    (w->scripts & book->engine->packs[pack_index].scripts);
    bool begins_answer =
        w->word != INTERN_NONE && trie_step(answers, (uint32_t)pack_index, w->word) != TRIE_NONE;
    memo_counts *evidence = scratch_evidence(m) + pack_index / MEMO_EVIDENCE;
    (*evidence)[pack_index % MEMO_EVIDENCE * 2] = categories || begins_answer;
    (*evidence)[pack_index % MEMO_EVIDENCE * 2 + 1] = function;
    any[pack_index + 1] = (memo_sense){categories, style_of(m, categories)};
}

// What the word means, to the row in scratch. False: nothing.
static bool find_meaning(memo *m, const memo_word *w, token_kind kind) {
    const lexicon *words = &m->book->engine->words;
    size_t packs = m->book->pack_count;
    memo_sense *any = m->scratch_row;
    memset(any, 0, row_size(m));
    bool prefixed = lexicon_categories(words, w->word, w->folded, 0, packs, m->categories);
    if (!prefixed && w->word == INTERN_NONE && kind != TOKEN_PUNCTUATION) return false;
    for (size_t i = 0; i < packs; i++) {
        any->categories |= m->categories[i];
        if (packs > 1) add_sense(m, w, i, m->categories[i]);
    }
    if (packs == 1) any->counts = style_of(m, any->categories);
    any->counts[COUNT_PUNCTUATION] = kind == TOKEN_PUNCTUATION;
    return true;
}

static bool is_function_word(const memo_counts *evidence, size_t pack_index) {
    return evidence[pack_index / MEMO_EVIDENCE][pack_index % MEMO_EVIDENCE * 2 + 1];
}

// Works out what is counted of the words of a row.
static void count_row(const memo *m, memo_store *store, size_t row) {
    memo_sense *any = &store->senses[row * memo_senses(m)];
    size_t packs = m->book->pack_count;
    if (packs == 1) return;
    memo_counts counts = any[m->expected[0] + 1].counts;
    for (size_t i = 0; i < packs; i++)
        counts[COUNT_PACKS + (i < MEMO_APART ? i : MEMO_APART - 1)] |=
            is_function_word(&store->evidence[row * memo_evidence_blocks(m)], m->expected[i]);
    counts[COUNT_PUNCTUATION] = any->counts[COUNT_PUNCTUATION];
    any->counts = counts;
}

void memo_expect(memo *m, const uint8_t *packs) {
    memcpy(m->expected, packs, m->book->pack_count);
    for (size_t row = 0; row < m->kept.row_count; row++) count_row(m, &m->kept, row);
    for (size_t i = 0; i < MEMO_SLOTS; i++)
        if (m->slots[i].len) m->slots[i].counts = memo_any_sense(m, m->slots[i].word)->counts;
    m->untidy = true;
}

// Appends the row in scratch and returns which it is.
static uint32_t add_row(const memo *m, memo_store *store) {
    size_t senses = memo_senses(m), blocks = memo_evidence_blocks(m), at = store->row_count;
    memory_reserve(store->senses, store->sense_room, (at + 1) * senses);
    memory_reserve(store->evidence, store->evidence_room, (at + 1) * blocks);
    memcpy(store->senses + at * senses, m->scratch_row, senses * sizeof *store->senses);
    memcpy(store->evidence + at * blocks, scratch_evidence(m), blocks * sizeof *store->evidence);
    count_row(m, store, at);
    return (uint32_t)store->row_count++;
}

// The first row of a store.
static void add_nothing(memo *m, memo_store *store) {
    memset(m->scratch_row, 0, row_size(m));
    add_row(m, store);
}

static uint32_t share_row(const memo *m, memo_store *store) {
    size_t before = store->rows.count;
    uint32_t found = intern_add(&store->rows, str_of((const char *)m->scratch_row, row_size(m)));
    return store->rows.count == before ? found + 1 : add_row(m, store);
}

// The place of the vector of the pieces found.
static uint32_t place_of(memo *m, size_t which, size_t found) {
    if (!found) return VECTORS_NOTHING;
    const sieve *s = &m->book->engine->packs[which].sieve;
    uint32_t place = vectors_place(&m->vectors, s, which, m->found, found);
    m->untidy |= m->vectors.full;
    return place;
}

uint32_t memo_find_edge(memo *m, size_t which, bool end) {
    sieve_edges edges = m->book->engine->packs[which].sieve.edges;
    m->found[0] = end ? edges.end : edges.start;
    return m->vectors.edges[2 * which + end] = place_of(m, which, m->found[0] ? 1 : 0);
}

uint32_t memo_find_place(memo *m, uint32_t index, size_t which) {
    const prefilter *filter = &m->book->engine->packs[which].filter;
    uint32_t at = place_of(m, which, prefilter_find(filter, memo_at(m, index)->folded, m->found));
    if (!(index & MEMO_PASSING)) vectors_places(&m->vectors, which)[index] = at;
    return at;
}

// A token in the making: folded points to scratch.
typedef struct learning {
    str raw;
    memo_word word;
    bool means; // something: the row in scratch
} learning;

static uint32_t pass(memo *m, learning *l) {
    memo_store *store = &m->passing;
    m->untidy = true;
    memory_reserve(store->words, store->room, store->count + 1);
    if (l->means) l->word.row = add_row(m, store);
    l->word.folded = arena_str(&m->passing_bytes, l->word.folded);
    store->words[store->count] = l->word;
    return (uint32_t)store->count++ | MEMO_PASSING;
}

// Copies what is kept of a word behind the others.
static void keep_text(memo *m, learning *l) {
    char *raw = memcpy(m->text + m->text_len, l->raw.at, l->raw.len);
    l->word.raw = (uint32_t)m->text_len;
    m->text_len += l->raw.len;
    const char *folded = raw;
    if (!str_equal(l->raw, l->word.folded)) {
        folded = memcpy(m->text + m->text_len, l->word.folded.at, l->word.folded.len);
        m->text_len += l->word.folded.len;
    }
    l->word.folded.at = folded;
}

// Finds room for a new word in the slot, or lets it pass.
static uint32_t learn(memo *m, memo_slot *slot, uint64_t key, str raw, token_kind kind) {
    const codebook_engine *engine = m->book->engine;
    memo_store *store = &m->kept;
    learning l = {.raw = raw};
    buf_reset(&m->scratch);
    fold_token(&m->scratch, raw, kind, lexicon_has, &engine->words);
    l.word.folded = buf_str(&m->scratch);
    l.word.word = lexicon_word(&engine->words, l.word.folded);
    bool resized = l.word.folded.len != raw.len;
    if (engine->words.packs > 1) l.word.scripts = (uint16_t)lexicon_scripts(l.word.folded);
    l.means = find_meaning(m, &l.word, kind);
    l.word.flags = flags_of(m, &l.word, m->scratch_row->categories, kind);
    if (resized) l.word.flags |= WORD_RESIZED;
    size_t text = m->text_len + raw.len + l.word.folded.len;
    if (!slot) return pass(m, &l);
    if (store->count == MEMO_WORDS || text > MEMO_TEXT) m->full = true; // pass makes it untidy
    if (m->full) return pass(m, &l);
    keep_text(m, &l);
    if (l.means) l.word.row = share_row(m, store);
    if (store->count == MEMO_SMALL) touch_all(m);
    store->words[store->count] = l.word;
    if (raw.len > MEMO_SHORT) key = memo_kept_key(key, l.word.raw);
    *slot = (memo_slot){
        .key = key,
        .word = (uint32_t)store->count,
        .kind = (uint8_t)kind,
        .len = (uint8_t)raw.len,
        .flags = l.word.flags,
        .counts = store->senses[l.word.row * memo_senses(m)].counts,
    };
    uint32_t index = (uint32_t)store->count++;
    if (m->book->pack_count == 1) memo_find_place(m, index, 0); // which is asked of every message
    return index;
}

static bool is_word(const memo *m, const memo_slot *slot, uint64_t key, str raw) {
    if (raw.len <= MEMO_SHORT) return slot->key == key;
    return memo_has_long_key(slot, key) && memcmp(memo_long_text(m, slot), raw.at, raw.len) == 0;
}

uint32_t memo_look_up(memo *m, str raw, token_kind kind) {
    if (raw.len > MEMO_TOKEN) return learn(m, NULL, 0, raw, kind);
    uint64_t key = key_of(raw);
    size_t at = first_slot(m, key, raw.len);
    for (unsigned probes = 0; probes < MEMO_PROBES; probes++, at++) {
        memo_slot *slot = slot_at(m, at);
        if (!slot->len) return learn(m, slot, key, raw, kind);
        if (slot->len == raw.len && slot->kind == kind && is_word(m, slot, key, raw))
            return slot->word;
    }
    return learn(m, NULL, key, raw, kind);
}

void memo_tidy(memo *m) {
    m->untidy = false;
    if (m->full) forget(m);
    if (m->passing.count || m->vectors.full) forget_passing(m);
    if (m->vectors.full) vectors_forget(&m->vectors, m->kept.count);
    if (!m->kept.row_count) add_nothing(m, &m->kept);
    if (!m->passing.row_count) add_nothing(m, &m->passing);
}

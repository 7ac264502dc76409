#include "classify/index.h"

#include "base/memory.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static const char magic[INDEX_MAGIC] = "attune index10\n";

enum { SUM = 8, ORDER = 0x01020304 };

enum { UNFILTERED = 1, ALWAYS = 2 }; // flags of a rule

void index_key(str rules, str macros_text, unsigned char key[INDEX_KEY]) {
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    str parts[] = {STR(ATTUNE_VERSION), str_from(version), rules, macros_text};
    XXH128_hash_t sum = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint64_t so_far[] = {sum.low64, sum.high64 ^ parts[i].len};
        sum = XXH3_128bits_withSeed(parts[i].at, parts[i].len, XXH3_64bits(so_far, sizeof so_far));
    }
    for (unsigned i = 0; i < 8; i++) {
        key[i] = (unsigned char)(sum.low64 >> (8 * i));
        key[8 + i] = (unsigned char)(sum.high64 >> (8 * i));
    }
}

// Writing.

static void put(buf *out, const void *bytes, size_t len) { buf_add(out, str_of(bytes, len)); }

static void put_rules(buf *out, const index_parts *p) {
    for (size_t i = 0; i < p->rule_count; i++) {
        const need *n = p->needs[i].need;
        unsigned flags = (!n || n->cost >= FREQUENCY_SURE ? UNFILTERED : 0u) | (n ? 0u : ALWAYS);
        buf_add_char(out, (char)flags);
    }
}

static void put_words(buf *out, const index_parts *p) {
    for (uint32_t i = p->first_word; i < p->words->count; i++) {
        str word = intern_name(p->words, i);
        buf_add_char(out, (char)(unsigned char)word.len);
        buf_add(out, word);
    }
}

// The pieces that rows ask for, in the order of their numbers in the index.
static const uint32_t *order_pieces(const index_parts *p, size_t *count) {
    uint32_t *numbers = arena_array(&p->pieces->keep, uint32_t, p->plan->piece_count + 1);
    *count = 0;
    for (uint32_t i = 1; i <= p->plan->piece_count; i++)
        if (sieve_plan_knows(p->plan, i)) numbers[(*count)++] = i;
    prefilter_sort(p->pieces, numbers, *count);
    return numbers;
}

static void put_marks(buf *out, const sieve_plan *plan, const uint32_t *numbers, size_t count) {
    uint32_t first = 0;
    put(out, &first, sizeof first); // there is no piece 0
    for (size_t i = 0; i < count; i++) {
        put(out, &first, sizeof first);
        first += plan->first_mark[numbers[i] + 1] - plan->first_mark[numbers[i]];
    }
    put(out, &first, sizeof first);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = plan->first_mark[numbers[i]]; k < plan->first_mark[numbers[i] + 1]; k++)
            put(out, &plan->marks[k], sizeof *plan->marks);
}

static uint32_t number_of(const index_parts *p, str text, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(p->pieces->at[numbers[i]].text, text)) return (uint32_t)i + 1;
    return 0;
}

void index_write(buf *out, const index_parts *p) {
    const sieve_plan *plan = p->plan;
    size_t pieces, start = out->len;
    const uint32_t *numbers = order_pieces(p, &pieces);
    index_head head = {.order = ORDER,
                       .rules = (uint32_t)p->rule_count,
                       .rows = (uint32_t)plan->row_count,
                       .groups = (uint32_t)plan->group_count,
                       .pieces = (uint32_t)pieces,
                       .marks = plan->first_mark[plan->piece_count + 1],
                       .edges = {number_of(p, PIECE_START, numbers, pieces),
                                 number_of(p, PIECE_END, numbers, pieces)}};
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.key, p->key, INDEX_KEY);
    put(out, &head, sizeof head);
    put(out, plan->rows, plan->row_count * sizeof *plan->rows);
    put(out, plan->starts, p->rule_count * sizeof *plan->starts);
    put(out, plan->first_row, (plan->group_count + 1) * sizeof *plan->first_row);
    put_marks(out, plan, numbers, pieces);
    head.nodes = (uint32_t)prefilter_build(p->pieces, numbers, pieces, out);
    put_rules(out, p);
    size_t words = out->len;
    put_words(out, p);
    head.word_bytes = (uint32_t)(out->len - words);
    memcpy(out->at + start, &head, sizeof head);
    XXH64_hash_t sum = XXH3_64bits(out->at + start, out->len - start);
    put(out, &sum, SUM);
}

// Reading.

static uint64_t size_of(const index_head *h) {
    return sizeof *h + (uint64_t)h->rows * sizeof(sieve_row) +
           sizeof(uint32_t) * (h->groups + 1ull + h->pieces + 2ull + h->marks) +
           (uint64_t)h->nodes * sizeof(piece_node) +
           (1 + sizeof(sieve_start)) * (uint64_t)h->rules + h->word_bytes + SUM;
}

bool index_fits(str bytes, const unsigned char key[INDEX_KEY], size_t rule_count) {
    index_head head;
    XXH64_hash_t sum;
    if (bytes.len < sizeof head + SUM) return false;
    memcpy(&head, bytes.at, sizeof head);
    memcpy(&sum, bytes.at + bytes.len - SUM, SUM);
    return memcmp(head.magic, magic, sizeof magic) == 0 && memcmp(head.key, key, INDEX_KEY) == 0 &&
           head.order == ORDER && head.rules == rule_count && size_of(&head) == bytes.len &&
           sum == XXH3_64bits(bytes.at, bytes.len - SUM);
}

static void use_rules(codebook_engine *engine, size_t first, size_t count, const char *bytes) {
    for (size_t i = 0; i < count; i++) {
        engine->unfiltered[first + i] = bytes[i] & UNFILTERED;
        if (bytes[i] & ALWAYS) engine->always[engine->always_count++] = (uint32_t)(first + i);
    }
}

static bool use_words(lexicon *words, str bytes) {
    while (bytes.len) {
        size_t len = (unsigned char)bytes.at[0];
        if (len >= bytes.len) return false;
        lexicon_know(words, str_of(bytes.at + 1, len));
        bytes = str_drop(bytes, 1 + len);
    }
    return true;
}

bool index_use(codebook_engine *engine, size_t pack_index, size_t first) {
    pack_engine *own = &engine->packs[pack_index];
    const index_head *head = (const void *)own->index.at;
    const sieve_row *rows = (const void *)(head + 1);
    const sieve_start *starts = (const void *)(rows + head->rows);
    const uint32_t *first_row = (const void *)(starts + head->rules);
    const uint32_t *first_mark = first_row + head->groups + 1;
    const uint32_t *marks = first_mark + head->pieces + 2;
    const piece_node *nodes = (const void *)(marks + head->marks);
    const char *rules = (const void *)(nodes + head->nodes);
    use_rules(engine, first, head->rules, rules);
    own->sieve = (sieve){.rows = rows,
                         .row_count = head->rows,
                         .starts = starts,
                         .first_row = first_row,
                         .group_count = head->groups,
                         .first_mark = first_mark,
                         .marks = marks,
                         .mark_count = head->marks,
                         .piece_count = head->pieces,
                         .first_rule = (uint32_t)first};
    return prefilter_view(&own->filter, nodes, head->nodes, head->pieces) &&
           sieve_complete(&own->sieve, head->rules, head->edges) &&
           use_words(&engine->words, str_of(rules + head->rules, head->word_bytes));
}

#include "classify/index.h"

#include "base/memory.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#define MAGIC STR("attune index 2\n")

enum { SUM = 8, UNFILTERED = 1, ALWAYS = 2, STARTS = 1, ENDS = 2 };

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

static void put(buf *out, uint64_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
        buf_add_char(out, (char)(unsigned char)(number >> (8 * i)));
}

static void put_text(buf *out, str text) {
    put(out, text.len, 2);
    buf_add(out, text);
}

static bool is_always(const codebook_engine *engine, size_t index) {
    for (size_t i = 0; i < engine->always_count; i++)
        if (engine->always[i] == index) return true;
    return false;
}

static void put_row(buf *out, const sieve_row *row, size_t first) {
    put(out, row->rule - first, 4);
    for (unsigned k = 0; k < SIEVE_CLAUSES; k++) put(out, row->clauses[k], 2);
    put(out, row->pair_count, 1);
    for (unsigned k = 0; k < row->pair_count; k++) {
        put(out, row->pairs[k].earlier, 1);
        put(out, row->pairs[k].later, 1);
        put(out, row->pairs[k].least, 1);
        put(out, row->pairs[k].reach, 1);
    }
}

static void put_rows(buf *out, const sieve *s, size_t first) {
    put(out, s->group_count, 4);
    for (size_t i = 0; i < s->group_count; i++) {
        put(out, s->first_row[i + 1] - s->first_row[i], 4);
        for (size_t k = s->first_row[i]; k < s->first_row[i + 1]; k++)
            put_row(out, &s->rows[k], first);
    }
}

static void put_pieces(buf *out, const sieve *s, const piece_table *all) {
    size_t count = 0;
    for (uint32_t i = 1; i <= s->piece_count; i++) count += sieve_knows(s, i);
    put(out, count, 4);
    for (uint32_t i = 1; i <= s->piece_count; i++) {
        if (!sieve_knows(s, i)) continue;
        const piece *p = &all->at[i];
        put_text(out, p->text);
        put(out, (p->starts ? STARTS : 0u) | (p->ends ? ENDS : 0u), 1);
        put(out, s->first_mark[i + 1] - s->first_mark[i], 4);
        for (uint32_t k = s->first_mark[i]; k < s->first_mark[i + 1]; k++) put(out, s->marks[k], 4);
    }
}

void index_write(buf *out, const unsigned char key[INDEX_KEY], const codebook_engine *engine,
                 size_t first, size_t rule_count, uint32_t first_word, const sieve *s) {
    buf_add(out, MAGIC);
    buf_add(out, str_of((const char *)key, INDEX_KEY));
    put(out, rule_count, 4);
    for (size_t i = first; i < first + rule_count; i++) {
        unsigned flags =
            (engine->unfiltered[i] ? UNFILTERED : 0u) | (is_always(engine, i) ? ALWAYS : 0u);
        put(out, flags, 1);
        put(out, engine->patterns[i].swap, 1);
    }
    const intern *words = &engine->words.words;
    put(out, words->count - first_word, 4);
    for (uint32_t i = first_word; i < words->count; i++) put_text(out, intern_name(words, i));
    put_rows(out, s, first);
    put_pieces(out, s, &engine->filter.all);
    put(out, XXH3_64bits(out->at, out->len), SUM);
}

// Reading. What does not fit ends the text.
typedef struct cursor {
    str rest;
    bool broken;
} cursor;

static str take(cursor *c, size_t len) {
    if (len > c->rest.len) {
        c->broken = true;
        len = 0;
    }
    str head = str_take(c->rest, len);
    c->rest = str_drop(c->rest, len);
    return head;
}

static uint64_t get(cursor *c, unsigned bytes) {
    str text = take(c, bytes);
    uint64_t number = 0;
    for (size_t i = 0; i < text.len; i++) number |= (uint64_t)(unsigned char)text.at[i] << (8 * i);
    return number;
}

// A count of things of at least so many bytes each.
static size_t get_count(cursor *c, size_t bytes) {
    size_t count = get(c, 4);
    if (count <= c->rest.len / bytes) return count;
    c->broken = true;
    return 0;
}

bool index_fits(str text, const unsigned char key[INDEX_KEY], size_t rule_count) {
    if (!str_starts(text, MAGIC) || text.len < MAGIC.len + INDEX_KEY + 4 + SUM) return false;
    if (memcmp(text.at + MAGIC.len, key, INDEX_KEY) != 0) return false;
    cursor c = {str_drop(text, text.len - SUM), false};
    if (get(&c, SUM) != XXH3_64bits(text.at, text.len - SUM)) return false;
    c.rest = str_drop(text, MAGIC.len + INDEX_KEY);
    return get(&c, 4) == rule_count;
}

static void get_rules(cursor *c, codebook_engine *engine, size_t first, size_t rule_count) {
    for (size_t i = first; i < first + rule_count; i++) {
        unsigned flags = (unsigned)get(c, 1);
        engine->unfiltered[i] = flags & UNFILTERED;
        if (flags & ALWAYS) engine->always[engine->always_count++] = (uint32_t)i;
        engine->patterns[i].swap = (uint32_t)get(c, 1);
    }
}

static sieve_row get_row(cursor *c, size_t first, size_t rule_count) {
    size_t number = get(c, 4);
    sieve_row row = {.rule = (uint32_t)(first + number)};
    for (unsigned k = 0; k < SIEVE_CLAUSES; k++) {
        row.clauses[k] = (uint16_t)get(c, 2);
        if (row.clauses[k] >= SIEVE_BITS) c->broken = true;
    }
    row.pair_count = (uint32_t)get(c, 1);
    if (number >= rule_count || row.pair_count > SIEVE_PAIRS) c->broken = true;
    for (unsigned k = 0; k < row.pair_count && !c->broken; k++) {
        uint64_t earlier = get(c, 1), later = get(c, 1), least = get(c, 1), reach = get(c, 1);
        if (earlier >= SIEVE_CLAUSES || later >= SIEVE_CLAUSES) c->broken = true;
        row.pairs[k] =
            (sieve_pair){(uint8_t)earlier, (uint8_t)later, (uint8_t)least, (uint8_t)reach};
    }
    return row;
}

static void get_rows(cursor *c, sieve *s, size_t first, size_t rule_count) {
    size_t groups = get_count(c, 4);
    memory_reserve(s->first_row, s->group_room, groups + 1);
    s->first_row[0] = 0;
    while (s->group_count < groups && !c->broken) {
        size_t count = get_count(c, 4 + 2 * SIEVE_CLAUSES + 1);
        memory_reserve(s->rows, s->row_room, s->row_count + count + 1);
        for (size_t i = 0; i < count && !c->broken; i++)
            s->rows[s->row_count++] = get_row(c, first, rule_count);
        s->first_row[++s->group_count] = (uint32_t)s->row_count;
    }
}

// The marks of a piece are views into the index until all pieces are known.
static void get_pieces(cursor *c, sieve *s, piece_table *all) {
    size_t count = get_count(c, 7);
    s->unplaced = memory_alloc((count + 1) * sizeof *s->unplaced);
    for (size_t i = 0; i < count && !c->broken; i++) {
        str text = take(c, get(c, 2));
        unsigned flags = (unsigned)get(c, 1);
        size_t marks = get_count(c, 4);
        s->unplaced[i].piece = piece_number(all, text, flags & STARTS, flags & ENDS);
        s->unplaced[i].marks = take(c, 4 * marks);
        s->unplaced_count = i + 1;
    }
}

bool index_read(str text, codebook_engine *engine, size_t first, size_t rule_count, sieve *s) {
    cursor c = {str_drop(str_take(text, text.len - SUM), MAGIC.len + INDEX_KEY + 4), false};
    get_rules(&c, engine, first, rule_count);
    size_t words = get_count(&c, 2);
    for (size_t i = 0; i < words && !c.broken; i++)
        lexicon_know(&engine->words, take(&c, get(&c, 2)));
    if (!c.broken) get_rows(&c, s, first, rule_count);
    if (!c.broken) get_pieces(&c, s, &engine->filter.all);
    return !c.broken && c.rest.len == 0;
}

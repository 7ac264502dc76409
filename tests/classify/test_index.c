#include <criterion/criterion.h>

#include "classify/book.h"
#include "classify/index.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#define RULES                                                                                      \
    RULES_HEADER                                                                                   \
    "en.direct.ok,R.DIRECT,,0.5,,\\bare (?:we|u) {fine},,,,,\n"                                    \
    "en.love.you,A.LOVE,,0.5,,\\b(?:i|we) (?:love|luv) you\\b|<3,,,,,\n"                           \
    "en.love.any,A.LOVE,,0.5,,.{30},,,,,\n"                                                        \
    "en.love.tag,A.LOVE,,0.5,yes,\\bright(?<swap> not)?\\b,,,,,\n"
#define MACROS MACROS_HEADER "fine,o+k(?:ay)?|{good},\ngood,good|fine,\n"

// Writes the book and its index, and returns what the index holds.
static buf indexed_book(char folder[64]) {
    write_book(folder, WORDS_HEADER "not,negator,,\n", MACROS, ANSWERS_HEADER, RULES);
    buf index = {0};
    error err = {0};
    codebook *book = codebook_new_whole(folder, NULL, "en", &index, &err);
    cr_assert(book, "%s", err.what);
    codebook_free(book);
    return index;
}

static void write_index(const char *folder, str index) {
    char path[100];
    snprintf(path, sizeof path, "%s/en/index", folder);
    FILE *file = fopen(path, "wb");
    cr_assert(file);
    cr_assert_eq(fwrite(index.at, 1, index.len, file), index.len);
    fclose(file);
}

static void remove_indexed(const char *folder) {
    char path[100];
    snprintf(path, sizeof path, "%s/en/index", folder);
    remove(path);
    remove_book(folder);
}

// A pattern that was not compiled while loading came from an index.
static bool uses_index(const codebook *book) { return !book->engine->patterns[0].code; }

static void compare(const char *folder) {
    static const char *const texts[] = {"are we okay",
                                        "are u goood fine",
                                        "are we fine?",
                                        "i love you <3",
                                        "we luv you, right not",
                                        "right",
                                        "something that is longer than thirty letters",
                                        ""};
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    codebook *whole = codebook_new_whole(folder, NULL, "auto", NULL, &err);
    cr_assert(book && whole, "%s", err.what);
    classifier *fast = classifier_new(book, false), *plain = classifier_new(whole, true);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_hits(fast, plain, str_from(texts[i]));
    classifier_free(fast);
    classifier_free(plain);
    codebook_free(book);
    codebook_free(whole);
}

static bool loads_with_index(const char *folder) {
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_assert(book, "%s", err.what);
    bool used = uses_index(book);
    codebook_free(book);
    return used;
}

Test(index, changes_no_hit) {
    char folder[64];
    buf index = indexed_book(folder);
    write_index(folder, buf_str(&index));
    cr_assert(loads_with_index(folder));
    compare(folder);
    remove_indexed(folder);
    buf_release(&index);
}

Test(index, is_left_alone_when_the_rules_have_changed) {
    char folder[64], en[80];
    buf index = indexed_book(folder);
    write_index(folder, buf_str(&index));
    snprintf(en, sizeof en, "%s/en", folder);
    write_file(en, "macros.csv", MACROS_HEADER "fine,o+k(?:ay)?|{good},\ngood,good|well,\n");
    cr_assert(!loads_with_index(folder));
    compare(folder);
    remove_indexed(folder);
    buf_release(&index);
}

Test(index, is_left_alone_when_it_is_cut_or_damaged_anywhere) {
    char folder[64];
    buf index = indexed_book(folder);
    for (size_t i = 0; i < index.len; i += 7) {
        write_index(folder, str_take(buf_str(&index), i));
        cr_assert(!loads_with_index(folder));
        index.at[i] ^= 4;
        write_index(folder, buf_str(&index));
        cr_assert(!loads_with_index(folder));
        index.at[i] ^= 4;
    }
    remove_indexed(folder);
    buf_release(&index);
}

// Classifies with whatever an index of this book says, if it is taken.
static bool can_be_used(const char *folder) {
    static const char *const texts[] = {"are we okay good fine", "i love you <3 right not"};
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    if (!book) return false;
    classifier *c = classifier_new(book, false);
    hits found = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        classify_text(c, str_from(texts[i]), &found);
    free(found.at);
    classifier_free(c);
    codebook_free(book);
    return true;
}

Test(index, harms_nobody_when_it_says_something_else_under_a_sum_that_is_right) {
    char folder[64];
    buf index = indexed_book(folder);
    unsigned taken = 0, refused = 0;
    for (size_t i = sizeof(index_head); i < index.len - sizeof(XXH64_hash_t); i += 3) {
        char kept = index.at[i];
        index.at[i] = (char)(kept ^ (i % 2 ? 0x81 : 0x05));
        XXH64_hash_t sum = XXH3_64bits(index.at, index.len - sizeof sum);
        memcpy(index.at + index.len - sizeof sum, &sum, sizeof sum);
        write_index(folder, buf_str(&index));
        if (can_be_used(folder))
            taken++;
        else
            refused++;
        index.at[i] = kept;
    }
    cr_assert(taken && refused);
    remove_indexed(folder);
    buf_release(&index);
}

// Writes an index all of whose marks are such a one, under a sum that is right; the first piece has
// them all.
static void write_marks(const char *folder, buf *index, uint32_t mark) {
    index_head head;
    memcpy(&head, index->at, sizeof head);
    size_t size = sizeof mark;
    char *first = index->at + sizeof head + head.rows * sizeof(sieve_row) +
                  head.rules * sizeof(sieve_start) + (head.groups + 1) * size;
    char *marks = first + (head.pieces + 2) * size;
    for (size_t i = 2; i < head.pieces + 2; i++) memcpy(first + i * size, &head.marks, size);
    for (size_t i = 0; i < head.marks; i++) memcpy(marks + i * size, &mark, size);
    XXH64_hash_t sum = XXH3_64bits(index->at, index->len - sizeof sum);
    memcpy(index->at + index->len - sizeof sum, &sum, sizeof sum);
    write_index(folder, buf_str(index));
}

Test(index, is_refused_when_a_piece_has_the_bit_of_words_that_are_not_known) {
    char folder[64];
    buf index = indexed_book(folder);
    write_marks(folder, &index, SIEVE_NEVER);
    cr_assert(!can_be_used(folder));
    write_marks(folder, &index, SIEVE_NEVER - 1);
    cr_assert(can_be_used(folder));
    remove_indexed(folder);
    buf_release(&index);
}

// A vector of a word would need room for all of them.
Test(index, is_refused_when_a_piece_has_a_group_of_rows_again_and_again) {
    char folder[64];
    buf index = indexed_book(folder);
    index_head head;
    memcpy(&head, index.at, sizeof head);
    cr_assert(head.groups && head.marks > head.rows);
    write_marks(folder, &index, SIEVE_BITS);
    cr_assert(!can_be_used(folder));
    remove_indexed(folder);
    buf_release(&index);
}

Test(index, is_the_same_bytes_each_time) {
    char folder[64], other[64];
    buf first = indexed_book(folder), second = indexed_book(other);
    cr_assert(str_equal(buf_str(&first), buf_str(&second)));
    remove_indexed(folder);
    remove_indexed(other);
    buf_release(&first);
    buf_release(&second);
}

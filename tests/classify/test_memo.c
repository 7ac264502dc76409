#include <criterion/criterion.h>

#include "classify/book.h"
#include "classify/recall.h"

// The folded text of the only token of a text.
static str folded_of(memo *m, tokens *all, str text) {
    recall_sum sum;
    recall(m, text, all, &sum);
    cr_assert_eq(all->count, 1u);
    return memo_at(m, all->at[0].word)->folded;
}

// Tokens that begin alike are told apart at every length, those of which the lengths agree in
// their last bits among them.
Test(memo, tells_tokens_apart_that_differ_in_length_alone) {
    enum { LONGEST = 8300 };
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    char *letters = malloc(LONGEST);
    for (size_t i = 0; i < LONGEST; i++) letters[i] = (char)('a' + i * 7 % 26);
    for (unsigned round = 0; round < 2; round++) {
        for (size_t len = 1; len <= LONGEST; len += len < 100 ? 1 : len % 2048 < 70 ? 1 : 61) {
            str folded = folded_of(&m, &all, str_of(letters, len));
            cr_assert_eq(folded.len, len);
            cr_assert_eq(memcmp(folded.at, letters, len), 0);
        }
    }
    free(letters);
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

// stress: threads that match the rules of one codebook at the same time find what one thread alone
// finds, and make and keep the machine code of each rule once.
#include "base/memory.h"
#include "classify/classify.h"
#include "classify/engine.h"
#include "pipeline/pipeline.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 40 }; // more than the first tries of a rule, which are interpreted

static codebook *book;
static hits *expected; // by rule: what is found in its example

static void check(bool holds, const char *sentence) {
    if (holds) return;
    fprintf(stderr, "patterns: not true: %s\n", sentence);
    exit(1);
}

static void find(classifier *c, size_t which, hits *found) {
    message m = {.text = book->rules[which].example, .kind = KIND_TEXT};
    found->count = 0;
    classify(c, &m, found);
}

static bool is_same(const hits *a, const hits *b) {
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->at[i].rule == b->at[i].rule && a->at[i].start == b->at[i].start &&
               a->at[i].end == b->at[i].end && a->at[i].expects == b->at[i].expects;
    return same;
}

static void go_through(void *context) {
    const size_t *number = context;
    classifier *c = classifier_new(book, false);
    classifier_share(c, pipeline_alone);
    hits found = {0};
    // Each begins elsewhere, so that each comes to some rules first.
    for (size_t i = 0; i < ROUNDS * book->rule_count; i++) {
        size_t which = (i + *number * (book->rule_count / THREADS)) % book->rule_count;
        find(c, which, &found);
        check(is_same(&found, &expected[which]),
              "a thread among others finds what one alone finds");
    }
    free(found.at);
    classifier_free(c);
}

static void *run_thread(void *context) {
    check(memory_protect(go_through, context), "there is memory");
    return NULL;
}

static void match_alone(void *context) {
    (void)context;
    expected = memory_alloc(book->rule_count * sizeof *expected);
    classifier *c = classifier_new(book, false);
    for (size_t i = 0; i < book->rule_count; i++) find(c, i, &expected[i]);
    classifier_free(c);
}

static size_t count_fast(void) {
    size_t count = 0;
    for (size_t i = 0; i < book->rule_count; i++)
        for (form f = 0; f < FORMS; f++) count += book->engine->patterns[i].fast[f] != NULL;
    return count;
}

static void match_together(void) {
    pthread_t threads[THREADS];
    size_t numbers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        check(pthread_create(&threads[i], NULL, run_thread, &numbers[i]) == 0, "there are threads");
    }
    for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

int main(void) {
    const char *folder = getenv("ATTUNE_LEXICONS");
    check(folder != NULL, "ATTUNE_LEXICONS is set");
    error err = {0};
    book = codebook_new(folder, NULL, "en", &err);
    check(book != NULL, "the codebook can be read");
    check(memory_protect(match_alone, NULL), "there is memory");
    check(count_fast() < book->rule_count / 4, "few rules are tried often in their examples");
    match_together();
    size_t made = count_fast();
    check(made > book->rule_count * 3 / 4, "rules that are tried often get machine code");
    match_together();
    check(count_fast() == made, "threads that come later use what others left");
    codebook_drop_fast(book);
    check(count_fast() == 0, "machine code is given back");
    match_together();
    check(count_fast() == made, "and made again");
    for (size_t i = 0; i < book->rule_count; i++) free(expected[i].at);
    free(expected);
    codebook_free(book);
    puts("patterns: one codebook serves four threads at once");
    return 0;
}

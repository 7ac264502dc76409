// stress: pipeline keeps the order of batches when workers finish out of it, and stops cleanly. A
// program of its own, because Criterion starts no test under the thread sanitizer.
#include "pipeline/pipeline.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCHES = 400 };

typedef enum mishap {
    NOTHING,
    FILL_FAILS,
    FOLD_FAILS,
    MEMORY_ENDS_IN_WORK,
    MEMORY_ENDS_IN_FOLD
} mishap;

typedef struct run {
    size_t filled, folded;
    mishap what;
    bool delays;
    bool finished[BATCHES + 1];
    pthread_mutex_t lock;
    pthread_cond_t finished_one;
} run;

static void check(bool holds, const char *sentence) {
    if (holds) return;
    fprintf(stderr, "pipeline: not true: %s\n", sentence);
    exit(1);
}

static bool fill(void *context, batch *b, bool *more, error *err) {
    run *r = context;
    if (r->what == FILL_FAILS && r->filled == BATCHES / 2)
        return error_set(err, ATTUNE_INPUT, "fill");
    pthread_mutex_lock(&r->lock);
    b->text_bytes = r->filled++;
    pthread_mutex_unlock(&r->lock);
    *more = b->text_bytes + 1 < BATCHES;
    return true;
}

// An even batch waits for the odd one behind it when that is filled, so that the two finish out of
// order.
static void work(void *context, size_t worker, batch *b) {
    run *r = context;
    size_t number = b->text_bytes;
    (void)worker;
    if (r->what == MEMORY_ENDS_IN_WORK && number == BATCHES / 2) memory_exhausted();
    pthread_mutex_lock(&r->lock);
    if (r->what == NOTHING && r->delays && number % 2 == 0 && number + 1 < r->filled)
        while (!r->finished[number + 1]) pthread_cond_wait(&r->finished_one, &r->lock);
    b->found.count = number * 7;
    r->finished[number] = true;
    pthread_cond_broadcast(&r->finished_one);
    pthread_mutex_unlock(&r->lock);
}

static bool fold(void *context, batch *b, error *err) {
    run *r = context;
    check(b->text_bytes == r->folded, "batches are folded in the order in which they were filled");
    check(b->found.count == r->folded * 7, "a batch is folded after it was worked on");
    if (r->what == FOLD_FAILS && r->folded == BATCHES / 2)
        return error_set(err, ATTUNE_OUTPUT, "fold");
    if (r->what == MEMORY_ENDS_IN_FOLD && r->folded == BATCHES / 2) memory_exhausted();
    r->folded++;
    return true;
}

typedef struct attempt {
    run *r;
    size_t threads;
    error *err;
    bool ok;
} attempt;

static void go(void *context) {
    attempt *a = context;
    batch *batches = memory_alloc(pipeline_depth(a->threads) * sizeof *batches);
    a->ok = pipeline_run(&(pipeline){a->r, fill, work, fold}, batches, a->threads, a->err);
    for (size_t i = 0; i < pipeline_depth(a->threads); i++) batch_release(&batches[i]);
    free(batches);
}

static error attempt_run(mishap what, size_t threads) {
    error err = {0};
    run r = {.what = what, .delays = threads > 1};
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.finished_one, NULL);
    attempt a = {&r, threads, &err, false};
    bool returned = memory_protect(go, &a);
    check(returned || threads == 1,
          "memory that ends in a pipeline of several threads is an error, not a jump");
    check(a.ok == (what == NOTHING), "a run ends well exactly when nothing went wrong");
    if (what == NOTHING) check(r.folded == BATCHES, "every batch is folded");
    pthread_cond_destroy(&r.finished_one);
    pthread_mutex_destroy(&r.lock);
    return err;
}

static bool fill_one(void *context, batch *b, bool *more, error *err) {
    (void)context, (void)b, (void)err;
    *more = false;
    return true;
}

static void see_worker(void *context, size_t worker, batch *b) {
    (void)b;
    check(worker == 0 && pthread_equal(*(pthread_t *)context, pthread_self()),
          "a batch that is the only one is worked on by the thread that is there");
}

static bool fold_one(void *context, batch *b, error *err) {
    (void)context, (void)b, (void)err;
    return true;
}

static void go_through_one(void) {
    pthread_t caller = pthread_self();
    batch batches[6] = {{.count = 0}};
    check(pipeline_depth(2) == 6, "two threads need six batches");
    error err = {0};
    check(pipeline_run(&(pipeline){&caller, fill_one, see_worker, fold_one}, batches, 2, &err),
          "a run of one batch ends well");
    for (size_t i = 0; i < 6; i++) batch_release(&batches[i]);
}

int main(void) {
    go_through_one();
    static const size_t threads[] = {1, 2, 3, 8};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        size_t n = threads[i];
        check(attempt_run(NOTHING, n).status == 0, "a good run leaves no error");
        check(attempt_run(FILL_FAILS, n).status == ATTUNE_INPUT,
              "a failing fill ends the run with its error");
        check(attempt_run(FOLD_FAILS, n).status == ATTUNE_OUTPUT,
              "a failing fold ends the run with its error");
        if (n == 1) continue; // alone, memory that ends is the caller's jump
        check(attempt_run(MEMORY_ENDS_IN_WORK, n).status == ATTUNE_INTERNAL,
              "memory that ends in work is status 70");
        check(attempt_run(MEMORY_ENDS_IN_FOLD, n).status == ATTUNE_INTERNAL,
              "memory that ends in fold is status 70");
    }
    puts("pipeline: order and stopping hold for 1, 2, 3 and 8 threads");
    return 0;
}

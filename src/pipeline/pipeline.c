#include "pipeline/pipeline.h"

#include <pthread.h>

enum { MOST_THREADS = 256 };

// Batches are numbered in the order in which they are filled; batch n lives in slot n % depth. Then
// folded <= every batch that is worked on or done < taken <= filled <= folded + depth.
typedef struct ring ring;

typedef struct worker {
    ring *r;
    size_t number;
    pthread_t thread;
} worker;

struct ring {
    const pipeline *p;
    batch *batches;
    size_t depth;
    size_t filled, taken, folded; // counts of batches
    bool done[MOST_THREADS * 2 + 2];
    bool stop, exhausted;
    pthread_mutex_t lock;
    pthread_cond_t filled_one, done_one;
    worker workers[MOST_THREADS]; // the calling thread is worker 0
    size_t threads, started;      // wanted and there, that one counted
};

size_t pipeline_depth(size_t threads) {
    return (threads < MOST_THREADS ? threads : MOST_THREADS) * 2 + 2;
}

void pipeline_alone(void (*body)(void *context), void *context) {
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one);
    body(context);
    pthread_mutex_unlock(&one);
}

typedef struct job {
    ring *r;
    size_t number; // of the worker
    batch *b;
} job;

static void work(void *context) {
    job *j = context;
    j->r->p->work(j->r->p->context, j->number, j->b);
}

// Takes the next filled batch and works on it. The lock is held before and after.
static void take(ring *r, size_t number) {
    size_t slot = r->taken++ % r->depth;
    pthread_mutex_unlock(&r->lock);
    bool ok = memory_protect(work, &(job){r, number, &r->batches[slot]});
    pthread_mutex_lock(&r->lock);
    r->done[slot] = true;
    if (!ok) r->exhausted = true;
    pthread_cond_signal(&r->done_one);
}

static void *work_until_stopped(void *argument) {
    worker *w = argument;
    ring *r = w->r;
    pthread_mutex_lock(&r->lock);
    while (!r->stop) {
        if (r->taken < r->filled)
            take(r, w->number);
        else
            pthread_cond_wait(&r->filled_one, &r->lock);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

// A thread that cannot be started is done without.
static void start_workers(ring *r) {
    for (; r->started < r->threads; r->started++) {
        worker *w = &r->workers[r->started];
        *w = (worker){.r = r, .number = r->started};
        if (pthread_create(&w->thread, NULL, work_until_stopped, w)) break;
    }
    r->threads = r->started;
}

static bool fold_oldest(ring *r, error *err) {
    size_t slot = r->folded % r->depth;
    pthread_mutex_unlock(&r->lock);
    bool ok = r->p->fold(r->p->context, &r->batches[slot], err);
    batch_reset(&r->batches[slot]);
    pthread_mutex_lock(&r->lock);
    r->done[slot] = false;
    r->folded++;
    return ok;
}

static bool fill_next(ring *r, bool *more, error *err) {
    size_t slot = r->filled % r->depth;
    pthread_mutex_unlock(&r->lock);
    bool ok = r->p->fill(r->p->context, &r->batches[slot], more, err);
    pthread_mutex_lock(&r->lock);
    if (!ok) return false;
    r->filled++;
    if (*more) start_workers(r); // what fits into one batch needs none
    pthread_cond_signal(&r->filled_one);
    return true;
}

typedef struct steering {
    ring *r;
    error *err;
    bool ok;
} steering;

// Folds the oldest batch when it is done, otherwise fills the next, otherwise works, otherwise
// waits.
static void steer(void *context) {
    steering *s = context;
    ring *r = s->r;
    error *err = s->err;
    bool more = true, ok = true;
    pthread_mutex_lock(&r->lock);
    while (ok && !r->exhausted && (more || r->folded < r->filled)) {
        if (r->folded < r->filled && r->done[r->folded % r->depth])
            ok = fold_oldest(r, err);
        else if (more && r->filled - r->folded < r->depth)
            ok = fill_next(r, &more, err);
        else if (r->taken < r->filled)
            take(r, 0);
        else
            pthread_cond_wait(&r->done_one, &r->lock);
    }
    s->ok = ok && !r->exhausted;
    pthread_mutex_unlock(&r->lock);
}

static bool run_alone(const pipeline *p, batch *b, error *err) {
    for (bool more = true; more;) {
        if (!p->fill(p->context, b, &more, err)) return false;
        p->work(p->context, 0, b);
        if (!p->fold(p->context, b, err)) return false;
        batch_reset(b);
    }
    return true;
}

bool pipeline_run(const pipeline *p, batch *batches, size_t threads, error *err) {
    if (threads > MOST_THREADS) threads = MOST_THREADS;
    if (threads <= 1) return run_alone(p, batches, err);
    ring r = {.p = p,
              .batches = batches,
              .depth = pipeline_depth(threads),
              .threads = threads,
              .started = 1};
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.filled_one, NULL);
    pthread_cond_init(&r.done_one, NULL);
    // Memory that runs out in fill or fold, which are called unlocked, must not leave threads
    // behind that use this frame.
    steering s = {&r, err, false};
    memory_protect(steer, &s);
    if (!s.ok)
        error_set(err, ATTUNE_INTERNAL, "error: out of memory"); // unless fill or fold said why
    pthread_mutex_lock(&r.lock);
    r.stop = true;
    pthread_cond_broadcast(&r.filled_one);
    pthread_mutex_unlock(&r.lock);
    for (size_t i = 1; i < r.started; i++) pthread_join(r.workers[i].thread, NULL);
    pthread_cond_destroy(&r.done_one);
    pthread_cond_destroy(&r.filled_one);
    pthread_mutex_destroy(&r.lock);
    return s.ok;
}

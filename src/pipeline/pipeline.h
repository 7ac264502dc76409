// pipeline: batches in order through fill (serial), work (parallel) and fold (serial). With its
// caller, src/attune.c, the only code that knows threads.
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include "base/error.h"
#include "pipeline/batch.h"

typedef struct pipeline {
    void *context;
    // Puts the next messages into an empty batch. Sets *more to false with the last one (which may
    // be empty). Calling thread, in order. false with *err set stops the run.
    bool (*fill)(void *context, batch *b, bool *more, error *err);
    // Does what can be done for each message alone. Any thread, any order; worker is its number
    // below threads.
    void (*work)(void *context, size_t worker, batch *b);
    // Takes the batches in the order in which they were filled. Calling thread.
    bool (*fold)(void *context, batch *b, error *err);
} pipeline;

// Runs until fill says that there is no more, on this many threads in all (at least 1; the calling
// thread works too when it has nothing to fill or fold). Needs pipeline_depth(threads) batches,
// which stay the caller's. false with *err set when fill or fold failed, memory ran out in a worker
// (status 70), or no thread could be started and there was none to do without.
bool pipeline_run(const pipeline *p, batch *batches, size_t threads, error *err);

size_t pipeline_depth(size_t threads);

// Calls body(context), which returns, while no other thread is in such a call.
void pipeline_alone(void (*body)(void *context), void *context);

#endif

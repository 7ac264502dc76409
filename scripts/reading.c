// reading: how fast the reader of a log is, up to the message and without anything behind it.
//
//     reading FILE [once]
//
// Prints the name of the format, the records, and megabytes of unpacked file per second of CPU, the
// best of four runs: what disturbs one only ever adds. All is timed, from opening the file and
// finding out its format to the last record. With a second argument there is one run, for counting
// its instructions.
#include "base/limits.h"
#include "base/memory.h"
#include "input/inputs.h"
#include "reader/reader.h"

#include <stdio.h>
#include <time.h>

enum { RUNS = 4 };

typedef struct reading {
    const char *path, *format;
    uint64_t records, bytes;
    double seconds; // of CPU, the least of all runs; below zero before the first
    error err;
} reading;

static double cpu(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void read_once(void *context) {
    reading *r = context;
    source *in;
    double begin = cpu();
    inputs *all = inputs_new(&r->path, 1, &(input_options){0});
    if (inputs_next(all, &in, &r->err) != INPUTS_SOURCE) return;
    const reader *format = reader_detect(in);
    if (!format) return;
    reader_options options = {.max_record = LIMIT_RECORD};
    reader_state state = {.in = in, .options = &options, .err = &r->err};
    state.own = arena_alloc(&state.memory, format->state_size, _Alignof(max_align_t));
    arena keep = {0};
    message out;
    r->format = format->name;
    r->records = 0;
    if (format->open && !format->open(&state)) return;
    while (format->next(&state, &keep, &out) <= READER_REJECTED) {
        r->records++;
        arena_reset(&keep);
    }
    r->bytes = source_offset(in);
    if (format->close) format->close(&state);
    arena_release(&keep);
    arena_release(&state.memory);
    inputs_free(all);
    double took = cpu() - begin;
    if (r->seconds < 0 || took < r->seconds) r->seconds = took;
}

int main(int argc, char **argv) {
    reading r = {.path = argc > 1 ? argv[1] : NULL, .seconds = -1};
    if (!r.path) {
        fputs("usage: reading FILE [once]\n", stderr);
        return 2;
    }
    for (int run = argc > 2 ? RUNS - 1 : 0; run < RUNS && !r.err.status; run++)
        memory_protect(read_once, &r);
    if (r.err.status || !r.format) {
        fprintf(stderr, "reading: %s\n", r.err.status ? r.err.what : "unknown format");
        return 3;
    }
    printf("%s %llu %.1f\n", r.format, (unsigned long long)r.records,
           (double)r.bytes / 1e6 / r.seconds);
    return 0;
}

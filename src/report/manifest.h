// manifest: what a run was: enough to repeat it and to see whether a repetition came to the same.
// No clock time, nothing of the machine, and nothing that the number of threads could change, so
// that reruns give the same bytes.
#ifndef REPORT_MANIFEST_H
#define REPORT_MANIFEST_H

#include "base/sha256.h"
#include "input/digest.h"
#include "report/dialects.h"
#include "report/report.h"

// Zero-initialise before use.
typedef struct manifest {
    dialects dialects;
    uint64_t checksum[2];             // sum over the conversations that stand, the low half first
    json inputs;                      // members of the list of inputs
    uint32_t input_count, file_count; // typed paths; files of the last one
    const char *typed;                // the path that is being hashed
    bool raw;                         // paths may be told
    digest digest;
} manifest;

void manifest_conversation(manifest *m, const conversation *c);
bool manifest_input(manifest *m, const char *path, error *err);

// A file of the folder.
typedef struct manifest_file {
    const char *name; // "speakers.csv"
    uint64_t bytes, rows;
    bool has_rows;
    unsigned char sha256[SHA256_SIZE];
} manifest_file;

// Writes the whole manifest to out.
void manifest_write(manifest *m, json *out, const report_options *options,
                    const attune_counts *counts, const uint32_t *undetermined_by_rule,
                    const manifest_file *files, size_t count);

void manifest_release(manifest *m);

#endif

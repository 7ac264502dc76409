// spill: temporary files that nobody can see, and a sort that uses them when memory does not
// suffice.
//
// A temporary file is created in $TMPDIR (/tmp) and unlinked at once: it is gone with its
// descriptor.
#ifndef INPUT_SPILL_H
#define INPUT_SPILL_H

#include "base/buf.h"
#include "base/error.h"
#include "input/stream.h"

// The descriptor of a new temporary file, or -1 with *err set (ATTUNE_OUTPUT). The caller closes
// it.
int spill_file(error *err);

// Copies what is left of from into the file and goes back to its beginning. At most limit bytes.
bool spill_copy(int descriptor, stream *from, uint64_t limit, const char *label, error *err);

// Records in order of group, then of time, then as they came.
typedef struct spill_key {
    uint64_t group;
    int64_t time;
    uint64_t sequence; // differs for every record
} spill_key;

typedef struct spill spill;

// Keeps about memory bytes (at least 1 MiB) before it uses a file. Never NULL.
spill *spill_new(size_t memory);

// Adds a record, which is copied. Here and below *err must be clear.
bool spill_add(spill *s, spill_key key, str record, error *err);

// Ends the adding; spill_next follows.
bool spill_sort(spill *s, error *err);

// The next record, until the next call; false at the end, and with *err set when reading failed.
bool spill_next(spill *s, spill_key *key, str *record, error *err);

// Forgets every record; adding begins again.
void spill_reset(spill *s);
void spill_free(spill *s);

#endif

// record: a message as one run of bytes, to wait for its turn in memory or in a file.
#ifndef READER_RECORD_H
#define READER_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "reader/message.h"

// Appends what a reader set of *m.
void record_pack(buf *out, const message *m);

// The message whose bytes stand at the start of bytes: its strings point there, its list of mentioned into keep.
message record_view(str bytes, arena *keep);

// Adds XXH3-128 over the length-prefixed id, time, author, kind, flags and text to a sum of 128 bits. The sum is the same for
// any order and any machine. scratch is overwritten.
void record_sum(const message *m, buf *scratch, uint64_t sum[2]);

#endif

// suppress: small counts get NA, and so does what rests on them (--min-cell).
//
// A count from 1 up to the limit less 1 may point at a person. Around it goes what it could be
// computed from: the counts it is part of a sum with, and the rates and intervals made of it. What
// is made of counts that have no column of their own is left out by its table. Two tables may still
// be subtracted from each other; PRIVACY.md says so.
#ifndef REPORT_SUPPRESS_H
#define REPORT_SUPPRESS_H

#include "base/buf.h"
#include "report/columns.h"

enum { SUPPRESS_COLUMNS = 128 };

typedef struct suppress {
    uint64_t least; // 0: nothing is suppressed
    const column_list *columns;
    size_t ranges;
    struct {
        size_t watched, watched_end; // a small count in one of these columns …
        size_t blank, blank_end;     // … and these get NA
    } range[8];
    bool rows; // a row is about one event: there are none
} suppress;

// Whether a count, or the part or the rest of a whole, is one to be left out.
static inline bool suppress_count(uint64_t least, uint64_t count) {
    return count > 0 && count < least;
}
static inline bool suppress_share(uint64_t least, uint64_t part, uint64_t whole) {
    return suppress_count(least, part) || (whole > part && suppress_count(least, whole - part));
}

// The rules of a table; none when least is below 2.
void suppress_init(suppress *s, const column_list *columns, uint32_t least);

// Rewrites the row that begins at from and is the end of rows, without its line end.
void suppress_row(const suppress *s, buf *rows, size_t from);

#endif

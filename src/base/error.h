// error: why something failed, with the status the program ends with.
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "attune.h"
#include "base/str.h"

typedef attune_error error;

// Formats the reason into *err, with control characters escaped, and returns false, so that a
// caller can write
//     return error_set(err, ATTUNE_INPUT, "%s: no speaker", path);
// The first error stands: a later one is ignored.
__attribute__((format(printf, 3, 4))) bool error_set(error *err, int status, const char *format,
                                                     ...);

// Adds what to do about it; returns false.
__attribute__((format(printf, 2, 3))) bool error_hint(error *err, const char *format, ...);

#endif

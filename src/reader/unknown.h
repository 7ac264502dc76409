// unknown: what a source that no reader knows looks like, for the error, without quoting what may
// be private.
#ifndef READER_UNKNOWN_H
#define READER_UNKNOWN_H

#include "base/error.h"
#include "base/str.h"

// Sets *err to "label: error: not in a format that attune knows (what was seen)" with a hint;
// returns false. name is the file's own name.
bool unknown_format(const char *label, str name, str head, error *err);

// Whether it is a picture or the like: bytes that no text has, and no database or backup, which may
// hold what the person is looking for.
bool unknown_is_media(str name, str head);

// Whether head has bytes that no text has.
bool unknown_is_binary(str head);

#endif

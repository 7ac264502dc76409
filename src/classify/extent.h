// extent: how far a class or a group of a pattern goes, told from its bytes alone.
#ifndef CLASSIFY_EXTENT_H
#define CLASSIFY_EXTENT_H

#include "base/str.h"

// All take the offset of the [ or ( with which it begins, and return an offset that is at most
// pattern.len, also where it has no end.

// Where the members of a class begin to be told from its end: behind [, ^ and a first ].
size_t extent_class_open(str pattern, size_t at);

// Behind the class.
size_t extent_class(str pattern, size_t at);

// Behind the group.
size_t extent_group(str pattern, size_t at);

#endif

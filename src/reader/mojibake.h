// mojibake: strings whose UTF-8 bytes were each written as a character of their own.
#ifndef READER_MOJIBAKE_H
#define READER_MOJIBAKE_H

#include "base/arena.h"

// What s was meant to be, in keep; s itself when it is none: when a character lies beyond U+00FF,
// or the bytes that the characters stand for are no UTF-8. s must be valid UTF-8.
str mojibake_repair(arena *keep, str s);

#endif

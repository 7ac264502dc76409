// sort: in place. The C library's qsort is free to take as much memory again, and does.
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

// Puts count items of size bytes into the order of compare, which is as qsort's. Equal items may
// change places with each other.
void sort_items(void *items, size_t count, size_t size,
                int (*compare)(const void *left, const void *right));

#endif

#include "base/sort.h"

// A heap sort.
typedef struct heap {
    unsigned char *at;
    size_t size;
    int (*compare)(const void *left, const void *right);
} heap;

static void swap(unsigned char *a, unsigned char *b, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

// Moves the item at root down until the heap of count items is in order again.
static void sift(const heap *h, size_t root, size_t count) {
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        unsigned char *larger = h->at + child * h->size;
        if (child + 1 < count && h->compare(larger, larger + h->size) < 0) {
            child++;
            larger += h->size;
        }
        if (h->compare(h->at + root * h->size, larger) >= 0) return;
        swap(h->at + root * h->size, larger, h->size);
    }
}

void sort_items(void *items, size_t count, size_t size,
                int (*compare)(const void *left, const void *right)) {
    heap h = {items, size, compare};
    for (size_t root = count / 2; root-- > 0;) sift(&h, root, count);
    for (size_t last = count; last-- > 1;) {
        swap(h.at, h.at + last * size, size);
        sift(&h, 0, last);
    }
}

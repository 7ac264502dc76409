#include "reader/pages.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    PAGE = 64 * 1024 - sizeof(page),
    SPARE = 32, // pages kept to be written anew
};

static char *contents(page *of) { return (char *)(of + 1); }

// Takes the pages that nobody needs out of use, oldest first. One that was made for a giant record
// is given back.
static void recycle(pages *p) {
    while (p->oldest && p->oldest->waiting == 0 && p->oldest->last <= p->forgotten) {
        page *done = p->oldest;
        p->oldest = done->next;
        if (done->room > PAGE || p->spares == SPARE) {
            free(done);
            continue;
        }
        done->next = p->spare;
        p->spare = done;
        p->spares++;
    }
    if (!p->oldest) p->newest = NULL;
}

static page *fresh(pages *p, size_t size) {
    page *made = size <= PAGE ? p->spare : NULL;
    if (made) {
        p->spare = made->next;
        p->spares--;
        return made;
    }
    size_t room = size > PAGE ? size : PAGE;
    made = room < SIZE_MAX - sizeof *made ? malloc(sizeof *made + room) : NULL;
    if (!made) memory_exhausted();
    made->room = room;
    return made;
}

void pages_more(pages *p, size_t size) {
    recycle(p);
    page *made = fresh(p, size);
    *made = (page){.room = made->room};
    if (p->newest)
        p->newest->next = made;
    else
        p->oldest = made;
    p->newest = made;
    p->at = contents(made);
    p->end = p->at + made->room;
}

void pages_drop(pages *p) {
    for (page *of = p->oldest; of; of = of->next) of->waiting = 0;
}

static void free_all(page *first) {
    while (first) {
        page *next = first->next;
        free(first);
        first = next;
    }
}

void pages_release(pages *p) {
    free_all(p->oldest);
    free_all(p->spare);
    *p = (pages){0};
}

#include "reader/pages.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    // A record that waits long, its clock far ahead, holds its page: all LIMIT_REORDER hold 16 MiB.
    PAGE = 16 * 1024 - sizeof(page),
    SPARE = 128, // pages kept to be written anew
};

static char *contents(page *of) { return (char *)(of + 1); }

// One that was made for a giant record is given back.
static void retire(pages *p, page *done) {
    if (done->room > PAGE || p->spares == SPARE) {
        free(done);
        return;
    }
    done->next = p->spare;
    p->spare = done;
    p->spares++;
}

// Takes the pages that nobody needs out of use, oldest first, past those on which a record waits.
// Behind one that is only not forgotten yet, all are as young.
static void recycle(pages *p) {
    page *kept = NULL, **place = &p->oldest;
    for (page *of; (of = *place);) {
        if (of->waiting == 0 && of->last > p->forgotten) return;
        if (of->waiting) {
            kept = of;
            place = &of->next;
        } else {
            *place = of->next;
            retire(p, of);
        }
    }
    p->newest = kept;
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

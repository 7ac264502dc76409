#include "pipeline/batch.h"

#include <stdlib.h>

void batch_reset(batch *b) {
    arena_reset(&b->memory);
    b->count = 0;
    b->text_bytes = 0;
    b->event_count = 0;
    b->found.count = 0;
    b->cancelled.count = 0;
}

void batch_release(batch *b) {
    arena_release(&b->memory);
    free(b->messages);
    free(b->events);
    free(b->analyses);
    free(b->tokens);
    free(b->found.at);
    free(b->cancelled.at);
    *b = (batch){0};
}

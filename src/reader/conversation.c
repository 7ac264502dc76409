// conversation: what intake hands out for one chat, as declared in intake.h.
#include "reader/intake.h"

#include <stdlib.h>

void conversation_free(conversation *c) {
    if (!c) return;
    intern_release(&c->speakers);
    free(c->speaker_names);
    arena_release(&c->memory);
    free(c);
}

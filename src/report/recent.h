// recent: the last turns of a conversation as text, for a coder who needs what came before.
#ifndef REPORT_RECENT_H
#define REPORT_RECENT_H

#include "report/names.h"

enum { RECENT_MOST = 16 };

// Zero-initialise with wanted set: turns before the running one, at most RECENT_MOST - 1.
typedef struct recent {
    uint32_t wanted;
    buf turns[RECENT_MOST]; // "S1: text" and a line end for every message
    uint64_t last;          // number of the running turn, from 1; 0 for none
} recent;

// A conversation begins.
void recent_begin(recent *r);

// A message was said; long ones are cut, and a turn keeps its end.
void recent_add(recent *r, const names *n, const message *m, bool opens_turn);

// Appends the turns, without the last line end.
void recent_write(const recent *r, buf *out);

void recent_release(recent *r);

#endif

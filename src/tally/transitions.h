// transitions: which sets of codes (selection.h) follow which, unit by unit: messages, turns or
// floors. Integers, and memory for the pairs of speakers and sets that occurred, not for the log.
#ifndef TALLY_TRANSITIONS_H
#define TALLY_TRANSITIONS_H

#include "attune.h"
#include "tally/tuples.h"

enum {
    TRANSITIONS_LAG_MOST = 64,
    TRANSITIONS_WINDOW_MOST = 4096,   // units that a window looks ahead at most
    TRANSITIONS_SHIFT_MOST = 1 << 20, // units kept for the null of shifts
    TRANSITIONS_WINDOW = 0x10000,     // in place of a lag: within the window of time
    TRANSITIONS_BLOCKS = 16,          // even; into so many equal ones a conversation is cut at most
};

typedef struct transitions_options {
    attune_unit unit;
    uint32_t lag_first, lag_last; // from 1
    int64_t within;               // ms; 0: no window
    uint32_t given, target;       // the sets that are looked for
    bool keep;                    // the units, for the null of shifts
} transitions_options;

// A message, or several of one speaker.
typedef struct unit {
    int64_t begin, end; // effective times of its first and last message
    uint32_t speaker, session;
    uint32_t sets;
} unit;

enum {              // widths of keys, and of the values of steps and windows
    STEP_KEY = 5,   // speaker, later speaker, lag or TRANSITIONS_WINDOW, sets of one, of the other
    FREE_KEY = 2,   // speaker, sets
    CHANCE_KEY = 8, // speaker, later speaker, lag, given, target, units of the later one, those in
                    // target, those that follow one of given at that lag
    BLOCK_WIDTH = 1 + TRANSITIONS_BLOCKS, // units, and units by block
};

typedef struct transitions {
    transitions_options options;
    unit open;    // the running one; its speaker is UINT32_MAX while there is none
    unit *recent; // of the session, a ring
    size_t recent_room, first, count; // first: the oldest; count: all told
    size_t due;                       // the next one whose window is not over
    int64_t last;                     // time of the last message
    size_t block_length;              // in units; doubles when the conversation outgrows all blocks
    tuples steps;                     // STEP_KEY to units
    tuples windows;                   // FREE_KEY to units whose window was seen to its end
    tuples chances;                   // CHANCE_KEY to sessions
    tuples units;                     // FREE_KEY to all units
    tuples session_units;             // (speaker) to units, then those in each set
    tuples session_given;             // (speaker, later speaker, lag, given) to units
    uint32_t *seen, *sets;            // by speaker: the unit whose window the sets were seen in
    size_t seen_room, sets_room;
    uint32_t looking; // number of that unit
    unit *kept;       // all of them, up to TRANSITIONS_SHIFT_MOST
    size_t kept_count, kept_room;
    bool kept_all;
} transitions;

void transitions_init(transitions *t, const transitions_options *options);

// Begins a conversation: forgets the one before.
void transitions_begin(transitions *t);

// A message that is not of the system, in order. opens: it begins a new unit of the kind chosen.
void transitions_message(transitions *t, uint32_t speaker, uint32_t session, int64_t time,
                         uint32_t sets, bool opens);

// The conversation ended: puts steps, windows, chances and units in the order of their keys.
void transitions_end(transitions *t);

// How many blocks make up the first half of a conversation that has ended, as near as blocks can
// tell: from 8 of them on, the halves differ by an eighth of the units at most.
size_t transitions_half(const transitions *t);

// Units among the values of an entry of steps or windows: in the first so many blocks, or in all
// when blocks is 0.
uint64_t transitions_units(const uint32_t *values, size_t blocks);

void transitions_release(transitions *t);

#endif

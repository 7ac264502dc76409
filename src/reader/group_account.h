// group_account: what the sources held of a conversation that was gathered, and which of it repeats
// what was there before.
#ifndef READER_GROUP_ACCOUNT_H
#define READER_GROUP_ACCOUNT_H

#include "reader/gather.h"

// What one source held, or several whose records are parts of one whole.
typedef struct group_section {
    uint64_t section, name, sum[2], messages;
    bool copy;
} group_section;

enum { GROUP_RECENT = 64 }; // records of the same time that are compared

// Zero-initialize before use.
typedef struct group_account {
    const reader *of;
    drops drops;
    dialect dialect;
    int64_t first_time; // lowest of a message with a time, INT64_MIN for none
    bool failed;
    group_section *sections; // by section, once they are settled
    size_t count, room, last;
    bool settled;
    buf called; // what it is called when it has no id
    struct {
        uint64_t what, section;
    } recent[GROUP_RECENT]; // of one time
    size_t recent_count;
    int64_t recent_time;
    uint64_t shared;                 // records that were left out because another section has them
    uint64_t replaced[GROUP_RECENT]; // hashes of the ids of what edits of that time replace
    size_t replaced_count;
} group_account;

void group_account_reset(group_account *g);

// Adds what a part tells.
void group_account_add(group_account *g, const gather_part *part);

// All parts are told: finds the sections that are copies and returns their number. *alike are those
// that have the messages of another one, and neither id nor title.
size_t group_account_settle(group_account *g, seen *copies, size_t *alike);

// Whether a message of that section is one of a copy.
bool group_account_is_copy(group_account *g, uint64_t section);

// Whether a message, in order of time, is the same record as one of another section: two exports of
// a chat that overlap. Only what has an id, or reacts to what has one, can be known again. Or
// whether an edit took its place.
bool group_account_repeats(group_account *g, const message *m, uint64_t section);

void group_account_release(group_account *g);

#endif

// intake_inner: what the files of intake share. Nobody else includes it.
#ifndef READER_INTAKE_INNER_H
#define READER_INTAKE_INNER_H

#include "reader/bounds.h"
#include "reader/consent.h"
#include "reader/group_account.h"
#include "reader/notices.h"
#include "reader/people.h"
#include "reader/reorder.h"

typedef enum stage {
    STAGE_SOURCE, // open the next source
    STAGE_READ,   // an ascending one: its records go through the window
    STAGE_DRAIN,  // a conversation ends: what waits in the window leaves
    STAGE_GATHER, // one in any order: its records are gathered
    STAGE_SORTED, // what was gathered is handed out
    STAGE_DONE,
} stage;

enum { INTAKE_SAID = 16 };

// A table that is damaged: a failure once a log is read with it, until then a file like others.
typedef struct damaged_table {
    const reader *of; // NULL once that is said
    size_t package;
    error why;
} damaged_table;

struct intake {
    inputs *inputs;
    intake_options options;
    const reader *wanted; // by --format, or NULL
    bounds bounds;
    people people;
    consent consent;
    notices notices;
    seen seen;
    stage stage;
    bool selects;  // an option leaves out messages by their time or author
    bool stopped;  // by an error that leaves no sense in going on
    error failure; // the first of the run
    attune_counts total;
    uint64_t rejects;
    bool given; // a message since the last wait

    bool sums; // somebody reads the checksums, or another source may have copies

    source *source; // while a reader is at work
    uint64_t source_number;
    const reader *reader;
    reader_state state;
    error trouble;                                         // of the source
    bool failed;                                           // the source did
    bool ended;                                            // the source is read to its end
    uint64_t source_rejects[REJECT_REASONS], first_reject; // line
    uint64_t record_start;                                 // byte of the source
    bool unmet_told;

    size_t archive; // number of the named archive whose members come by, or 0
    bool archive_read;
    buf archive_path;

    reorder window;
    message said[INTAKE_SAID];   // usual records of the conversation in the window, of which those
    message *said_at, *said_end; // from said_at on are not taken yet
    arena scratch;               // of the record read last
    message held;                // the first of the next conversation
    bool has_held;
    bool in_conversation;
    buf id, title; // of the conversation in the window

    package tables[2]; // of the folder that is read, and of the archive
    damaged_table *damaged;
    size_t damaged_count, damaged_room;
    bool part;  // the source is one of the parts of a conversation
    buf called; // what its conversation is called when it has no id

    gather *gather;
    const reader *gathered; // whose records went there last, or NULL for none
    bool gathered_parts;    // there are parts among them
    size_t gathered_root;   // package in which they went there
    gather_event loaded;    // what comes next …
    bool has_loaded;        // … when it is known
    uint64_t loaded_group;
    gather_part part_told;
    message view;
    bool in_group; // of what is handed out:
    uint64_t group;
    group_account account;
    size_t copied, alike; // conversations that were there before; perhaps there before
    uint64_t shared;      // records of two exports

    conversation *open; // begun and not ended
    bool returned;      // its id was there before
    drops drops;        // of the conversation that is open, or will be
    arena views;
    buf name;
};

// Takes the next record out of the source, with line ends as LF whoever wrote it.
reader_result intake_look(intake *in, message *m); // where that is not known
static inline reader_result intake_read(intake *in, message *m) {
    in->state.repaired = false;
    reader_result result = in->reader->next(&in->state, &in->scratch, m);
    return result != READER_MESSAGE || m->usual ? result : intake_look(in, m);
}

// intake_source.c: opens the next source and sets the stage.
void intake_open_next(intake *in);
void intake_close(intake *in);
// The source is read to its end, or to where it failed: keeps the failure and says what is worth
// saying.
void intake_source_ended(intake *in, bool failed);
// Keeps the first failure of the run and tells the others.
void intake_fail(intake *in, const error *why);
// Counts a record that the reader rejected.
void intake_reject(intake *in, drops *to);
// Whether its time or the options leave a message out; it is then counted.
bool intake_looks_at(intake *in, const message *m, drops *to); // the same in full
static inline bool intake_is_dated(const message *m) {
    return m->time >= LIMIT_TIME_FIRST && m->time < LIMIT_TIME_LAST;
}
static inline bool intake_leaves_out(intake *in, const message *m, drops *to) {
    return (!intake_is_dated(m) || in->selects) && intake_looks_at(in, m, to);
}

// intake_package.c: what the folder or archive says of a source. A table is read; what belongs to
// an export and has no messages is none of anybody's logs.
package *intake_tables(intake *in);
void intake_take_table(intake *in, source *s);
// A log of that reader is read, for which its tables have to be whole; none will be any more.
void intake_need_tables(intake *in, const reader *found);
void intake_leave_tables(intake *in);
bool intake_is_other(const intake *in, const source *s, str head);
// Keeps which folders have one chat and what was sent in it (an inputs_met); whether a source was.
void intake_meet(void *context, str path);
bool intake_was_sent(intake *in, const source *s);
// Whether it is a part, and what its conversation is called.
void intake_place(intake *in, const reader *found, const source *s);

// intake_output.c: a conversation begins with in->id (what it is called when that is empty), gives
// messages (*out is a record's view before, and its strings are moved to keep), ends; or none of
// its messages were handed out.
intake_result intake_begin(intake *in, const reader *of, const dialect *d, conversation **which);
void intake_give(intake *in, arena *keep, message *out);
intake_result intake_end(intake *in, const dialect *d, bool failed, bool copy,
                         conversation **which);
void intake_end_unseen(intake *in, bool failed);

// intake_window.c: takes the next record of the source into the window, or the one held; hands out
// the first that waits.
void intake_read_ascending(intake *in);
void intake_take_held(intake *in);
void intake_hand_out(intake *in, arena *keep, message *out);

// intake_sorted.c: gathers the source that is open; hands out what was gathered, true when *result
// is to be returned.
static inline bool intake_sorts(const intake *in) {
    return in->options.sort || in->reader->any_order || in->state.any_order || in->part;
}
void intake_gather(intake *in);
void intake_sort(intake *in);
bool intake_sorted(intake *in, arena *keep, message *out, conversation **which,
                   intake_result *result);

#endif

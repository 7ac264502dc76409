// reader: what a format has to provide. One file per format, one line in registry.c.
//
// A reader turns a source into messages in the order of the file. It decides everything it has to
// infer from one window, source_peek(in, LIMIT_WINDOW), in open; later evidence against it is
// counted in dialect.contradictions and never changes the decision. It does not sort, intern or
// number: intake does.
#ifndef READER_READER_H
#define READER_READER_H

#include "base/arena.h"
#include "base/buf.h"
#include "input/source.h"
#include "reader/message.h"
#include "reader/package.h"

typedef enum date_order {
    ORDER_NONE,
    ORDER_YMD,
    ORDER_YDM,
    ORDER_DMY,
    ORDER_MDY,
    ORDER_MYD,
    ORDER_DYM
} date_order;

typedef enum date_evidence { // what decided the date order: see date_survey.h
    EVIDENCE_NONE,
    EVIDENCE_OPTION,
    EVIDENCE_YEAR_POSITION,
    EVIDENCE_DAY_OVER_12,
    EVIDENCE_FEWER_BACKWARD_JUMPS,
    EVIDENCE_SEPARATOR,
    EVIDENCE_COMPACTNESS,
    EVIDENCE_ARCHIVE_TIME,
    EVIDENCE_WEEKDAY, // LINE writes it beside the date
    EVIDENCE_ASSUMED,
} date_evidence;

// What a reader decided about its source.
typedef struct dialect {
    date_order order;
    date_evidence evidence;
    uint64_t contradictions;      // records that speak against it
    uint64_t first_contradiction; // line of the first, or 0
} dialect;

typedef enum reject_reason {
    REJECT_MALFORMED,
    REJECT_TOO_LONG,
    REJECT_DUPLICATE,
    REJECT_BAD_TIME, // given by intake alone
    REJECT_REASONS,
} reject_reason;

typedef struct reader_options {
    date_order order; // ORDER_NONE: decide
    const char *map, *speakers, *me;
    size_t max_record;
} reader_options;

typedef enum reader_result {
    READER_MESSAGE,  // *out is a record
    READER_REJECTED, // one record was left out: state->reason, state->line
    READER_END,      // the source is read to its end
    READER_FAILED,   // it is truncated or broken beyond repair: *state->err says how; what came
                     // before stands, the conversation that is open does not
} reader_result;

typedef struct reader_state {
    source *in;
    const reader_options *options;
    dialect dialect;
    uint64_t line; // of the record returned last, from 1
    reject_reason reason;
    bool repaired; // set by next where what it took was no UTF-8, and is now U+FFFD
    error *err;
    arena memory;     // lives as long as the reader; released by its owner after close
    void *own;        // state_size zeroed bytes from memory
    package *package; // what the tables of its folder or archive say; may be NULL
    bool any_order; // set by open when this source interleaves its conversations: intake sorts, as
                    // for reader.any_order
    str remark; // set by open: what a person should know of what is not read, or empty; in memory
    str title;  // of the conversation without id, when it is known only at the end
    bool newest_first; // set by open or next when records of the same time stand in reverse
} reader_state;

// What a file of a folder or archive is to a format, by its path (source_path).
typedef enum reader_role {
    ROLE_NONE,
    ROLE_CHAT,   // the only log of an export: all else in its folder was sent in it
    ROLE_TITLED, // the same in an archive, or in a folder that is called as it is: elsewhere people
                 // collect such files, and it is one log among others
    ROLE_PART, // holds a part of one: all such files of a folder are joined and sorted. What has no
               // id of its own is called as the folder
    ROLE_TABLE, // names and titles: read by reader.table before any log
    ROLE_OTHER, // belongs to the export and has no messages
} reader_role;

typedef struct reader {
    const char *name;    // for --format
    const char *summary; // what it is, one line
    const char *carries; // "ids replies utc 1s": what of ids, replies, mentions, reactions, zone
                         // kind and precision it carries
    const char *how_to;  // how a person gets this export out of the app
    bool any_order; // records may come in any order and conversations interleaved: intake sorts
    size_t state_size;
    // How sure it is that a source beginning with head is its own: 0 not at all; 10 the shape of
    // lines; 50 several records parse; 90 a magic or a set of keys that nothing else has. Highest
    // wins, the registry's order breaks ties. whole: head is all there is. It is asked first with a
    // few KiB and then with more, until some bid reaches 90; it looks at no more than it needs.
    int (*bid)(str head, bool whole);
    // Decides the dialect. false with *state->err set when it cannot read this source. May be NULL.
    bool (*open)(reader_state *state);
    // *out comes zeroed. The strings set in it stand in keep or live at least until the next call
    // on the source.
    reader_result (*next)(reader_state *state, arena *keep, message *out);
    // The next records, up to most, as long as they are usual ones of the conversation that next
    // gave last: how many. They come zeroed, or as this has left them; their strings live as next's
    // do. May be NULL, and it is for the speed alone: next gives the same records.
    size_t (*usual)(reader_state *state, message *out, size_t most);
    // Releases what own refers to outside memory. May be NULL.
    void (*close)(reader_state *state);
    // For exports of several files. What is ROLE_TABLE to one format is no log to any other.
    reader_role (*role)(str path);
    // Reads a table into state->package; state->own is state_size zeroed bytes, which close
    // releases. false before anything is consumed when it is none of this format; *state->err is
    // set when it is one and cannot be read.
    bool (*table)(reader_state *state);
} reader;

// NULL when there is none.
const reader *reader_by_name(const char *name);
const reader *reader_at(size_t index);

// Whether a file of that path is a table to some format.
bool reader_any_table(str path);

// The reader with the highest bid on the first LIMIT_WINDOW bytes, of which no more is looked at
// than it takes to be certain; NULL when none bids.
const reader *reader_detect(source *in);

#endif

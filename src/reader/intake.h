// intake: what stands between the readers and the pipeline. It takes the sources one after the
// other, finds the reader of each, puts records in order of time (a window of LIMIT_REORDER
// records, or a full external sort), resolves names to speakers, numbers what has no id, applies
// the options that leave messages out, and counts every record.
#ifndef READER_INTAKE_H
#define READER_INTAKE_H

#include "input/inputs.h"
#include "input/zone.h"
#include "reader/reader.h"

// One conversation, from its first record to its end. Made by intake, handed out with its
// beginning, and intake's until its end is handed out (INTAKE_END, INTAKE_DROP): from then on it
// belongs to whoever folds that end, who frees it. intake_free frees one that is still open.
typedef struct conversation {
    uint32_t number; // from 1, by first appearance
    str id; // the source's id; else, when names are raw, what its file or folder is called; else
            // the number in decimal: the cell `conversation` of the message CSV
    const char *format;
    dialect dialect;
    uint8_t time_kind;  // of its first record that has a time; TIME_NONE when none has
    uint32_t precision; // coarsest, ms
    intern speakers;    // identity keys by speaker index
    str *speaker_names; // display name by speaker index (NFC)
    size_t name_room;
    uint32_t other; // with --only: index + 1 of the speaker that all others are, or 0
    str source;     // label of the source it was read from, or empty: from several
    // Records; read is the sum of the rest.
    uint64_t read, used, system, excluded, bad_time, malformed, too_long, duplicate;
    uint64_t late, lenient;
    uint64_t sum;         // of those of its messages, by which none is lost on the way
    uint64_t checksum[2]; // 128-bit sum over XXH3-128 of the used records' fields; 0 where nobody
                          // asks (intake_options.unsummed)
    arena memory;
} conversation;

void conversation_free(conversation *c);

typedef struct intake intake;

// A record that was left out, as it is met. The strings live during the call.
typedef struct rejected {
    size_t path;        // number of the path on the command line, from 1
    const char *typed;  // that path as errors show it
    const char *label;  // the source: the path, with ", member 3" or ", file 2" where it is in one
    uint64_t line;      // where the record begins, from 1
    uint64_t byte;      // and its offset in the source, after unpacking and decoding
    const char *reason; // "malformed", "too_long", "bad_time", "duplicate"
} rejected;
typedef void reject_told(void *context, const rejected *r);

typedef struct intake_options {
    reader_options reader;
    const char *format; // NULL or "auto": detect
    const char *alias, *since, *until, *exclude, *only, *consent;
    const zone *zone; // in which since and until are taken for logs with zones; NULL is UTC
    bool sort;
    bool raw;      // what has no id may be called as its file or folder
    bool unsummed; // nobody reads checksums: they are made only where copies may have to be known
    size_t max_memory;
    int64_t max_rejects;
    attune_notice *notice;
    void *context;
    reject_told *reject; // NULL: nobody wants to know
    void *reject_context;
} intake_options;

// in must outlive the result. Returns NULL with *err set on a bad option.
intake *intake_new(inputs *in, const intake_options *options, error *err);

typedef enum intake_result {
    INTAKE_BEGIN,   // *conversation begins; its messages follow
    INTAKE_MESSAGE, // *out is the next message of the conversation that is open
    INTAKE_END,     // it ended cleanly and stands
    INTAKE_DROP,    // it ended truncated, or it repeats one seen before: what it gave must be taken
                    // back
    INTAKE_DONE,    // there is nothing more. *err is set when some input failed
    INTAKE_WAIT,    // nothing is ready without blocking (a live pipe): a good moment to end a batch
} intake_result;

// What *out points to lives in keep, or until intake_forget is given a mark made after it.
intake_result intake_next(intake *in, arena *keep, message *out, conversation **which, error *err);

// What intake_next would give next as long as these are messages and there need be no wait: at most
// that many, and no more once their texts have that many bytes. Returns how many. For what they
// point to the same holds.
size_t intake_more(intake *in, arena *keep, message *out, size_t most, size_t bytes);

// A mark; and that nobody needs the messages that were given before it.
uint64_t intake_mark(const intake *in);
void intake_forget(intake *in, uint64_t mark);

// Counts of everything so far, over all conversations (of dropped ones too: their records count as
// duplicate or, when truncated, as malformed).
attune_counts intake_counts(const intake *in);

void intake_free(intake *in);

#endif

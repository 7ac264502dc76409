// people: from the names and ids in a log to speakers.
//
// A speaker is identified by the format's id where there is one, else by the name (name.h). --alias
// and --me replace names first.
#ifndef READER_PEOPLE_H
#define READER_PEOPLE_H

#include "base/error.h"
#include "reader/intake.h"
#include "reader/notices.h"

typedef struct known {
    str instead;   // the name that is used
    uint64_t line; // in the file; 0 where the name is its own
    bool met;      // in a log
} known;

// Names and ids that an option lists.
typedef struct choice {
    intern names;
    bool *met; // in a log, by name
    size_t room;
} choice;

enum { PEOPLE_KEYED = 16 };

// Zero-initialise before use.
typedef struct people {
    arena memory;  // of the options
    buf file;      // with aliases
    intern known;  // names and ids that --alias knows …
    known *knowns; // … and what it says of each
    size_t known_room;
    choice excluded, only; // --exclude, --only
    str me;                // for "Me" and the like; empty: they stay
    // Of the conversation that is open:
    bool *plain; // by speaker: who writes under the very key of the speaker, and has no id
    size_t plain_count, plain_room;
    intern faces;      // other ids and names as they stand in the log …
    uint32_t *speaker; // … and their speaker
    size_t speaker_room;
    struct {
        str author, id;
        uint32_t speaker;
    } recent[2]; // whom most messages are by; the strings are in faces or keys
    struct {
        uint32_t key, speaker; // of the author; 0 for none
    } keyed[PEOPLE_KEYED];     // where readers give keys: by key, the one seen last
    intern names;              // display names that are not the key of the speaker …
    uint32_t *named;           // … and the first speaker of that name
    size_t named_room;
    buf face, name; // scratch
} people;

// Reads the options. False with *err set when the file of aliases cannot be read or has a row that
// is none.
bool people_init(people *p, const intake_options *options, error *err);

// Everything is read: says which of the names that the options gave are nobody's, by their places
// alone.
void people_unmet(const people *p, notices *to);

// A conversation begins.
void people_reset(people *p);

// Whether --exclude names the author.
bool people_are_excluded(people *p, const message *m); // where it names somebody
static inline bool people_excluded(people *p, const message *m) {
    return p->excluded.names.count && people_are_excluded(p, m);
}

// The index of the message's author, INTERN_NONE when it has none. A line of the system adds
// nobody. Whom --only does not name shares one index with all such, conversation.other - 1.
uint32_t people_unkeyed(people *p, conversation *c,
                        const message *m); // without a key that is known
static inline uint32_t people_speaker(people *p, conversation *c, const message *m) {
    uint32_t place = m->author_key % PEOPLE_KEYED;
    if (m->author_key && p->keyed[place].key == m->author_key) return p->keyed[place].speaker;
    return people_unkeyed(p, c, m);
}

// Those whom the message addresses, as the format marks them, else by "@Name" of a known speaker in
// its text: *count of them in keep, or NULL.
const uint32_t *people_find_mentions(people *p, conversation *c, const message *m, arena *keep,
                                     uint32_t *count); // where there may be some
static inline const uint32_t *people_mentions(people *p, conversation *c, const message *m,
                                              arena *keep, uint32_t *count) {
    *count = 0;
    if (!m->mentioned_count && (m->usual || !m->text.len)) return NULL;
    if (m->kind == KIND_SYSTEM) return NULL;
    return people_find_mentions(p, c, m, keep, count);
}

void people_release(people *p);

#endif

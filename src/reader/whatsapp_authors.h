// whatsapp_authors: who writes in a WhatsApp export, and where in a line the name ends and the
// message begins.
#ifndef READER_WHATSAPP_AUTHORS_H
#define READER_WHATSAPP_AUTHORS_H

#include "base/intern.h"

typedef struct author_record {
    uint32_t records;
    uint32_t longer; // the longer name that all other lines allow, as id + 1; 0 while there is none
    bool alone;      // in some line the name cannot end elsewhere
    bool differs;    // they allow different ones
    bool known;      // longer than the shortest that its lines allow, and still right
    bool judged;     // notice is decided
    bool notice;     // no name: the words of a notice, of which the colon is a part
    bool human;      // wrote something that the app does not write
    bool marked;     // of what it wrote, something began with the mark of the app
    bool opens;      // wrote the first record
    bool app;        // settled: a group's or contact's name, under which the app writes its notices
} author_record;

enum { AUTHORS_RECENT = 4 };

typedef struct author_recent {
    str name;
    uint64_t head, mask; // its first eight bytes with the colon and space behind it, and which of
                         // them that are
    uint32_t id;
    bool valid; // UTF-8
    bool plain; // and no name under which the app writes
} author_recent;

// Zero-initialize before use; release gives the memory back.
typedef struct whatsapp_authors {
    intern names;
    author_record *records; // by id
    size_t room;
    author_recent recent[AUTHORS_RECENT]; // names that are surely names, seen last; empty while
                                          // there are fewer
    uint32_t turn;                        // the one to be replaced next
    bool colons;                          // some known name has ": " in it
} whatsapp_authors;

typedef struct author_split {
    bool found;  // else the line is a notice without author
    str author;  // without marks and the tilde of unknown numbers; points into the line
    size_t body; // where the message begins
    uint32_t id; // INTERN_NONE when the name is not in the table
    bool valid;  // the name is UTF-8; false also when that is not known
} author_split;

// A name without marks, white space and the tilde of people who are in nobody's address book.
str whatsapp_authors_clean(str name);

// Names of people that are known from elsewhere, separated by commas.
void whatsapp_authors_name(whatsapp_authors *a, str names);

// The name seen lately that a line begins with, as most do; or NULL. The message begins two bytes
// behind it.
static inline const author_recent *whatsapp_authors_seen(const whatsapp_authors *a, str line) {
    uint64_t head;
    if (line.len < sizeof head) return NULL;
    memcpy(&head, line.at, sizeof head);
    for (const author_recent *r = a->recent; r < a->recent + AUTHORS_RECENT; r++) {
        if ((head & r->mask) != r->head) continue;
        size_t len = r->name.len;
        if (len == 0) return NULL; // there are no more
        if (len + 2 <= sizeof head) return r;
        if (line.len >= len + 2 && line.at[len] == ':' && line.at[len + 1] == ' ' &&
            memcmp(line.at, r->name.at, len) == 0)
            return r;
    }
    return NULL;
}

// Splits a line that begins with one of them.
static inline bool whatsapp_authors_recall(const whatsapp_authors *a, str line,
                                           author_split *split) {
    const author_recent *r = whatsapp_authors_seen(a, line);
    if (!r) return false;
    *split = (author_split){true, str_take(line, r->name.len), r->name.len + 2, r->id, r->valid};
    return true;
}

// Splits a line without its header, and learns the name.
author_split whatsapp_authors_split(whatsapp_authors *a, str line);

// The same by the first colon that will do, for a look at a few lines; knows no names and allocates
// nothing.
author_split whatsapp_authors_guess(str line);

// Counts a record of the window, of which line was split so. The result lives until the next call.
author_record *whatsapp_authors_count(whatsapp_authors *a, str line, const author_split *split);

// Ends the window: decides which longer names are known and which names are the app's.
void whatsapp_authors_settle(whatsapp_authors *a);

void whatsapp_authors_reset(whatsapp_authors *a);
void whatsapp_authors_release(whatsapp_authors *a);

#endif

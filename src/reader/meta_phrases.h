// meta_phrases: what Messenger and Instagram write in a chat in the name of whoever did something.
#ifndef READER_META_PHRASES_H
#define READER_META_PHRASES_H

#include "base/str.h"

typedef enum meta_phrase {
    META_WORDS,  // of a person
    META_NOTICE, // "Ada named the group …"
    META_SENT,   // "Ada sent a photo.": what stands for something else than words
    META_CALL,   // "Ada missed your call."
} meta_phrase;

// What the content of a record by sender is. English only: the app writes in the language of the
// account.
meta_phrase meta_phrase_of(str content, str sender);

#endif

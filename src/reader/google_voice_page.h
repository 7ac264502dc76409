// google_voice_page: one message of a Google Voice page, from the tags of the page.
#ifndef READER_GOOGLE_VOICE_PAGE_H
#define READER_GOOGLE_VOICE_PAGE_H

#include "base/arena.h"
#include "reader/html.h"
#include "reader/message.h"

// Zero-initialize before use.
typedef struct voice_page {
    unsigned depth, message; // depth of open <div>; of the message's, or 0
    bool in_title, in_members, in_name, in_words;
    buf title, date, number, name, text, scratch;
    bool media, too_long;
    uint64_t line;
    arena memory;
    str *members; // of a group: keys of their numbers
    size_t member_count, member_room;
} voice_page;

// Takes an event; true when a message is complete.
bool voice_page_event(voice_page *v, html *h, html_event e, size_t most);

// The complete message, with copies in keep; false when it has no time.
bool voice_page_message(voice_page *v, arena *keep, message *out);

void voice_page_release(voice_page *v);

#endif

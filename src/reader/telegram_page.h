// telegram_page: one message of Telegram's messages.html, from the tags of the page.
#ifndef READER_TELEGRAM_PAGE_H
#define READER_TELEGRAM_PAGE_H

#include "reader/html.h"
#include "reader/reactions.h"

typedef enum page_region { // what the text at hand is
    REGION_NONE,
    REGION_TITLE, // of the chat
    REGION_FROM,
    REGION_TEXT,
    REGION_SERVICE,
    REGION_EMOJI,
    REGION_IGNORED,
} page_region;

// Zero-initialize before use.
typedef struct telegram_page {
    unsigned depth;   // of open <div>
    unsigned message; // depth of the message's, or 0
    unsigned region_depth, spans;
    page_region region;
    buf title, from; // from stays for the messages that are joined to it
    buf text, id, reply_to, date, emoji;
    bool service, separator, media, forwarded, too_long;
    unsigned forwarded_depth;
    uint64_t line;
    reactions reactions;
} telegram_page;

// Takes an event; true when a message is complete. separator: it is only a date between messages.
bool telegram_page_event(telegram_page *p, html *h, html_event e, size_t most);

// The complete message, with copies in keep.
void telegram_page_message(telegram_page *p, arena *keep, message *out);

bool telegram_page_reaction(telegram_page *p, arena *keep, message *out);

void telegram_page_release(telegram_page *p);

#endif

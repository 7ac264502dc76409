// signal_people: whom the frames of a Signal export name: recipients by their number, and chats by
// theirs.
#ifndef READER_SIGNAL_PEOPLE_H
#define READER_SIGNAL_PEOPLE_H

#include "base/intern.h"
#include "reader/json_walk.h"

typedef struct signal_person {
    str key;  // the account's id, else its number, else that of the recipient
    str name; // as the owner's phone shows it; of a group its title
} signal_person;

// Zero-initialize before use. Grows with the recipients and chats of one export.
typedef struct signal_people {
    arena memory;
    intern ids;
    signal_person *persons; // by recipient
    size_t room;
    intern chats;
    uint32_t *of; // by chat: its recipient in ids
    size_t chat_room;
    str me; // name of the account that was exported, or empty
} signal_people;

// Read the object behind the key "account", "recipient", "chat". false on broken JSON.
bool signal_people_account(signal_people *p, json *j);
bool signal_people_recipient(signal_people *p, json *j);
bool signal_people_chat(signal_people *p, json *j);

// The recipient of that id; without a name when no frame told it.
signal_person signal_people_find(const signal_people *p, str id);

// With whom a chat is.
str signal_people_title(const signal_people *p, str chat);

// A message is known by its author and the time at which it was sent: "author:sent", empty without
// a time.
str signal_id(arena *keep, str author, str sent);

void signal_people_release(signal_people *p);

#endif

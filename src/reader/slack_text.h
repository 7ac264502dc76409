// slack_text: the markup of a Slack message as plain text, with the names that the export's tables
// tell.
#ifndef READER_SLACK_TEXT_H
#define READER_SLACK_TEXT_H

#include "reader/json.h"
#include "reader/package.h"

// The tables, by reader_state.package, and the scope in which a day's file finds them.
#define SLACK_USERS "slack user"      // id: name
#define SLACK_BOTS "slack bot"        // id of a user who is a program
#define SLACK_CHANNELS "slack folder" // folder: id of the channel or chat
#define SLACK_NAMES "slack channel"   // id: name of the channel

// Zero-initialize before use.
typedef struct slack_text {
    package *tables;
    str scope;
    buf text;
    buf mentions; // ids of users, each with a NUL behind
    uint32_t mention_count;
    buf type, words, id; // of the element of a block that is read
} slack_text;

void slack_text_reset(slack_text *t);

// The name of a user, or the id when no table has it.
str slack_user(const slack_text *t, str id);

// Appends text in Slack's markup.
void slack_text_add(slack_text *t, str s);

// Appends the text of "blocks", the value of which comes next. False on broken JSON.
bool slack_text_add_blocks(slack_text *t, json *j);

void slack_text_release(slack_text *t);

#endif

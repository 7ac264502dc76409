// discord_markup: what Discord stores in place of names and pictures, as words.
#ifndef READER_DISCORD_MARKUP_H
#define READER_DISCORD_MARKUP_H

#include "base/arena.h"
#include "base/buf.h"

// Zero-initialize before use.
typedef struct discord_markup {
    buf text;
    buf mentions; // ids of users, each with a NUL behind
    uint32_t mention_count;
} discord_markup;

// Sets text to s with <@1> as @1, <#1> as #1, <:name:1> as :name:, without points in time
// (<t:1:R>), the bars around what is hidden and the marks around code; and mentions to those
// addressed.
void discord_markup_set(discord_markup *m, str s);

// The words of s alone, which is in keep; as a rule that is all of it.
str discord_markup_words(discord_markup *m, arena *keep, str s);

void discord_markup_release(discord_markup *m);

#endif

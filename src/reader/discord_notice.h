// discord_notice: what DiscordChatExporter writes in place of an event, in the formats that say so
// by nothing else.
#ifndef READER_DISCORD_NOTICE_H
#define READER_DISCORD_NOTICE_H

#include "reader/message.h"

// KIND_SYSTEM or KIND_CALL when content is such a sentence, else KIND_TEXT.
message_kind discord_notice(str content);

// Sets kind and flags of a message whose text, author and author_id are set.
void discord_notice_apply(message *out, bool media);

#endif

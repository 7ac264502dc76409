// chat_text: the words of a main tier of CHAT, without what its transcriber wrote about them
// (the CHAT manual of TalkBank).
#ifndef READER_CHAT_TEXT_H
#define READER_CHAT_TEXT_H

#include "base/buf.h"

// Appends the words of tier to out: retraced material, events, pauses, unintelligible and omitted
// words are left out, replacements stand for what they replace, shortened words are completed. tier
// is valid UTF-8, scratch is overwritten. Returns whether any word is left; else out is as before.
bool chat_text_clean(buf *out, str tier, buf *scratch);

// The first \x15start_end\x15 of tier: ms at which it begins, or -1.
int64_t chat_text_start(str tier);

#endif

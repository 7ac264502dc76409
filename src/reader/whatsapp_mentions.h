// whatsapp_mentions: whom a message addresses: newer exports put the name after @ between two
// invisible marks.
#ifndef READER_WHATSAPP_MENTIONS_H
#define READER_WHATSAPP_MENTIONS_H

#include "base/arena.h"

// The names in valid text, in keep; their number is in *count, at most MENTIONS_MOST.
enum { MENTIONS_MOST = 64 };
const str *whatsapp_mentions(str text, arena *keep, uint32_t *count);

#endif

// whatsapp_plain: texts that need no look at their characters: no mark that cannot be seen, no sign
// of a mention, no repair.
#ifndef READER_WHATSAPP_PLAIN_H
#define READER_WHATSAPP_PLAIN_H

#include "base/str.h"

// Whether s is printable ASCII and LF.
bool whatsapp_is_ascii(str s);

// Whether s is UTF-8 without marks (when_mark) and isolates; false also for some other rare
// characters. Before it stand three bytes that can be read, and end a character.
bool whatsapp_is_unmarked(str s);

#endif

// special: what chats write that UAX #29 would take apart: links, addresses, mentions, hashtags,
// emoticons. Every function returns the end of the thing that starts at an offset, or 0 when there
// is none.
#ifndef TEXT_SPECIAL_H
#define TEXT_SPECIAL_H

#include "text/tokenize.h"

// http://…, https://…, ftp://…, www.…; without the punctuation that ends the sentence around it.
// The letters end at run.
size_t special_link(str text, size_t at, size_t run);

// name@host.tld, or host.tld/path, whose first word is text[at, end).
size_t special_address(str text, size_t at, size_t end);

// @name (also @ with an isolated name, as WhatsApp writes it) or #tag; sets *kind.
size_t special_tag(str text, size_t at, token_kind *kind);

// :-) ;) :'( =D <3 </3 ^^ -_- and the like.
size_t special_emoticon(str text, size_t at);

#endif

// skype_words: the words of a Skype or Teams message, whose content is something like HTML.
#ifndef READER_SKYPE_WORDS_H
#define READER_SKYPE_WORDS_H

#include "reader/html.h"

// Zero-initialize before use.
typedef struct skype_words {
    html html;
    buf text, once;
    buf reply_to; // id of the message that it quotes as a reply, or empty
    bool edited;
} skype_words;

// Takes the content apart: w->text is what its author wrote, without quoted words of others.
void skype_words_read(skype_words *w, str content);

void skype_words_release(skype_words *w);

#endif

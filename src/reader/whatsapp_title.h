// whatsapp_title: the name of a chat, from the name that WhatsApp gives the exported file.
#ifndef READER_WHATSAPP_TITLE_H
#define READER_WHATSAPP_TITLE_H

#include "base/str.h"

// "WhatsApp Chat with X.txt" is X, and so is that of an archive, "WhatsApp Chat - X.zip", or
// folder, in the languages of the app; empty when the name says nothing
// ("_chat.txt").
str whatsapp_title(str file_name);

#endif

// signal_text: the three layouts in which programs write out the chats of Signal as text,
// signal-export one and sigtop two: the lines and marks that signal_md.c reads them by.
#ifndef READER_SIGNAL_TEXT_H
#define READER_SIGNAL_TEXT_H

#include "base/buf.h"
#include "reader/stamp.h"

typedef struct signal_head {
    str date; // as it stands
    str name, text;
} signal_head;

// "[2024-01-02, 10:00] name: text", seconds optional.
bool signal_head_markdown(str line, signal_head *out);

// "2024-01-02 10:00 name: text"
bool signal_head_short(str line, signal_head *out);

// "[reply to Ann on 2024-01-02 10:00, edited, 2 attachments] text": cuts the note off *text and
// says what it tells.
void signal_short_note(str *text, bool *edited, bool *attached);

// "Mon, 02 Jan 2006 15:04:05 +0100"
bool signal_mail_date(str text, stamp *out);

// "Name (+123)": cuts a number in brackets off, which is returned; empty when there is none.
str signal_cut_number(str *name);

// "![x](./media/y)" and "[x](./media/y)": appends line without them; returns whether one was there.
bool signal_drop_media(buf *out, str line);

#endif

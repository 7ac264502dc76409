// line_parts: what the lines of a chat exported from LINE are: the day, a message with its time, or
// the rest of one; and what stands in place of a picture, a call or a message taken back.
#ifndef READER_LINE_PARTS_H
#define READER_LINE_PARTS_H

#include "reader/message.h"
#include "reader/when.h"

typedef struct line_day {
    when date;
    int weekday; // 0 is Monday; -1 when none is written, or in a language that is not known
} line_day;

// "2018/04/16(Mon)", "2017.09.02 Saturday", "Mon, 11/03/2025"; false when the line is none.
bool line_day_read(str line, line_day *out);

typedef struct line_head {
    when time;  // of the day
    bool tab;   // behind the time, else a space
    size_t len; // bytes before what follows that
} line_head;

// "12:00⇥", "9:30AM⇥", "午前9:30 "; false when the line does not begin so.
bool line_head_read(str line, line_head *out);

// What a text stands for: KIND_TEXT when it is what somebody wrote.
message_kind line_kind(str text);

// For a line of the app: whose message was taken back, or empty.
str line_unsent_by(str text);

#endif

// irc_line: one line of a log of Internet Relay Chat, as irssi, WeeChat, ZNC, HexChat, mIRC and
// their kin write it.
#ifndef READER_IRC_LINE_H
#define READER_IRC_LINE_H

#include "base/buf.h"
#include "reader/when.h"

typedef enum irc_kind {
    IRC_NONE,    // no line of a log
    IRC_MESSAGE, // <nick> text
    IRC_ACTION,  // * nick does
    IRC_EVENT,   // who came, went, changed something; the text says it
    IRC_DATE,    // of what follows: "--- Day changed Sat May 24 2014"
} irc_kind;

typedef enum irc_clock {
    IRC_CLOCK_NONE,
    IRC_CLOCK_TIME, // of a day that is said elsewhere
    IRC_CLOCK_YEAR, // a date without its year
    IRC_CLOCK_FULL,
    IRC_CLOCK_EPOCH, // seconds since 1970
} irc_clock;

typedef struct irc_line {
    irc_clock clock;
    when time;
    date_order order; // of the date in time
    int64_t epoch;    // s
    str nick, text;   // nick without its mode, user and host; of an event the one that changed …
    str renamed;      // … and what it is called now, or empty
} irc_line;

// Reads a line without control codes. What it gives points into line.
irc_kind irc_line_read(str line, irc_line *out);

// Appends line without the codes for color and weight.
void irc_line_plain(buf *out, str line);

// The day, since 1970, that "Fri May 23 01:13:27 2014" or "20150708" and "2015-07-08" somewhere in
// a file's name say; INT64_MIN when they say none.
int64_t irc_day(str text);
int64_t irc_day_of_name(str name);

#endif

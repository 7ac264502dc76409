// whatsapp_line: a record that is one line of words by a name seen lately, with a header of the
// same date behind it, as most are: 200 instructions, where the way of all others takes 700.
#ifndef READER_WHATSAPP_LINE_H
#define READER_WHATSAPP_LINE_H

#include "reader/message.h"
#include "reader/whatsapp_authors.h"
#include "reader/whatsapp_follow.h"

// How many bytes of s stand before its first control character or "@"; s.len also when that stands
// close to its end. high: there may be some that is not ASCII.
typedef struct line_extent {
    size_t len;
    bool high;
} line_extent;
typedef line_extent line_scan(str s);

// What is known of the records from the current position on while one is like the other.
typedef struct whatsapp_lines {
    bool steady;        // the first has a header with the date of the memory and such a clock
    str left;           // of the window, from its header on
    uint32_t second;    // of its clock, in the day
    uint32_t head;      // bytes of each header
    uint32_t precision; // ms, of each
    header_form form;
    int64_t day; // that date, ms since 1970
    size_t most; // bytes of a record
    char line_end;
    line_scan *scan;
} whatsapp_lines;

// The quickest way that this machine has; and those it is chosen from.
line_scan *whatsapp_line_scan(void);
line_extent whatsapp_line_scan_plain(str s);
#ifdef __x86_64__
line_extent whatsapp_line_scan_avx2(str s);
#endif

// Reads the first record into *out, all but title and number of the line, and moves on. Returns its
// bytes, or 0 when it is another. l is steady.
size_t whatsapp_line_read(whatsapp_lines *l, const whatsapp_authors *authors,
                          const header_memory *memory, message *out);

#endif

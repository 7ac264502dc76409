// whatsapp_scan: one look at the bytes of a line, for where it ends and whether its characters need
// a look of their own.
#ifndef READER_WHATSAPP_SCAN_H
#define READER_WHATSAPP_SCAN_H

#include "base/str.h"

// How many bytes of s stand before its first control character or "@", and whether they are
// unmarked (whatsapp_plain.h). len is s.len also when that stands close to the end, and then
// unmarked says nothing.
typedef struct line_extent {
    size_t len;
    bool unmarked;
} line_extent;

// Before s stand three bytes that can be read, and end a character.
typedef line_extent line_scan(str s);

// The quickest way that this machine has; and those it is chosen from.
line_scan *whatsapp_line_scan(void);
line_extent whatsapp_line_scan_plain(str s);
#ifdef __x86_64__
line_extent whatsapp_line_scan_avx2(str s);
#endif

#endif

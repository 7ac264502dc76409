// whatsapp_follow: the header of a record whose date stands as in the record before: of most, and
// only its clock is read.
#ifndef READER_WHATSAPP_FOLLOW_H
#define READER_WHATSAPP_FOLLOW_H

#include "reader/whatsapp_header.h"

// The date of the header read last as it stands in the line.
typedef struct header_memory {
    uint64_t head, tail;           // its first sixteen bytes
    uint64_t head_mask, tail_mask; // which of them stand before the hour
    uint32_t hour;                 // where that begins; 0 while there is none
    uint32_t dates;                // that were remembered
    whatsapp_header header;
} header_memory;

enum { HEADER_LEAST = 40 }; // bytes that the quick ways may look at

typedef struct header_clock {
    uint32_t len; // bytes it takes with what stands behind it; 0 when it is none
    uint8_t hour, minute, second;
} header_clock;

// Eight bytes, the first of them lowest.
static inline uint64_t header_eight(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

// The number that two digits make, of which the first is the low byte.
static inline unsigned header_number(uint64_t digits) {
    return (unsigned)(digits & 15) * 10 + (unsigned)(digits >> 8 & 15);
}

// hh:mm and " - ", or hh:mm:ss and "] ", as nearly all phones write. p has eleven bytes. Eight are
// looked at at once: 40 instructions less a message.
static inline header_clock header_clock_read(const char *p, header_form form) {
    const uint64_t dash = 0x202D2030303A3030u, bracket = 0x30303A30303A3030u;
    // What is left of a digit is under 10, of any other byte nothing.
    const uint64_t six = 0x0000000606000606u, wrong = 0xFFFFFFF0F0FFF0F0u;
    header_clock out = {0};
    uint64_t odd;
    if (form == FORM_DASH) {
        odd = header_eight(p) ^ dash;
        if ((odd | (odd + six)) & wrong || p[8] == ' ') return out;
    } else {
        odd = header_eight(p) ^ bracket;
        const uint64_t more = 0x0606000000000000u, digits = 0x0F0F000000000000u;
        if ((odd | (odd + (six | more))) & (wrong & ~digits)) return out;
        if (p[8] != ']' || p[9] != ' ' || p[10] == ' ') return out;
        out.second = (uint8_t)header_number(odd >> 48);
    }
    unsigned hour = header_number(odd), minute = header_number(odd >> 24);
    if (hour > 24 || minute > 59 || out.second > 59) return out;
    out.hour = (uint8_t)(hour == 24 ? 0 : hour);
    out.minute = (uint8_t)minute;
    out.len = form == FORM_DASH ? 8 : 10;
    return out;
}

// Whether the line, of HEADER_LEAST bytes, begins with the date of the memory.
static inline bool header_has_date(const header_memory *m, const char *line) {
    return m->hour && (header_eight(line) & m->head_mask) == m->head &&
           (header_eight(line + 8) & m->tail_mask) == m->tail;
}

// The clock of the header that s begins with when that has the date and the shape of h, as most do;
// len is 0 when not.
static inline header_clock whatsapp_header_next(const header_memory *m, const whatsapp_header *h,
                                                str s) {
    bool seconds = h->form == FORM_BRACKET;
    if (s.len < HEADER_LEAST || h->date != m->header.date || h->stamp.has_seconds != seconds ||
        !header_has_date(m, s.at))
        return (header_clock){0};
    return header_clock_read(s.at + m->hour, h->form);
}

// Gives h that clock.
static inline void whatsapp_header_step(const header_memory *m, whatsapp_header *h,
                                        header_clock clock) {
    h->len = m->hour + clock.len;
    h->stamp.hour = clock.hour;
    h->stamp.minute = clock.minute;
    h->stamp.second = clock.second;
    h->stamp.half_days = h->stamp.capitals = h->stamp.half_first = false;
}

// whatsapp_header_read with a memory, zero-initialized before the first use.
bool whatsapp_header_recall(header_memory *m, str s, whatsapp_header *out);

#endif

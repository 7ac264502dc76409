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

// Two digits at bytes 0, 3 and 6 that a clock stands at: their numbers at these bytes of the
// result, all at once: 20 instructions less a message.
static inline uint64_t header_numbers(uint64_t digits) { return digits * 10 + (digits >> 8); }

enum { HEADER_NO_CLOCK = 99 };

// hh:mm and " - ", or hh:mm:ss and "] ", as nearly all phones write: hours in byte 0, minutes in
// byte 3, seconds in byte 6, all under 100; HEADER_NO_CLOCK when it is something else. p has eleven
// bytes. Eight are looked at at once: 40 instructions less a message.
static inline uint64_t header_clock_numbers(const char *p, header_form form) {
    const uint64_t dash = 0x202D2030303A3030u, bracket = 0x30303A30303A3030u;
    // What is left of a digit is under 10, of any other byte nothing.
    const uint64_t six = 0x0000000606000606u, wrong = 0xFFFFFFF0F0FFF0F0u;
    uint64_t odd;
    if (form == FORM_DASH) {
        odd = str_eight(p) ^ dash;
        if ((odd | (odd + six)) & wrong || p[8] == ' ') return HEADER_NO_CLOCK;
    } else {
        odd = str_eight(p) ^ bracket;
        const uint64_t more = 0x0606000000000000u, digits = 0x0F0F000000000000u;
        if ((odd | (odd + (six | more))) & (wrong & ~digits)) return HEADER_NO_CLOCK;
        if (p[8] != ']' || p[9] != ' ' || p[10] == ' ') return HEADER_NO_CLOCK;
    }
    return header_numbers(odd);
}

static inline uint32_t header_number(uint64_t numbers, unsigned byte) {
    return numbers >> 8 * byte & 0xFF;
}

// Bytes that such a clock takes with what stands behind it.
static inline uint32_t header_clock_len(header_form form) { return form == FORM_DASH ? 8 : 10; }

static inline header_clock header_clock_read(const char *p, header_form form) {
    uint64_t numbers = header_clock_numbers(p, form);
    uint32_t hour = header_number(numbers, 0), minute = header_number(numbers, 3),
             second = header_number(numbers, 6);
    if (hour > 24 || minute > 59 || second > 59) return (header_clock){0};
    return (header_clock){header_clock_len(form), (uint8_t)(hour == 24 ? 0 : hour), (uint8_t)minute,
                          (uint8_t)second};
}

// Whether they are a time of day. One at 24:00 is left to header_clock_read.
static inline bool header_is_clock(uint64_t numbers) {
    const uint64_t over = (uint64_t)(0x80 - 60) << 48 | (0x80 - 60) << 24 | (0x80 - 24);
    return !((numbers + over) & 0x0080000080000080u);
}

// The second of the day.
static inline uint32_t header_second(uint64_t numbers) {
    return (header_number(numbers, 0) * 60 + header_number(numbers, 3)) * 60 +
           header_number(numbers, 6);
}

// Whether the line, of HEADER_LEAST bytes, begins with the date of the memory, which has one.
static inline bool header_has_date(const header_memory *m, const char *line) {
    return (str_eight(line) & m->head_mask) == m->head &&
           (str_eight(line + 8) & m->tail_mask) == m->tail;
}

// The clock of the header that s begins with when that has the date and the shape of h, as most do;
// len is 0 when not.
static inline header_clock whatsapp_header_next(const header_memory *m, const whatsapp_header *h,
                                                str s) {
    bool seconds = h->form == FORM_BRACKET;
    if (s.len < HEADER_LEAST || h->date != m->header.date || h->stamp.has_seconds != seconds ||
        !m->hour || !header_has_date(m, s.at))
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

// The start of a line as the grammar of dates reads it.
#include "base/utf8.h"
#include "reader/when.h"

#include <utf8proc.h>

// Code points of the digit zero of each script, ascending; nine follow each.
static const uint32_t zeros[] = {
    0x660,  // Arabic-Indic
    0x6F0,  // Extended Arabic-Indic
    0x966,  // Devanagari
    0x9E6,  // Bengali
    0xA66,  // Gurmukhi
    0xAE6,  // Gujarati
    0xBE6,  // Tamil
    0xC66,  // Telugu
    0xCE6,  // Kannada
    0xD66,  // Malayalam
    0xE50,  // Thai
    0xED0,  // Lao
    0x1040, // Burmese
    0x17E0, // Khmer
    0xFF10, // full-width
};

static bool is_mark(uint32_t c) {
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

size_t when_mark(str s) {
    if (s.len == 0 || (unsigned char)s.at[0] < 0xD8) return 0;
    utf8_char c = utf8_decode(s);
    return is_mark(c.point) ? c.len : 0;
}

uint32_t when_plain(uint32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (is_mark(c)) return 0;
    switch (c) {
    case 0xA0:
    case 0x202F:
    case 0x2009:
    case 0x2007:
    case 0x3000: return ' ';
    case 0x060C:
    case 0xFF0C:
    case 0x3001: return ',';
    case 0xFF1A: return ':';
    case 0xFF1B: return ';';
    case 0xFF0E: return '.';
    case 0xFF0F: return '/';
    case 0xFF3B: return '[';
    case 0xFF3D: return ']';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
    case 0xFF0D: return '-';
    default: break;
    }
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros && c >= zeros[i]; i++)
        if (c < zeros[i] + 10) return '0' + (c - zeros[i]);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

void when_normalize(str line, when_text *out) {
    size_t from = 0;
    out->len = 0;
    while (from < line.len) {
        utf8_char c = utf8_decode(str_drop(line, from));
        uint32_t is = when_plain(c.point);
        char bytes[4];
        size_t len = is ? utf8_encode(is, bytes) : 0;
        if (out->len + len > WHEN_TEXT || from > UINT16_MAX - 8) break;
        for (size_t i = 0; i < len; i++) {
            out->origin[out->len] = (uint16_t)from;
            out->at[out->len++] = bytes[i];
        }
        from += c.len;
    }
    out->origin[out->len] = (uint16_t)from;
}

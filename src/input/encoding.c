#include "input/encoding.h"

#include "base/utf8.h"
#include "input/encoding_words.h"

// The first name of each is its own; the others are of parts of it, or what some programs call it.
static const struct {
    const char *name;
    encoding which;
} names[] = {
    {"utf-8", ENCODING_UTF8},
    {"utf-16le", ENCODING_UTF16LE},
    {"utf-16be", ENCODING_UTF16BE},
    {"cp1252", ENCODING_CP1252},
    {"cp949", ENCODING_CP949},
    {"euc-kr", ENCODING_CP949},
    {"uhc", ENCODING_CP949},
    {"cp874", ENCODING_CP874},
    {"tis-620", ENCODING_CP874},
    {"gb18030", ENCODING_GB18030},
    {"gb2312", ENCODING_GB18030},
    {"gbk", ENCODING_GB18030},
    {"cp936", ENCODING_GB18030},
    {"big5", ENCODING_BIG5},
    {"cp950", ENCODING_BIG5},
    {"shift_jis", ENCODING_SHIFT_JIS},
    {"cp932", ENCODING_SHIFT_JIS},
    {"euc-jp", ENCODING_EUC_JP},
    {"cp1250", ENCODING_CP1250},
    {"cp1251", ENCODING_CP1251},
    {"cp1253", ENCODING_CP1253},
    {"cp1254", ENCODING_CP1254},
    {"cp1256", ENCODING_CP1256},
    {"cp1257", ENCODING_CP1257},
    {"cp866", ENCODING_CP866},
    {"koi8-r", ENCODING_KOI8_R},
    {"koi8-u", ENCODING_KOI8_U},
    {"iso-8859-2", ENCODING_ISO_8859_2},
    {"iso-8859-15", ENCODING_ISO_8859_15},
};

enum { NAMES = sizeof names / sizeof *names };

encoding encoding_of(str name) {
    for (size_t i = 0; i < NAMES; i++)
        if (str_equal_nocase(str_from(names[i].name), name)) return names[i].which;
    return ENCODING_NONE;
}

const char *encoding_name(encoding which) {
    size_t i = 0;
    while (names[i].which != which) i++;
    return names[i].name;
}

size_t encoding_mark(encoding from, str head) {
    if (from == ENCODING_UTF8 && str_starts(head, STR("\xEF\xBB\xBF"))) return 3;
    if (from == ENCODING_UTF16LE && str_starts(head, STR("\xFF\xFE"))) return 2;
    if (from == ENCODING_UTF16BE && str_starts(head, STR("\xFE\xFF"))) return 2;
    return 0;
}

// UTF-16 text of any script has some characters below U+0100, the space and the line end at least,
// and these put NULs on one parity; U+xx00 on the other is rare. Binary data has NULs on both.
static encoding by_nuls(str head) {
    size_t nuls[2] = {0};
    head = str_take(head, 64 << 10);
    for (size_t i = 0; i < head.len; i++) nuls[i & 1] += head.at[i] == 0;
    size_t few = head.len / 40;
    if (nuls[1] > few && nuls[0] <= nuls[1] / 50) return ENCODING_UTF16LE;
    if (nuls[0] > few && nuls[1] <= nuls[0] / 50) return ENCODING_UTF16BE;
    return ENCODING_NONE;
}

static size_t characters(str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) count += (unsigned char)s.at[i] >= 0xC0;
    return count;
}

// Whether rest is nothing, or the beginning of a character that the end of head cuts.
static bool ends_cut(str head, str rest) {
    if (rest.len == 0) return true;
    uint32_t len = utf8_decode(rest).len;
    return len == rest.len && (unsigned char)rest.at[0] >= 0xC2 && head.len > len;
}

// A log in UTF-8 may hold a few broken characters; a log in Windows-1252 holds next to nothing that
// is valid beyond ASCII. Characters are counted only where something is broken.
static bool mostly_invalid(str head) {
    size_t broken = 0, good = 0;
    for (str rest = head;;) {
        size_t valid = utf8_valid(rest);
        str after = str_drop(rest, valid);
        bool ends = ends_cut(head, after);
        if (ends && !broken) return false;
        good += characters(str_take(rest, valid));
        if (ends) return broken > good;
        broken++;
        rest = str_drop(after, utf8_decode(after).len);
    }
}

encoding encoding_detect(str head) {
    if (encoding_mark(ENCODING_UTF8, head)) return ENCODING_UTF8;
    if (encoding_mark(ENCODING_UTF16LE, head)) return ENCODING_UTF16LE;
    if (encoding_mark(ENCODING_UTF16BE, head)) return ENCODING_UTF16BE;
    if (head.len && memchr(head.at, 0, head.len)) {
        encoding wide = by_nuls(head);
        return wide == ENCODING_NONE ? ENCODING_UTF8 : wide;
    }
    if (!mostly_invalid(head)) return ENCODING_UTF8;
    encoding told = encoding_by_words(head);
    return told == ENCODING_NONE ? ENCODING_CP1252 : told;
}

// 0x80 to 0x9F; the five that Windows-1252 leaves free are no characters.
static const uint16_t windows[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

uint32_t encoding_windows(unsigned char byte) {
    return byte >= 0x80 && byte < 0xA0 ? windows[byte - 0x80] : byte;
}

static size_t decode_windows(str in, buf *out) {
    char *at = buf_more(out, in.len * 3);
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++)
        len += utf8_encode(encoding_windows((unsigned char)in.at[i]), at + len);
    out->len += len;
    return in.len;
}

static uint32_t unit(str in, size_t at, bool big) {
    unsigned char a = (unsigned char)in.at[at], b = (unsigned char)in.at[at + 1];
    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static size_t decode_wide(str in, bool big, bool end, buf *out) {
    char *at = buf_more(out, in.len / 2 * 3 + 3);
    size_t len = 0, i = 0;
    while (i + 2 <= in.len) {
        uint32_t point = unit(in, i, big);
        size_t used = 2;
        if (point >= 0xD800 && point < 0xDC00) {
            if (i + 4 > in.len && !end) break;
            uint32_t low = i + 4 <= in.len ? unit(in, i + 2, big) : 0;
            bool pair = low >= 0xDC00 && low < 0xE000;
            point = pair ? 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
            if (pair) used = 4;
        } else if (point >= 0xDC00 && point < 0xE000) {
            point = 0xFFFD;
        }
        len += utf8_encode(point, at + len);
        i += used;
    }
    if (end && i < in.len) {
        len += utf8_encode(0xFFFD, at + len);
        i = in.len;
    }
    out->len += len;
    return i;
}

size_t encoding_decode(encoding from, str in, bool end, buf *out) {
    if (in.len == 0) return 0;
    if (from == ENCODING_CP1252) return decode_windows(in, out);
    return decode_wide(in, from == ENCODING_UTF16BE, end, out);
}

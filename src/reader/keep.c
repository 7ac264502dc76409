#include "reader/keep.h"

#include "base/scan.h"
#include "base/utf8.h"
#include "input/encoding.h"

// Whether it is ASCII on one line, as most is: there is nothing to look at twice.
static bool is_plain(str s) {
    bool high = false;
    return scan_marked(s, '\n', '\n', '\n', &high) == s.len && !high;
}

str keep_some(arena *keep, str s, bool *repaired) {
    if (str_is_ascii(s) || utf8_valid(s) == s.len) return arena_str(keep, s);
    if (repaired) *repaired = true;
    char *to = arena_bytes(keep, s.len * 3); // a bad byte becomes three
    size_t len = 0;
    while (s.len) {
        size_t good = utf8_valid(s);
        memcpy(to + len, s.at, good);
        len += good;
        s = str_drop(s, good);
        if (!s.len) break;
        len += utf8_encode(0xFFFD, to + len);
        s = str_drop(s, utf8_decode(s).len);
    }
    return str_of(to, len);
}

str keep_lines(arena *keep, str s, bool *repaired) {
    if (is_plain(s)) return arena_str(keep, s);
    str kept = keep_repaired(keep, s, repaired);
    if (!kept.len || !memchr(kept.at, '\r', kept.len)) return kept;
    char *to = arena_bytes(keep, kept.len);
    size_t len = 0;
    for (size_t i = 0; i < kept.len; i++) {
        if (kept.at[i] == '\r' && i + 1 < kept.len && kept.at[i + 1] == '\n') continue;
        to[len++] = kept.at[i] == '\r' ? '\n' : kept.at[i];
    }
    return str_of(to, len);
}

str keep_words(arena *keep, str s, str instead, size_t *places) {
    static const str place = {"\xEF\xBF\xBC", 3};
    size_t found = 0, len = 0;
    s = keep_lines(keep, s, NULL);
    if (str_contains(s, place)) {
        char *to = arena_bytes(keep, s.len);
        for (size_t i = 0; i < s.len;) {
            bool here = str_starts(str_drop(s, i), place);
            str piece = here ? instead : str_of(s.at + i, 1);
            if (piece.len) memcpy(to + len, piece.at, piece.len);
            len += piece.len;
            i += here ? place.len : 1;
            found += here;
        }
        s = str_of(to, len);
    }
    if (places) *places = found;
    return s;
}

static bool is_control(str s, size_t at) {
    unsigned char next = at + 1 < s.len ? (unsigned char)s.at[at + 1] : 0;
    return (unsigned char)s.at[at] == 0xC2 && next >= 0x80 && next < 0xA0;
}

str keep_table_text(arena *keep, str s, bool *repaired) {
    if (is_plain(s)) return arena_str(keep, s);
    str kept = keep_lines(keep, s, repaired);
    size_t controls = 0, len = 0;
    for (const char *hit = kept.at; kept.len && hit; hit++) {
        hit = memchr(hit, 0xC2, kept.len - (size_t)(hit - kept.at));
        if (!hit) break;
        controls += is_control(kept, (size_t)(hit - kept.at));
    }
    if (controls == 0) return kept;
    char *to = arena_bytes(keep, kept.len + controls); // two bytes become three
    for (size_t i = 0; i < kept.len; i++) {
        if (is_control(kept, i))
            len += utf8_encode(encoding_windows((unsigned char)kept.at[++i]), to + len);
        else
            to[len++] = kept.at[i];
    }
    return str_of(to, len);
}

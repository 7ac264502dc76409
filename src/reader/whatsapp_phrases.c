#include "reader/whatsapp_phrases.h"

#include "base/utf8.h"
#include "reader/when.h"

enum { ENOUGH = 32 }; // bytes of a line that tell nearly always whether a phrase can begin it

// Indic letters with a dot, which phones write as one character or as two: the letter without it,
// and the dot.
static const struct {
    uint16_t one, letter, dot;
} dotted[] = {
    {0x958, 0x915, 0x93C}, {0x959, 0x916, 0x93C}, {0x95A, 0x917, 0x93C}, {0x95B, 0x91C, 0x93C},
    {0x95C, 0x921, 0x93C}, {0x95D, 0x922, 0x93C}, {0x95E, 0x92B, 0x93C}, {0x95F, 0x92F, 0x93C},
    {0x9DC, 0x9A1, 0x9BC}, {0x9DD, 0x9A2, 0x9BC}, {0x9DF, 0x9AF, 0x9BC}, {0xA33, 0xA32, 0xA3C},
    {0xA36, 0xA38, 0xA3C}, {0xA59, 0xA16, 0xA3C}, {0xA5A, 0xA17, 0xA3C}, {0xA5B, 0xA1C, 0xA3C},
    {0xA5E, 0xA2B, 0xA3C},
};

static size_t encode(uint32_t point, char *out) {
    if (point >= 0x958 && point <= 0xA5E)
        for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++)
            if (dotted[i].one == point) {
                size_t len = utf8_encode(dotted[i].letter, out);
                return len + utf8_encode(dotted[i].dot, out + len);
            }
    return utf8_encode(point, out);
}

str whatsapp_phrase_fold(str line, char room[PHRASE_ROOM]) {
    size_t len = 0;
    while (line.len) {
        char byte = line.at[0];
        if ((unsigned char)byte < 0x80 && len < PHRASE_ROOM) {
            room[len++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
            line = str_drop(line, 1);
            continue;
        }
        utf8_char c = utf8_decode(line);
        uint32_t is = when_plain(c.point);
        if (len + 8 > PHRASE_ROOM) break;
        if (is) len += encode(is, room + len);
        line = str_drop(line, c.len);
    }
    return str_trim(str_of(room, len));
}

// Without one final stop.
static str unstopped(str s) {
    static const char *const stops[] = {".", "。", "।", "۔"};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (str_ends(s, str_from(stops[i]))) return str_trim(str_take(s, s.len - strlen(stops[i])));
    return s;
}

static str text_of(const whatsapp_phrase *p) { return str_of(p->text, p->len); }

// The first phrase that is not before s.
static size_t lower_bound(str s) {
    size_t low = 0, high = whatsapp_phrase_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(text_of(&whatsapp_phrases[middle]), s) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool fits(const whatsapp_phrase *p, str folded, str whole) {
    if (p->match == MATCH_FULL) return str_equal(text_of(p), whole);
    if (p->match != MATCH_PREFIX || !str_starts(folded, text_of(p))) return false;
    str rest = str_drop(folded, p->len);
    if (p->kind == PHRASE_POLL) return str_starts(str_trim(rest), STR(":"));
    return p->then_len == 0 || str_contains(rest, str_of(p->then, p->then_len));
}

// The start of a line, of whole characters.
static str start_of(str line) {
    if (line.len <= ENOUGH) return line;
    size_t len = ENOUGH;
    while (len > ENOUGH - 4 && ((unsigned char)line.at[len] & 0xC0) == 0x80) len--;
    return str_take(line, len);
}

bool whatsapp_phrase_begins(str line) {
    char room[PHRASE_ROOM];
    str start = whatsapp_phrase_fold(start_of(line), room), four = str_take(start, 4);
    if (four.len < 4) return false;
    for (size_t i = lower_bound(four); i < whatsapp_phrase_count; i++) {
        str text = text_of(&whatsapp_phrases[i]);
        if (!str_starts(text, four)) return false;
        if (str_starts(start, str_take(text, start.len))) return true;
    }
    return false;
}

whatsapp_phrase_kind whatsapp_phrase_line(str line) {
    if (!whatsapp_phrase_begins(line)) return PHRASE_NONE;
    char room[PHRASE_ROOM];
    str folded = whatsapp_phrase_fold(line, room), whole = unstopped(folded),
        four = str_take(folded, 4);
    for (size_t i = lower_bound(four); i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        if (!str_starts(text_of(p), four)) break;
        if (fits(p, folded, whole)) return p->kind;
    }
    return PHRASE_NONE;
}

whatsapp_phrase_kind whatsapp_phrase_inside(str words) {
    char room[PHRASE_ROOM];
    str folded = unstopped(whatsapp_phrase_fold(words, room));
    for (size_t i = lower_bound(folded); i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        if (!str_equal(text_of(p), folded)) break;
        if (p->match == MATCH_INSIDE || (p->match == MATCH_FULL && p->kind == PHRASE_MEDIA))
            return p->kind;
    }
    return PHRASE_NONE;
}

// Whether a phrase that may stand anywhere stands at the start of rest.
static bool part_here(str rest, bool weak) {
    str four = str_take(rest, 4);
    for (size_t i = lower_bound(four); i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        if (!str_starts(text_of(p), four)) return false;
        if (p->match != MATCH_PART && !(weak && p->match == MATCH_WEAK)) continue;
        if (!str_starts(rest, text_of(p))) continue;
        if (p->then_len == 0 || str_contains(str_drop(rest, p->len), str_of(p->then, p->then_len)))
            return true;
    }
    return false;
}

bool whatsapp_phrase_in(str line, bool weak) {
    char room[PHRASE_ROOM];
    str folded = whatsapp_phrase_fold(line, room);
    for (; folded.len >= 4; folded = str_drop(folded, 1))
        if (phrase_bit(whatsapp_phrase_part_filter, phrase_slot(phrase_four(folded.at), 13)) &&
            part_here(folded, weak))
            return true;
    return false;
}

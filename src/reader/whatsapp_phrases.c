#include "reader/whatsapp_phrases.h"

#include "base/utf8.h"
#include "reader/when.h"

str whatsapp_phrase_fold(str line, char room[PHRASE_ROOM]) {
    size_t len = 0;
    while (line.len) {
        utf8_char c = utf8_decode(line);
        uint32_t is = when_plain(c.point);
        if (len + 4 > PHRASE_ROOM) break;
        if (is) len += utf8_encode(is, room + len);
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

whatsapp_phrase_kind whatsapp_phrase_line(str line) {
    char room[PHRASE_ROOM];
    str folded = whatsapp_phrase_fold(line, room), whole = unstopped(folded);
    if (folded.len < 4) return PHRASE_NONE;
    str start = str_take(folded, 4);
    for (size_t i = lower_bound(start); i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        if (!str_starts(text_of(p), start)) break;
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

bool whatsapp_phrase_in(str line, bool weak) {
    char room[PHRASE_ROOM];
    str folded = whatsapp_phrase_fold(line, room);
    for (size_t i = 0; i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        if (p->match != MATCH_PART && !(weak && p->match == MATCH_WEAK)) continue;
        size_t at = str_find(folded, text_of(p));
        if (at == SIZE_MAX) continue;
        if (p->then_len == 0 ||
            str_contains(str_drop(folded, at + p->len), str_of(p->then, p->then_len)))
            return true;
    }
    return false;
}

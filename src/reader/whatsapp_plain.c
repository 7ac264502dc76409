#include "reader/whatsapp_plain.h"

// Texts are looked at in pieces of 16 bytes, the last of which may overlap the one before.
enum { PIECE = 16, BEFORE = 3 };
typedef uint8_t bytes __attribute__((vector_size(PIECE)));

static inline bytes load(const char *at) {
    bytes b;
    memcpy(&b, at, sizeof b);
    return b;
}

// Whether some byte has its highest bit.
static inline bool any(bytes b) {
    uint64_t halves[2];
    memcpy(halves, &b, sizeof halves);
    return ((halves[0] | halves[1]) & 0x8080808080808080u) != 0;
}

static inline bytes not_ascii(const char *at) {
    bytes b = load(at);
    return b | (bytes)((b < ' ') & (b != '\n'));
}

bool whatsapp_is_ascii(str s) {
    if (s.len < PIECE) {
        for (size_t i = 0; i < s.len; i++)
            if ((unsigned char)(s.at[i] - ' ') >= 0x60 && s.at[i] != '\n') return false;
        return true;
    }
    bytes odd = not_ascii(s.at + s.len - PIECE);
    for (size_t i = 0; i + PIECE < s.len; i += PIECE) odd |= not_ascii(s.at + i);
    return !any(odd);
}

// No character goes on behind the end.
static bool ends_whole(str s) {
    return (unsigned char)s.at[s.len - 1] < 0xC0 &&
           (s.len < 2 || (unsigned char)s.at[s.len - 2] < 0xE0) &&
           (s.len < 3 || (unsigned char)s.at[s.len - 3] < 0xF0);
}

// The bytes of a short text behind BEFORE zeros.
static void pad(str s, char room[BEFORE + PIECE]) {
    memset(room, 0, BEFORE + PIECE);
    memcpy(room + BEFORE, s.at, s.len);
}

// A byte that goes on where no character does, or does not where one does; or is of a character
// other than these: of those whose second byte has bounds of its own only the planes of emoji, and
// none of U+0600 to U+063F, U+200E, U+200F, U+2028 to U+202F, U+2040 to U+207F, U+FEC0 to U+FEFF,
// where all marks are.
static inline bytes not_unmarked(const char *at) {
    bytes now = load(at), first = load(at - 1), second = load(at - 2), third = load(at - 3);
    bytes wanted = (bytes)(first >= 0xC0) | (bytes)(second >= 0xE0) | (bytes)(third >= 0xF0);
    bytes odd = (bytes)((now & 0xC0) == 0x80) ^ wanted;
    odd |= (bytes)(now >= 0xF1) | (bytes)(now == 0xE0) | (bytes)(now == 0xED) |
           (bytes)(now == 0xD8) | (bytes)((now & 0xFE) == 0xC0);
    odd |= (bytes)(first == 0xF0) & (bytes)(now < 0x90);
    odd |= (bytes)(first == 0xEF) & (bytes)(now == 0xBB);
    bytes general =
        (bytes)(first == 0x80) & ((bytes)((now | 1) == 0x8F) | (bytes)((now & 0xF8) == 0xA8));
    return odd | ((bytes)(second == 0xE2) & (general | (bytes)(first == 0x81)));
}

bool whatsapp_is_unmarked(str s) {
    if (s.len == 0) return true;
    char room[BEFORE + PIECE];
    if (s.len < PIECE) pad(s, room);
    bytes odd = not_unmarked(s.len < PIECE ? room + BEFORE : s.at + s.len - PIECE);
    for (size_t i = 0; i + PIECE < s.len; i += PIECE) odd |= not_unmarked(s.at + i);
    return !any(odd) && ends_whole(s);
}

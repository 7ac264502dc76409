#include "reader/name.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

static bool is_around(uint32_t c) {
    return c <= ' ' || c == 0xA0 || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202F) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x061C || c == 0xFEFF;
}

static str trim(str s) {
    for (utf8_char c; s.len && (c = utf8_decode(s), is_around(c.point));) s = str_drop(s, c.len);
    while (s.len) {
        size_t at = s.len - 1;
        while (at && ((unsigned char)s.at[at] & 0xC0) == 0x80) at--;
        if (!is_around(utf8_decode(str_drop(s, at)).point)) break;
        s.len = at;
    }
    return s;
}

static bool is_ascii(str s) {
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++) all |= (unsigned char)s.at[i];
    return all < 0x80;
}

str name_normal(str raw, buf *scratch) {
    str name = trim(raw);
    if (is_ascii(name)) return name;
    buf_reset(scratch);
    char *at = buf_more(scratch, name.len * 3); // as much as NFC can take
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)name.at, (utf8proc_ssize_t)name.len, &made,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len == UTF8PROC_ERROR_NOMEM) memory_exhausted();
    if (len < 0 || (size_t)len > name.len * 3) return name;
    memcpy(at, made, (size_t)len);
    scratch->len = (size_t)len;
    free(made);
    return buf_str(scratch);
}

bool name_is_me(str name) {
    static const char *const words[] = {
        "Me", "You", "me", "you", "Ich", "Du", "Moi", "Vous", "Yo", "Tú",     "Eu",   "Você",
        "Io", "Tu",  "Ik", "Jij", "Я",   "Вы", "我",  "你",   "나", "회원님", "自分",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(str_from(words[i]), name)) return true;
    return false;
}

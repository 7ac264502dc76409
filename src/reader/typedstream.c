#include "reader/typedstream.h"

// Behind the class name come a few bytes of references, the type '+', and the length: a byte, or
// 0x81 and two bytes, or 0x82 and four, the lowest first.
str typedstream_text(str bytes) {
    enum { REFERENCES = 8 };
    static const str class_name = {"NSString", 8};
    size_t at = str_find(bytes, class_name);
    if (at == SIZE_MAX) return (str){"", 0};
    str rest = str_drop(bytes, at + class_name.len);
    const char *plus =
        rest.len ? memchr(rest.at, '+', rest.len < REFERENCES ? rest.len : REFERENCES) : NULL;
    if (!plus) return (str){"", 0};
    rest = str_drop(rest, (size_t)(plus - rest.at) + 1);
    if (!rest.len) return (str){"", 0};
    const unsigned char *p = (const unsigned char *)rest.at;
    size_t width = p[0] == 0x81 ? 2 : p[0] == 0x82 ? 4 : 0, len = width ? 0 : p[0];
    if (rest.len < 1 + width) return (str){"", 0};
    for (size_t i = width; i > 0; i--) len = len << 8 | p[i];
    rest = str_drop(rest, 1 + width);
    return len <= rest.len ? str_take(rest, len) : (str){"", 0};
}

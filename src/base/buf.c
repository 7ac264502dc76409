#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_add_int(buf *b, int64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0) buf_add_char(b, '-');
    buf_add(b, str_of(digits + at, sizeof digits - at));
}

void buf_printf(buf *b, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len <= 0) return;
    va_start(list, format);
    vsnprintf(buf_more(b, (size_t)len + 1), (size_t)len + 1, format, list);
    va_end(list);
    b->len += (size_t)len;
}

void buf_release(buf *b) {
    free(b->at);
    *b = (buf){0};
}

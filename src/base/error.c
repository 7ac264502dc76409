#include "base/error.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(error *err, int status, const char *format, ...) {
    if (err->status) return false;
    err->status = status;
    char raw[sizeof err->what];
    va_list list;
    va_start(list, format);
    vsnprintf(raw, sizeof raw, format, list);
    va_end(list);
    utf8_printable(str_from(raw), err->what, sizeof err->what);
    return false;
}

bool error_hint(error *err, const char *format, ...) {
    if (err->hint[0]) return false;
    char raw[sizeof err->hint];
    va_list list;
    va_start(list, format);
    vsnprintf(raw, sizeof raw, format, list);
    va_end(list);
    utf8_printable(str_from(raw), err->hint, sizeof err->hint);
    return false;
}

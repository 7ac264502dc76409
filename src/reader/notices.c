#include "reader/notices.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

void notices_say(notices *n, notice_kind kind, const char *hint, const char *format, ...) {
    if (!n->to || n->given[kind] >= LIMIT_NOTICES) return;
    n->given[kind]++;
    char raw[1024], text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(raw, sizeof raw, format, list);
    va_end(list);
    utf8_printable(str_from(raw), text, sizeof text);
    n->to(n->context, text, hint);
}

void notices_alike(notices *n, const char *where) {
    notices_say(n, NOTICE_COPY, "give it once if it is the same chat",
                "%s: the same messages as in a conversation before, which has no name either: both "
                "count",
                where);
}

// json: a writer of RFC 8259 with two spaces a level. What is written is well formed as long as
// every open is closed.
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/buf.h"

// Zero-initialise before use; release out.
typedef struct json {
    buf out;
    unsigned depth;
    bool filled; // the innermost container has a member
} json;

// name is NULL in a list and at the top; the text that json_text writes is repaired to valid UTF-8.
void json_object(json *j, const char *name);
void json_list(json *j, const char *name);
void json_close_object(json *j);
void json_close_list(json *j);
void json_text(json *j, const char *name, str text);
void json_count(json *j, const char *name, uint64_t value);
void json_int(json *j, const char *name, int64_t value);
void json_number(json *j, const char *name, double value); // null when not finite
void json_flag(json *j, const char *name, bool value);
void json_null(json *j, const char *name);

// Hexadecimal digits of bytes as text.
void json_hex(json *j, const char *name, const unsigned char *bytes, size_t count);

#endif

#include "report/json.h"

#include "base/utf8.h"
#include "report/number.h"

#include <math.h>

static void add_escaped(buf *out, str text) {
    static const char digits[] = "0123456789abcdef";
    buf_add_char(out, '"');
    while (text.len) {
        utf8_char c = utf8_decode(text);
        if (c.point == '"' || c.point == '\\') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char)c.point);
        } else if (c.point == '\n') {
            buf_add(out, STR("\\n"));
        } else if (c.point < 0x20 || c.point == 0x7F) {
            buf_add(out, STR("\\u00"));
            buf_add_char(out, digits[c.point >> 4]);
            buf_add_char(out, digits[c.point & 15]);
        } else {
            utf8_add(out, c.point);
        }
        text = str_drop(text, c.len);
    }
    buf_add_char(out, '"');
}

static void add_line(json *j) {
    buf_add_char(&j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++) buf_add(&j->out, STR("  "));
}

// The comma, line and name in front of a value.
static void begin(json *j, const char *name) {
    if (j->filled) buf_add_char(&j->out, ',');
    if (j->depth) add_line(j);
    j->filled = true;
    if (!name) return;
    add_escaped(&j->out, str_from(name));
    buf_add(&j->out, STR(": "));
}

static void enter(json *j, const char *name, char bracket) {
    begin(j, name);
    buf_add_char(&j->out, bracket);
    j->depth++;
    j->filled = false;
}

static void leave(json *j, char bracket) {
    j->depth--;
    if (j->filled) add_line(j);
    buf_add_char(&j->out, bracket);
    j->filled = true;
    if (j->depth == 0) buf_add_char(&j->out, '\n');
}

void json_object(json *j, const char *name) { enter(j, name, '{'); }
void json_list(json *j, const char *name) { enter(j, name, '['); }
void json_close_object(json *j) { leave(j, '}'); }
void json_close_list(json *j) { leave(j, ']'); }

void json_text(json *j, const char *name, str text) {
    begin(j, name);
    add_escaped(&j->out, text);
}

void json_count(json *j, const char *name, uint64_t value) {
    begin(j, name);
    buf_printf(&j->out, "%llu", (unsigned long long)value);
}

void json_int(json *j, const char *name, int64_t value) {
    begin(j, name);
    buf_add_int(&j->out, value);
}

void json_number(json *j, const char *name, double value) {
    if (!isfinite(value)) {
        json_null(j, name);
        return;
    }
    begin(j, name);
    number_add(&j->out, value);
}

void json_flag(json *j, const char *name, bool value) {
    begin(j, name);
    buf_add(&j->out, value ? STR("true") : STR("false"));
}

void json_null(json *j, const char *name) {
    begin(j, name);
    buf_add(&j->out, STR("null"));
}

void json_hex(json *j, const char *name, const unsigned char *bytes, size_t count) {
    begin(j, name);
    buf_add_char(&j->out, '"');
    for (size_t i = 0; i < count; i++) buf_printf(&j->out, "%02x", bytes[i]);
    buf_add_char(&j->out, '"');
}

#include "report/number.h"

#include "tally/calendar.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    DIGITS = 10,
    SMALLEST = -5
}; // exponents from SMALLEST + 1 to DIGITS - 1 are written without an exponent

// Ten digits as printf gives them, whatever the locale puts between them, and the exponent.
static int digits_of(double value, char digits[DIGITS]) {
    char text[64];
    snprintf(text, sizeof text, "%.*e", DIGITS - 1, value);
    const char *at = text;
    for (size_t found = 0; found < DIGITS; at++)
        if (*at >= '0' && *at <= '9') digits[found++] = *at;
    while (*at && *at != 'e') at++;
    return (int)strtol(at + 1, NULL, 10);
}

static void add_zeros(buf *out, int count) {
    while (count-- > 0) buf_add_char(out, '0');
}

void number_add(buf *out, double value) {
    if (value == 0) {
        buf_add_char(out, '0');
        return;
    }
    if (value < 0) buf_add_char(out, '-');
    char digits[DIGITS];
    int exponent = digits_of(value < 0 ? -value : value, digits);
    int used = DIGITS;
    while (used > 1 && digits[used - 1] == '0') used--;
    bool plain = exponent > SMALLEST && exponent < DIGITS;
    int whole = plain ? exponent + 1 : 1; // digits before the point; 0 or less: zeros after it
    if (whole <= 0) {
        buf_add(out, STR("0."));
        add_zeros(out, -whole);
    }
    for (int i = 0; i < used; i++) {
        if (i == whole && whole > 0) buf_add_char(out, '.');
        buf_add_char(out, digits[i]);
    }
    if (plain) add_zeros(out, whole - used);
    if (!plain) buf_printf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

void number_add_thousandths(buf *out, int64_t value) {
    int64_t rest = value % 1000;
    if (value < 0 && value > -1000) buf_add_char(out, '-');
    buf_add_int(out, value / 1000);
    if (rest == 0) return;
    if (rest < 0) rest = -rest;
    char digits[3] = {(char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                      (char)('0' + rest % 10)};
    size_t used = 3;
    while (used > 1 && digits[used - 1] == '0') used--;
    buf_add_char(out, '.');
    buf_add(out, str_of(digits, used));
}

static void add_two(buf *out, int64_t value) {
    buf_add_char(out, (char)('0' + value / 10 % 10));
    buf_add_char(out, (char)('0' + value % 10));
}

void number_add_date(buf *out, int32_t day) {
    calendar_date date = calendar_date_of(day);
    add_two(out, date.year / 100);
    add_two(out, date.year % 100);
    buf_add_char(out, '-');
    add_two(out, date.month);
    buf_add_char(out, '-');
    add_two(out, date.day);
}

void number_add_time(buf *out, int64_t ms) {
    int64_t day = calendar_floor(ms, CALENDAR_DAY);
    int64_t of_day = ms - day * CALENDAR_DAY;
    number_add_date(out, (int32_t)day);
    buf_add_char(out, 'T');
    add_two(out, of_day / 3600000);
    buf_add_char(out, ':');
    add_two(out, of_day / 60000 % 60);
    buf_add_char(out, ':');
    add_two(out, of_day / 1000 % 60);
    int64_t rest = of_day % 1000;
    if (rest == 0) return;
    buf_add_char(out, '.');
    buf_add_char(out, (char)('0' + rest / 100));
    add_two(out, rest % 100);
}

void number_add_offset(buf *out, int minutes) {
    buf_add_char(out, minutes < 0 ? '-' : '+');
    int size = abs(minutes);
    add_two(out, size / 60);
    buf_add_char(out, ':');
    add_two(out, size % 60);
}

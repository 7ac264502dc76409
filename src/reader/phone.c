#include "reader/phone.h"

enum { TOLD_BY = 9 };

void phone_key(buf *out, str number) {
    number = str_trim(number);
    size_t digits = 0;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.at[i];
        bool digit = c >= '0' && c <= '9';
        digits += digit;
        if (!digit && !(c && strchr("+-(). /", c)) && c != '\xC2' && c != '\xA0') {
            buf_add(out, number);
            return;
        }
    }
    if (digits < TOLD_BY) {
        buf_add(out, number);
        return;
    }
    for (size_t i = 0; i < number.len; i++) {
        bool digit = number.at[i] >= '0' && number.at[i] <= '9';
        if (!digit) continue;
        if (digits <= TOLD_BY) buf_add_char(out, number.at[i]);
        digits--;
    }
}

#include "classify/plain.h"

bool plain_serves(str pattern) {
    for (size_t i = 0; i + 1 < pattern.len; i++) {
        char next = pattern.at[i + 1];
        if ((unsigned char)pattern.at[i] >= 0x80 &&
            (next == '?' || next == '*' || next == '+' || next == '{'))
            return false;
    }
    return !str_contains(pattern, STR("\\x{")) && !str_contains(pattern, STR("\\N{")) &&
           !str_contains(pattern, STR("\\X")) && !str_contains(pattern, STR("\\E")) &&
           !str_contains(pattern, STR("(?#"));
}

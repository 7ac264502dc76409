#include "classify/letters.h"

#include <utf8proc.h>

bool letters_in_word(uint32_t point) {
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
               (point >= '0' && point <= '9') || point == '_';
    if (point >= 0x10000) return false; // PCRE2 10.42 knows fewer letters there than utf8proc
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool letters_in_piece(uint32_t point) {
    if (point < 0x80) return letters_in_word(point) && point != '_';
    bool alphabet = point < 0x0590 || (point >= 0x0620 && point < 0x0700) ||
                    (point >= 0x0900 && point < 0x0E00) || (point >= 0x10A0 && point < 0x1100) ||
                    (point >= 0x1E00 && point < 0x2000) || (point >= 0xAC00 && point < 0xD7A4);
    if (!alphabet) return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

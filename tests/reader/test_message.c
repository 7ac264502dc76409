#include "reader/message.h"

#include <criterion/criterion.h>

static void known_as(message m, const char *wanted) {
    char room[MESSAGE_DIGITS];
    cr_assert(str_equal(message_id(&m, room), str_from(wanted)), "%s", wanted);
}

Test(message, is_known_by_its_id_and_else_by_its_number) {
    known_as((message){.id = STR("a7"), .number = 3}, "a7");
    known_as((message){.number = 1}, "1");
    known_as((message){.number = 1090}, "1090");
    known_as((message){.number = UINT32_MAX}, "4294967295");
}

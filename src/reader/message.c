#include "reader/message.h"

static const str kinds[KIND_COUNT] = {
    [KIND_TEXT] = {"text", 4},         [KIND_MEDIA] = {"media", 5},
    [KIND_REACTION] = {"reaction", 8}, [KIND_SYSTEM] = {"system", 6},
    [KIND_DELETED] = {"deleted", 7},   [KIND_CALL] = {"call", 4},
};

static const str time_kinds[] = {
    [TIME_NONE] = {"none", 4},   [TIME_UTC] = {"utc", 3},     [TIME_OFFSET] = {"offset", 6},
    [TIME_LOCAL] = {"local", 5}, [TIME_MEDIA] = {"media", 5},
};

str message_kind_name(message_kind kind) { return kind < KIND_COUNT ? kinds[kind] : STR(""); }

message_kind message_kind_of(str name) {
    message_kind kind = 0;
    while (kind < KIND_COUNT && !str_equal(kinds[kind], name)) kind++;
    return kind;
}

str time_kind_name(time_kind kind) {
    return kind < sizeof time_kinds / sizeof *time_kinds ? time_kinds[kind] : STR("");
}

str message_id(const message *m, char room[MESSAGE_DIGITS]) {
    if (m->id.len) return m->id;
    char *end = room + MESSAGE_DIGITS, *at = end;
    uint32_t n = m->number;
    do *--at = (char)('0' + n % 10);
    while (n /= 10);
    return str_of(at, (size_t)(end - at));
}

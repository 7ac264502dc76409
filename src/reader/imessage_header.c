#include "reader/imessage_header.h"

#include "reader/when.h"

static bool digits(str *s, size_t least, size_t most, int *out) {
    size_t at = 0;
    *out = 0;
    for (; at < most && at < s->len && s->at[at] >= '0' && s->at[at] <= '9'; at++)
        *out = *out * 10 + (s->at[at] - '0');
    *s = str_drop(*s, at);
    return at >= least;
}

static bool mark(str *s, const char *wanted) {
    str w = str_from(wanted);
    if (!str_starts(*s, w)) return false;
    *s = str_drop(*s, w.len);
    return true;
}

static bool month(str *s, int *out) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++)
        if (str_starts(*s, str_of(names + 3 * i, 3))) {
            *s = str_drop(*s, 3);
            *out = i + 1;
            return true;
        }
    return false;
}

bool imessage_header_read(str s, imessage_header *out) {
    int of_year, day, year, hour, minute, second;
    if (str_ends(s, STR("\r"))) s.len--;
    if (!month(&s, &of_year) || !mark(&s, " ") || !digits(&s, 1, 2, &day) || !mark(&s, ", ") ||
        !digits(&s, 4, 4, &year) || !mark(&s, " "))
        return false;
    mark(&s, " ");
    if (!digits(&s, 1, 2, &hour) || !mark(&s, ":") || !digits(&s, 2, 2, &minute) ||
        !mark(&s, ":") || !digits(&s, 2, 2, &second) || !mark(&s, " "))
        return false;
    bool evening = mark(&s, "PM");
    int64_t date = when_gregorian(year, of_year, day);
    if ((!evening && !mark(&s, "AM")) || hour < 1 || hour > 12 || minute > 59 || second > 60 ||
        date == INT64_MIN || (s.len && s.at[0] != ' '))
        return false;
    int64_t of_day = ((hour % 12 + (evening ? 12 : 0)) * 60 + minute) * 60 + second;
    out->time = (date * 86400 + of_day) * 1000;
    out->rest = str_starts(s, STR(" (Read by ")) ? (str){"", 0} : str_trim(s);
    return true;
}

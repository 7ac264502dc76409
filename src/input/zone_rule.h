// zone_rule: the rule in the footer of a TZif file, a POSIX TZ string
// ("CET-1CEST,M3.5.0,M10.5.0/3"), which serves all years after the file's last transition.
#ifndef INPUT_ZONE_RULE_H
#define INPUT_ZONE_RULE_H

#include "base/str.h"

typedef enum zone_day { ZONE_DAY_MONTH, ZONE_DAY_JULIAN, ZONE_DAY_ZERO } zone_day;

typedef struct zone_change {
    zone_day kind;
    int month, week, day; // Mm.w.d; or day alone: 1 to 365 without 29 February, or 0 to 365 with it
    int seconds;          // of local time since midnight, −167 h to 167 h
} zone_change;

typedef struct zone_rule {
    int standard, summer; // seconds east of UTC
    bool has_summer;
    zone_change to_summer, to_standard;
} zone_rule;

bool zone_rule_parse(str text, zone_rule *out);

// Minutes east of UTC at an instant, seconds since 1970.
int zone_rule_offset(const zone_rule *rule, int64_t instant);

#endif

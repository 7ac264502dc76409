#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

#include "input/packed.h"
#include "input/zone.h"
#include "input/zone_rule.h"

typedef struct offset_case {
    char name[40];
    int64_t at; // seconds since 1970
    int minutes;
} offset_case;

// What the rules of these places say (tzdata), as Python's zoneinfo tells it.
static offset_case cases[] = {
    {"UTC", 0, 0},
    {"+02:00", 1709251138, 120},
    {"-03:30", 1709251138, -210},
    {"Europe/Berlin", 1711846799, 60},  // 2024-03-31 00:59:59 UTC
    {"Europe/Berlin", 1711846800, 120}, // 2024-03-31 01:00:00 UTC
    {"Europe/Berlin", 1729990799, 120}, // 2024-10-27 00:59:59 UTC
    {"Europe/Berlin", 1729990800, 60},
    {"Europe/Berlin", 4089747600, 120}, // 2099-08-06, by the rule of the footer
    {"America/New_York", 1710053999, -300},
    {"America/New_York", 1710054000, -240},
    {"Australia/Lord_Howe", 1720000000, 630},
    {"Australia/Lord_Howe", 1705000000, 660},
    {"Asia/Kathmandu", 1705000000, 345},
    {"Africa/Monrovia", 0, -45}, // -0:44:30, taken down to a minute
};

ParameterizedTestParameters(zone, knows_offsets) {
    return cr_make_param_array(offset_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(offset_case *t, zone, knows_offsets) {
    error err = {0};
    zone *z = zone_new(t->name, &err);
    if (!z && t->name[0] >= 'A' && access("/usr/share/zoneinfo/Europe/Berlin", R_OK) != 0)
        cr_skip("no tzdata here");
    cr_assert(z, "%s", err.what);
    cr_assert_eq(zone_offset(z, t->at * 1000), t->minutes, "%s: %d", t->name,
                 zone_offset(z, t->at * 1000));
    cr_assert_eq(zone_offset(z, t->at * 1000 + 999), t->minutes);
    cr_assert_str_eq(zone_name(z), t->name);
    zone_free(z);
}

typedef struct refused_case {
    char name[60];
} refused_case;

static refused_case refused[] = {{""},
                                 {"Nowhere/Land"},
                                 {"../zoneinfo/Europe/Berlin"},
                                 {"/etc/localtime"},
                                 {"Europe/../Europe/Berlin"},
                                 {"+2:00"},
                                 {"+25:00"},
                                 {"+02:60"},
                                 {"Europe"},
                                 {"a b"},
                                 {"zone.tab"}};

ParameterizedTestParameters(zone, refuses_what_is_none) {
    return cr_make_param_array(refused_case, refused, sizeof refused / sizeof *refused);
}

ParameterizedTest(refused_case *t, zone, refuses_what_is_none) {
    error err = {0};
    cr_assert_null(zone_new(t->name, &err), "%s", t->name);
    cr_assert_eq(err.status, ATTUNE_USAGE);
    cr_assert_neq(err.hint[0], '\0');
}

Test(zone, survives_a_damaged_file) {
    const char *folder = packed_folder();
    buf whole = {0};
    int file = open("/usr/share/zoneinfo/Europe/Berlin", O_RDONLY);
    if (file < 0) cr_skip("no tzdata here");
    ssize_t got = read(file, buf_more(&whole, 65536), 65536);
    close(file);
    cr_assert_gt(got, 100);
    whole.len = (size_t)got;
    cr_assert_eq(setenv("TZDIR", folder, 1), 0);
    for (size_t len = 0; len < whole.len; len += len < 100 ? 1 : 37) {
        packed_file(folder, "Cut", str_take(buf_str(&whole), len));
        error err = {0};
        cr_assert_null(zone_new("Cut", &err), "%zu bytes", len);
    }
    for (size_t at = 0; at < whole.len; at += at < 100 ? 1 : 13) {
        char was = whole.at[at];
        whole.at[at] = (char)~was;
        packed_file(folder, "Cut", buf_str(&whole));
        error err = {0};
        zone *z = zone_new("Cut", &err);
        for (int64_t t = -4000000000; z && t < 8000000000; t += 900000000) zone_offset(z, t * 1000);
        zone_free(z);
        whole.at[at] = was;
    }
    buf_release(&whole);
    packed_remove(folder);
}

// Written by hand after RFC 8536, 3.1 and 3.2: +01:00, and from 1700000000 on +02:00.
static const char version_1[] = "TZif\0"
                                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                "\0\0\0\0"
                                "\0\0\0\0"
                                "\0\0\0\0"
                                "\0\0\0\1"
                                "\0\0\0\2"
                                "\0\0\0\10"
                                "\x65\x53\xF1\x00"
                                "\1"
                                "\0\0\x0E\x10\0\0"
                                "\0\0\x1C\x20\1\4"
                                "AAA\0BBB";

Test(zone, reads_a_file_of_version_1) {
    const char *folder = packed_folder();
    packed_file(folder, "One", str_of(version_1, sizeof version_1));
    cr_assert_eq(setenv("TZDIR", folder, 1), 0);
    error err = {0};
    zone *z = zone_new("One", &err);
    cr_assert(z, "%s", err.what);
    cr_assert_eq(zone_offset(z, -1), 60);
    cr_assert_eq(zone_offset(z, 1699999999999), 60);
    cr_assert_eq(zone_offset(z, 1700000000000), 120);
    zone_free(z);
    packed_remove(folder);
}

Test(zone, reads_files_of_1_mib) {
    const char *folder = packed_folder();
    cr_assert_eq(setenv("TZDIR", folder, 1), 0);
    for (int over = -1; over <= 1; over++) {
        size_t size = (size_t)((1 << 20) + over);
        char *file = calloc(1, size);
        cr_assert(file);
        memcpy(file, version_1, sizeof version_1);
        packed_file(folder, "Big", str_of(file, size));
        error err = {0};
        zone *z = zone_new("Big", &err);
        cr_expect_eq(z != NULL, over <= 0, "%d: %s", over, err.what);
        zone_free(z);
        free(file);
    }
    packed_remove(folder);
}

typedef struct rule_case {
    char rule[60];
    int64_t at;
    int minutes;
} rule_case;

// Rules from POSIX.1-2017 8.3 and RFC 8536 3.3.1; the instants follow from their words.
static rule_case rules[] = {
    {"UTC0", 0, 0},
    {"<-03>3", 1700000000, -180},
    {"EST5EDT,M3.2.0,M11.1.0", 1710053999, -300},
    {"EST5EDT,M3.2.0,M11.1.0", 1710054000, -240},
    {"EST5EDT,M3.2.0,M11.1.0", 1730613599, -240},
    {"EST5EDT,M3.2.0,M11.1.0", 1730613600, -300},
    {"NZST-12NZDT,M9.5.0,M4.1.0/3", 1704067200, 780}, // January is summer
    {"NZST-12NZDT,M9.5.0,M4.1.0/3", 1720000000, 720},
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1711846799, -120}, // one hour before local midnight
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1711846800, -60},
    {"AAA0BBB,J60/0,J61/0", 1709251200, 60}, // 2024-03-01: J60 in a leap year too
    {"AAA0BBB,J60/0,J61/0", 1709251199, 0},
    {"AAA0BBB,59/0,60/0", 1709164800, 60}, // 2024-02-29: day 59 from 0
    {"AAA0BBB,59/0,60/0", 1709164799, 0},
};

ParameterizedTestParameters(zone_rule, knows_offsets) {
    return cr_make_param_array(rule_case, rules, sizeof rules / sizeof *rules);
}

ParameterizedTest(rule_case *t, zone_rule, knows_offsets) {
    zone_rule rule;
    cr_assert(zone_rule_parse(str_from(t->rule), &rule), "%s", t->rule);
    cr_assert_eq(zone_rule_offset(&rule, t->at), t->minutes, "%s at %lld: %d", t->rule,
                 (long long)t->at, zone_rule_offset(&rule, t->at));
}

Test(zone_rule, refuses_what_is_none) {
    static const char *const wrong[] = {"",
                                        "A0",
                                        "EST",
                                        "EST5EDT",
                                        "EST5EDT,M3.2.0",
                                        "EST5EDT,M13.2.0,M11.1.0",
                                        "EST5EDT,M3.2.0,M11.1.0x",
                                        "EST200",
                                        "<EST5",
                                        "EST5EDT,M3.6.0,M11.1.0"};
    zone_rule rule;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_not(zone_rule_parse(str_from(wrong[i]), &rule), "%s", wrong[i]);
}

#include "tally/calendar.h"

// Eras of 400 years that begin on 1 March, so that the leap day is the last day of a year: after
// Howard Hinnant, "chrono-compatible low-level date algorithms".
enum { ERA_DAYS = 146097, EPOCH = 719468 }; // days of an era; 0000-03-01 to 1970-01-01

calendar_date calendar_date_of(int32_t day) {
    int64_t shifted = (int64_t)day + EPOCH;
    int64_t era = calendar_floor(shifted, ERA_DAYS);
    int32_t of_era = (int32_t)(shifted - era * ERA_DAYS);
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t march_month = (5 * of_year + 2) / 153;
    int32_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (calendar_date){
        .year = (int32_t)(era * 400) + year + (month <= 2),
        .month = month,
        .day = of_year - (153 * march_month + 2) / 5 + 1,
    };
}

int32_t calendar_day_of(calendar_date date) {
    int64_t year = (int64_t)date.year - (date.month <= 2);
    int64_t era = calendar_floor(year, 400);
    int32_t of_era_year = (int32_t)(year - era * 400);
    int32_t march_month = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t of_year = (153 * march_month + 2) / 5 + date.day - 1;
    int32_t of_era = of_era_year * 365 + of_era_year / 4 - of_era_year / 100 + of_year;
    return (int32_t)(era * ERA_DAYS + of_era - EPOCH);
}

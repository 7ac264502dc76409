#include "reader/date_survey.h"

enum { COMPACT = 4 }; // how many times shorter the travel of a reading is that wins by it

static const date_order orders[3][READINGS] = {
    {ORDER_YDM, ORDER_YMD, ORDER_NONE},
    {ORDER_DYM, ORDER_MYD, ORDER_NONE},
    {ORDER_DMY, ORDER_MDY, ORDER_YMD},
};

static void read_as(date_reading *r, const when *w, date_order order, bool first) {
    when_day day = when_day_of(w, order, 2000);
    if (!day.valid || day.swapped) {
        r->broken = true;
        return;
    }
    if (!first && r->last != INT64_MIN) {
        r->backward += day.day < r->last;
        r->travel += (uint64_t)(day.day < r->last ? r->last - day.day : day.day - r->last);
    }
    r->last = day.day;
}

void date_survey_add(date_survey *s, const when *w) {
    if (w->named != ORDER_NONE) return;
    int place = w->year_at == WHEN_NOWHERE ? 2 : w->year_at;
    date_family *f = &s->families[place];
    bool first = f->count++ == 0;
    for (int i = 0; i < 3; i++) s->unpadded += w->width[i] == 1;
    s->short_years += w->width[place] <= 2;
    s->capitals += w->half_days && w->capitals;
    s->half_first += w->half_first;
    bool same = true;
    for (int i = 0; i < 3; i++) same &= f->previous[i] == w->number[i];
    if (same && !first) return;
    f->changes++;
    memcpy(f->previous, w->number, sizeof f->previous);
    f->over_first += w->number[place == 0 ? 1 : 0] > 12;
    f->over_second += w->number[place == 2 ? 1 : 2] > 12;
    f->marks += w->separator == '.' || w->separator == '-';
    f->year_like += w->number[0] > 31;
    f->too_old += w->number[2] < 9;
    for (int i = 0; i < READINGS; i++)
        if (orders[place][i] != ORDER_NONE) {
            if (first) f->readings[i].last = INT64_MIN;
            read_as(&f->readings[i], w, orders[place][i], first);
        }
}

// Whether a travels far less than b, which may be no reading at all.
static bool compact(const date_reading *a, const date_reading *b) {
    return b->broken || a->travel * COMPACT <= b->travel;
}

// YY-M-D: no day is over 31, or it is Korean (24. 3. 5. and the half of the day before the time),
// or the year last puts the chat before its app and its days years apart.
static bool short_year_first(const date_survey *s, const date_family *f) {
    const date_reading *r = f->readings;
    if (s->short_years == 0 || r[READ_YEAR_FIRST].broken) return false;
    if (f->year_like == f->changes) return true;
    if (s->half_first && f->marks == f->changes) return true;
    return f->too_old && f->changes > 2 && compact(&r[READ_YEAR_FIRST], &r[READ_DAY_FIRST]) &&
           compact(&r[READ_YEAR_FIRST], &r[READ_MONTH_FIRST]);
}

// The reading whose last date is not after the export and nearest to it; -1 when that does not
// tell.
static int nearest(const date_family *f, int64_t archive_time) {
    if (archive_time == INT64_MIN) return -1;
    int64_t export_day = archive_time / 86400000;
    int64_t a = f->readings[READ_DAY_FIRST].last, b = f->readings[READ_MONTH_FIRST].last;
    if (a == b || (a > export_day && b > export_day)) return -1;
    if (a > export_day) return READ_MONTH_FIRST;
    if (b > export_day) return READ_DAY_FIRST;
    return a > b ? READ_DAY_FIRST : READ_MONTH_FIRST;
}

// READ_DAY_FIRST or READ_MONTH_FIRST, by the first of what date_survey.h lists that tells.
static int day_or_month(const date_survey *s, const date_family *f, int64_t archive_time,
                        date_evidence *evidence) {
    const date_reading *day = &f->readings[READ_DAY_FIRST], *month = &f->readings[READ_MONTH_FIRST];
    *evidence = EVIDENCE_DAY_OVER_12;
    if (f->over_first || f->over_second)
        return f->over_first >= f->over_second ? READ_DAY_FIRST : READ_MONTH_FIRST;
    *evidence = EVIDENCE_FEWER_BACKWARD_JUMPS;
    if (day->backward != month->backward)
        return day->backward < month->backward ? READ_DAY_FIRST : READ_MONTH_FIRST;
    *evidence = EVIDENCE_SEPARATOR;
    if (f->marks * 2 > f->changes) return READ_DAY_FIRST;
    *evidence = EVIDENCE_COMPACTNESS;
    if (f->changes > 2 && day->travel != month->travel) {
        if (compact(day, month)) return READ_DAY_FIRST;
        if (compact(month, day)) return READ_MONTH_FIRST;
    }
    *evidence = EVIDENCE_ARCHIVE_TIME;
    int by_time = nearest(f, archive_time);
    if (by_time >= 0) return by_time;
    *evidence = EVIDENCE_ASSUMED;
    return s->unpadded && s->short_years && s->capitals ? READ_MONTH_FIRST : READ_DAY_FIRST;
}

date_order date_survey_decide(const date_survey *s, int64_t archive_time, date_evidence *evidence) {
    int place = 0;
    for (int i = 1; i < 3; i++)
        if (s->families[i].count > s->families[place].count) place = i;
    const date_family *f = &s->families[place];
    *evidence = EVIDENCE_NONE;
    if (f->count == 0) return ORDER_NONE;
    if (place == 0) {
        bool day_second = f->over_first && !f->over_second;
        *evidence = day_second ? EVIDENCE_DAY_OVER_12 : EVIDENCE_YEAR_POSITION;
        return day_second ? ORDER_YDM : ORDER_YMD;
    }
    if (place == 2 && short_year_first(s, f)) {
        *evidence = EVIDENCE_YEAR_POSITION;
        return ORDER_YMD;
    }
    int reading = day_or_month(s, f, archive_time, evidence);
    if (place == 1 && *evidence == EVIDENCE_ASSUMED) reading = READ_MONTH_FIRST;
    return orders[place][reading];
}

#include "reader/whatsapp_follow.h"

#include "base/utf8.h"
#include "reader/date_survey.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

typedef struct header_case {
    char head[96];
    long long time; // ms since 1970, by Python's datetime; the Persian ones by the calendar's
                    // published leap years
} header_case;

// One per layout that phones write, with the 18th as the day so that no order has to be
// decided.
ParameterizedTestParameters(whatsapp_header, reads_the_layouts_of_all_phones) {
    static header_case cases[] = {
        {"3/18/24, 1:05 PM -", 1710767100000},
        {"18/03/2024, 13:05 -", 1710767100000},
        {"18/03/24, 13:05 -", 1710767100000},
        {"18/03/2024, 1:05 pm -", 1710767100000},
        {"18/03/2024, 1:05\u202Fpm -", 1710767100000},
        {"18/03/2024, 1:05\u00A0p.\u00A0m. -", 1710767100000},
        {"[3/18/24, 1:05:09 PM]", 1710767109000},
        {"[3/18/24, 1:05:09\u202FPM]", 1710767109000},
        {"[18/03/2024, 13:05:09]", 1710767109000},
        {"[18/03/24 13:05:09]", 1710767109000},
        {"\u200E[18/03/24 13:05:09]", 1710767109000},
        {"2024/3/18, 13:05 -", 1710767100000},
        {"2024-03-18, 1:05 p.m. -", 1710767100000},
        {"2024-03-18 13:05 -", 1710767100000},
        {"18.03.24, 13:05 -", 1710767100000},
        {"18.03.2024, 13:05 -", 1710767100000},
        {"18.03.24 13:05 -", 1710767100000},
        {"18-03-2024 13:05 -", 1710767100000},
        {"[18/03/24 13.05.09]", 1710767109000},
        {"\u200F[\u200F١٨\u200F/٣\u200F/٢٠٢٤، ١:٠٥:٠٩\u00A0م]", 1710767109000},
        {"[13:05:09, 18/3/24]", 1710767109000},
        {"13:05, 18 Mar 2013 -", 1363611900000},
        {"18/03/2024, 9:15 in the morning -", 1710753300000},
        {"18/03/2024, 9:15 in the evening -", 1710796500000},
        {"18/03/2024, 9:15 at night -", 1710796500000},
        {"[3/18/2567 BE, 13:05:09]", 1710767109000},
        {"[3/18/R6, 13:05:09]", 1710767109000},
        {"[3/18/H30, 13:05:09]", 1521378309000},
        {"18/03/24, 01:05:09 PM:", 1710767109000},
        {"18.03.2024 - 13:05:09;", 1710767109000},
        {"18/03/2024 à 22:35 -", 1710801300000},
        {"18.3.2024 klo 13.05 -", 1710767100000},
        {"2024. 3. 18. 오후 1:05,", 1710767100000},
        {"2024년 3월 18일 오후 1:05,", 1710767100000},
        {"24. 3. 18. 오후 1:05 -", 1710767100000},
        {"[2024/3/18 下午1:05:09]", 1710767109000},
        {"2024/3/18 下午1:05 -", 1710767100000},
        {"2024年3月18日 13:05 -", 1710767100000},
        {"[2024/03/18 13:05:09]", 1710767109000},
        {"2024/3/18 中午12:05 -", 1710763500000},
        {"2024/3/18 凌晨12:05 -", 1710720300000},
        {"2024/3/18 晚上9:05 -", 1710795900000},
        {"18/3/2024 1:05 CH -", 1710767100000},
        {"18/3/24, 1:05 μ.μ. -", 1710767100000},
        {"18/3/24, 1:05 ΜΜ -", 1710767100000},
        {"2024. 03. 18. du. 1:05 -", 1710767100000},
        {"18.03.2024 ÖS 1:05 -", 1710767100000},
        {"18.03.2024 1:05 odp. -", 1710767100000},
        {"18.03.2024, 24:05 -", 1710720300000},
        {"18/03/24, 12:08 a.m. -", 1710720480000},
        {"18/03/24, 00:04 AM -", 1710720240000},
        {"18/03/24, 23:59 PM -", 1710806340000},
        {"18/03/24 23:59 –", 1710806340000},
        {"Mon, 18 Mar 2024, 13:05 -", 1710767100000},
        {"March 18, 2024, 1:05 PM -", 1710767100000},
        {"18 de março de 2024, 13:05 -", 1710767100000},
        {"18 de mar. de 2024 13:05 -", 1710767100000},
        {"18. März 2024 um 13:05 -", 1710767100000},
        {"18 марта 2024 г., 13:05 -", 1710767100000},
        {"18 août 2024 à 13:05 -", 1723986300000},
        {"१८/०३/२०२४, १३:०५ -", 1710767100000},
        {"๑๘/๐๓/๒๕๖๗ ๑๓:๐๕ -", 1710767100000},
        {"18/03/2567 13:05 -", 1710767100000},
        {"18/03/2024, 1:05 م -", 1710767100000},
        {"[18/03/2024, 13:05]", 1710767100000},
        {"[13:05, 18/03/2024]", 1710767100000},
        {"[1:05 PM, 3/18/2024]", 1710767100000},
        {"18/03/2024 13:05 -", 1710767100000},
        {"18/03/2024, 13:05 -", 1710767100000},
        {"18 thg 3, 2024, 13:05 -", 1710767100000},
        {"13:05 18 thg 3, 2024 -", 1710767100000},
        {"18/03/2024, 1:05 بعدازظهر -", 1710767100000},
        {"18 มี.ค. 2024 13:05 -", 1710767100000},
        {"[18.03.24, 13:05:09]", 1710767109000},
        {"18.3.2024., 13:05 -", 1710767100000},
        {"18. 3. 2024 13:05 -", 1710767100000},
        {"18/03/2024 a las 13:05 -", 1710767100000},
        {"18/03/2024 1:05 sore -", 1710767100000},
        {"18/03/2024 11:05 siang -", 1710759900000},
        {"[18-Mar-2024, 13:05:09]", 1710767109000},
        {"18/Mar/2024, 13:05 -", 1710767100000},
        {"２０２４／３／１８ １３：０５ -", 1710767100000},
        {"[۱۴۰۳/۱/۱۵،\u200F ۱۴:۰۵:۰۶]", 1712153106000},
        {"[1399/12/30, 10:00:00]", 1616234400000},
        {"18 במרץ 2024, 13:05 -", 1710767100000},
        {"segunda-feira, 18 de março de 2024 às 13:05 -", 1710767100000},
        {"13. 6. 2018. 21:25:15", 1528925115000},
        {"\u200E[29.02.24, 23:59:59]", 1709251199000},
        {"29/02/2024, 12:00 am -", 1709164800000},
        {"29/02/2024, 12:00 pm -", 1709208000000},
        {"06/2018/13, 21:25 -", 1528925100000},
        {"30/12/2020 13:00 -", 1609333200000},
        {"18/03/2024, 7:30 PG -", 1710747000000},
        {"18/03/2024, 7:30 PTG -", 1710790200000},
        {"2024/3/18 下午 1:05 -", 1710767100000},
        {"18.3.2024 ip. 1.05 -", 1710767100000},
        {"09/17/19, 4:30:10 PM \u2013", 1568737810000},
        {"09/17/19, 4:30:10 p.m. \u2013", 1568737810000},
    };
    return cr_make_param_array(header_case, cases, sizeof cases / sizeof *cases);
}

static int64_t time_of(const when *w) {
    date_survey survey = {0};
    date_evidence evidence;
    date_survey_add(&survey, w);
    when_day day = when_day_of(w, date_survey_decide(&survey, INT64_MIN, &evidence), 0);
    return day.valid ? when_ms(w, day.day) : INT64_MIN;
}

ParameterizedTest(header_case *t, whatsapp_header, reads_the_layouts_of_all_phones) {
    char line[160];
    int len = snprintf(line, sizeof line, "%s Ana: the eighteenth of March, and words", t->head);
    whatsapp_header got;
    cr_assert(whatsapp_header_read(str_of(line, (size_t)len), &got), "%s", line);
    cr_assert_eq(time_of(&got.stamp), t->time, "%s: %lld", line, (long long)time_of(&got.stamp));
    cr_assert(str_starts(str_of(line + got.len, (size_t)len - got.len), STR("Ana: ")),
              "%s: rest %s", line, line + got.len);
}

Test(whatsapp_header, reads_the_same_from_a_memory_of_the_one_before) {
    static const char *const lines[] = {
        "18/03/2024, 13:05 - Ana: hello there, you",
        "18/03/2024, 13:06 - Ana: hello there, you",
        "18/03/2024, 9:06 pm - Ana: hello there, you",
        "18/03/2024, 13:06:07 - Ana: hello there, you",
        "18/03/2024, 25:06 - Ana: hello there, you",
        "19/03/2024, 13:06 - Ana: hello there, you",
        "19/03/2024, 13:06 Ana: hello there, all of you",
        "[19/03/2024, 13:06:07] Ana: hello there, you",
        "[19/03/2024, 23:06:07] Ana: hello there, you",
        "1/2/24 9:06 - Ana: hello there, you and him",
        "1/2/24 9:16 - Ana: hello there, you and him",
        "1/2/24 9:16 a. m. - Ana: hello there, you and him",
        "19/03/2024, 13:06 -Ana: hello there, you and him",
        "19/03/2024, 13:06 -  Ana: hello there, you and him",
    };
    header_memory memory = {0};
    for (size_t i = 0; i < 3 * sizeof lines / sizeof *lines; i++) {
        str line = str_from(lines[i * 5 % (sizeof lines / sizeof *lines)]);
        whatsapp_header with, without;
        bool found = whatsapp_header_recall(&memory, line, &with);
        cr_assert_eq(found, whatsapp_header_read(line, &without), "%s", line.at);
        if (!found) continue;
        cr_assert_eq(with.len, without.len, "%s", line.at);
        cr_assert_eq(with.form, without.form);
        cr_assert_eq(time_of(&with.stamp), time_of(&without.stamp), "%s", line.at);
        cr_assert_eq(whatsapp_header_shape(&with), whatsapp_header_shape(&without));
    }
}

Test(whatsapp_header, is_not_seen_where_there_is_none) {
    static const char *const lines[] = {
        "",
        "-",
        "[",
        "[]",
        "2 eggs and 3 onions",
        "12/12/19: Departure",
        "18/03/2024, 25:05 - Ana: hi",
        "18/13/2024, 13:05 - Ana: hi",
        "31/04/2024, 13:05 - Ana: hi",
        "18/03/2024, 13:65 - Ana: hi",
        "18/03/2024, 13h05 - Ana: hi",
        "18/03-2024, 13:05 - Ana: hi",
        "18/03/2024 13:05 Ana: hi",
        "0/0/2024, 13:05 - Ana: hi",
        "[18/03/2024, 13:05:00 Ana: hi",
        "192.168.100.10, 13:05 - Ana: hi",
        "18/03/2024, 13:05-Ana: hi",
        "hello, 18/03/2024, 13:05 - Ana: hi",
        "may 1 not be a header",
        "2024-01-02T10:00:00Z host: started",
        "[10:00:00] <ana> hi",
        "18/03/2024, 13:05 xx - Ana: hi",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        whatsapp_header got;
        cr_assert_not(whatsapp_header_read(str_from(lines[i]), &got), "%s", lines[i]);
    }
}

Test(whatsapp_header, shape_does_not_tell_padding_or_separators_apart) {
    whatsapp_header slash, point, seconds, year;
    cr_assert(whatsapp_header_read(STR("18/03/24, 13:05 - Ana: hi"), &slash));
    cr_assert(whatsapp_header_read(STR("18.3.24, 9:05 - Ana: hi"), &point));
    cr_assert(whatsapp_header_read(STR("18/03/24, 13:05:01 - Ana: hi"), &seconds));
    cr_assert(whatsapp_header_read(STR("18/03/2024, 13:05 - Ana: hi"), &year));
    cr_assert_eq(whatsapp_header_shape(&slash), whatsapp_header_shape(&point));
    cr_assert_neq(whatsapp_header_shape(&slash), whatsapp_header_shape(&seconds));
    cr_assert_neq(whatsapp_header_shape(&slash), whatsapp_header_shape(&year));
}

// Every byte of a time replaced by every other, behind a date that is remembered.
static void expect_the_same(const char *first, const char *second, size_t from) {
    for (size_t at = from; at < from + 13; at++)
        for (int byte = 0; byte < 256; byte++) {
            header_memory memory = {0};
            char line[64];
            snprintf(line, sizeof line, "%s", second);
            line[at] = (char)byte;
            whatsapp_header with, without;
            cr_assert(whatsapp_header_recall(&memory, str_from(first), &with));
            bool found = whatsapp_header_recall(&memory, str_of(line, strlen(second)), &with);
            cr_assert_eq(found, whatsapp_header_read(str_of(line, strlen(second)), &without));
            if (!found) continue;
            cr_assert_eq(with.len, without.len, "%zu %d", at, byte);
            cr_assert_eq(when_ms(&with.stamp, 0), when_ms(&without.stamp, 0), "%zu %d", at, byte);
            cr_assert_eq(whatsapp_header_shape(&with), whatsapp_header_shape(&without));
        }
}

Test(whatsapp_header, reads_the_same_time_with_and_without_memory) {
    expect_the_same("18/03/2024, 13:05 - Ana: hi, and more behind it",
                    "18/03/2024, 09:59 - Ana: hi, and more behind it", 12);
    expect_the_same("[18/03/24, 13:05:59] Ana: hi, and more behind it",
                    "[18/03/24, 23:59:08] Ana: hi, and more behind it", 11);
    expect_the_same("[3/18/24, 1:05:09 PM] Ana: hi, and more behind it",
                    "[3/18/24, 12:59:08 AM] Ana: hi, and more behind it", 10);
}

// All clocks, and with a byte of them changed to any other.
Test(whatsapp_header, has_a_second_of_the_day_when_its_clock_is_one) {
    static const char *const shapes[] = {"%02u:%02u:%02u] x", "%02u:%02u - xx"};
    size_t clocks = 0;
    for (unsigned n = 0; n < 2 * 100 * 100; n++) {
        header_form form = n % 2 ? FORM_DASH : FORM_BRACKET;
        unsigned hour = n / 2 / 100, minute = n / 2 % 100, second = n % 2 ? 0 : n % 61;
        char line[16] = "";
        snprintf(line, sizeof line, shapes[n % 2], hour, minute, second);
        if (n % 7 == 0) line[n % 11] = (char)(n * 31);
        header_clock clock = header_clock_read(line, form);
        uint64_t numbers = header_clock_numbers(line, form);
        bool usual = clock.len && !(line[0] == '2' && line[1] == '4');
        cr_assert_eq(header_is_clock(numbers), usual, "%s", line);
        if (!usual) continue;
        clocks++;
        cr_assert_eq(header_second(numbers),
                     (clock.hour * 60u + clock.minute) * 60u + clock.second);
        cr_assert_eq(clock.len, header_clock_len(form));
        if (n % 7)
            cr_assert(clock.hour == hour && clock.minute == minute && clock.second == second);
    }
    cr_assert_gt(clocks, 2000u);
}

// Behind a mark too, as phones write them.
Test(whatsapp_header, has_digits_of_any_script) {
    static const uint32_t zeros[] = {'0',   0x660, 0x6F0, 0x966, 0x9E6, 0xA66,  0xAE6,  0xBE6,
                                     0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0, 0xFF10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        char line[160] = "\u200E";
        size_t len = strlen(line);
        for (const char *c = "14/01/2021, 18:05 - "; *c; c++)
            len +=
                utf8_encode(*c >= '0' && *c <= '9' ? zeros[i] + (uint32_t)(*c - '0') : (uint32_t)*c,
                            line + len);
        whatsapp_header header = {0};
        cr_assert(whatsapp_header_read(str_of(line, len), &header), "U+%X", zeros[i]);
        cr_assert(header.len == len && header.stamp.hour == 18 && header.stamp.minute == 5);
    }
    whatsapp_header none = {0};
    cr_assert(!whatsapp_header_read(STR("\u043D\u0435\u0442 \u2019, \U0001F600 - "), &none));
}

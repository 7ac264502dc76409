#include "reader/whatsapp_line.h"

#include "reading.h"

extern const reader reader_whatsapp;

static uint32_t draw(uint32_t *state, uint32_t below) {
    *state = *state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(*state >> 8) * below >> 24);
}

enum { RECORDS = 40, LONGEST = 400 };

// A record with all that may stand in one, or between two.
static size_t random_record(char *out, bool bracket, int minute, uint32_t *state) {
    static const char *const words[] = {"yes",
                                        "of course",
                                        "<Media omitted>",
                                        "mail me@home",
                                        "caf\xC3\xA9",
                                        "ok.",
                                        ".",
                                        "\xF0\x9F\x98\x80",
                                        "(really)",
                                        "one two three four",
                                        "a  ",
                                        "\ttab",
                                        "two\nlines",
                                        "\xD0\xB4\xD0\xB0",
                                        "\xC3\x97 two",
                                        "no \xE2\x80\x8E mark",
                                        "This message was deleted",
                                        "here: https://maps.google.com/?q=52.1,5.1",
                                        "Missed voice call",
                                        "https://example.org/a/long/address/without/any/space",
                                        "three\n\nlines \nof words",
                                        "a list)\n- one>\n\xC3\xA9 two",
                                        "null \n \n",
                                        "so\n14/01/2000, 10:00 we met",
                                        "me\n@home",
                                        "a\nmark \xE2\x80\x8E below",
                                        "\nbelow",
                                        "quoted\r\nby phone"};
    enum { WORDS = sizeof words / sizeof *words };
    static const char *const names[] = {"Mila", "Noor", "Bo", "Alexandrina Victoria", "Zo\xC3\xAB"};
    const char *end = draw(state, 4) ? "" : "\r", *space = draw(state, 5) ? "" : " ";
    const char *first = words[draw(state, WORDS)],
               *then = draw(state, 3) ? "" : words[draw(state, WORDS)];
    const char *name = names[draw(state, 5)];
    int hour = minute / 60 % 25, day = 14 + minute / 1500;
    if (bracket)
        return (size_t)snprintf(out, LONGEST, "[%d/01/2000, %02d:%02d:%02d] %s: %s %s%s%s\n", day,
                                hour, minute % 60, minute % 59, name, first, then, space, end);
    return (size_t)snprintf(out, LONGEST, "%d/01/2000, %02d:%02d - %s: %s %s%s%s\n", day, hour,
                            minute % 60, name, first, then, space, end);
}

static void expect_alike(const message *a, const message *b) {
    cr_assert(str_equal(a->text, b->text), "\"%.*s\" and \"%.*s\"", (int)a->text.len, a->text.at,
              (int)b->text.len, b->text.at);
    cr_assert(str_equal(a->author, b->author));
    cr_assert(a->time == b->time && a->time_kind == b->time_kind && a->precision == b->precision);
    cr_assert(a->kind == b->kind && a->flags == b->flags && a->lenient == b->lenient);
}

// The first record of a chat is never read as one line like the one before.
Test(whatsapp_line, is_read_in_a_chat_as_it_is_alone_and_with_others) {
    static char all[RECORDS * LONGEST];
    uint32_t state = 11;
    for (int round = 0; round < 40; round++) {
        size_t start[RECORDS + 1] = {0};
        int minute = 0;
        for (int i = 0; i < RECORDS; i++) {
            minute += (int)draw(&state, 3) * (draw(&state, 8) ? 1 : 200);
            start[i + 1] = start[i] + random_record(all + start[i], round % 2, minute, &state);
        }
        reading whole = read_through(&reader_whatsapp, str_of(all, start[RECORDS]), NULL);
        cr_assert_eq(whole.count, RECORDS);
        uint64_t line = 1;
        for (int i = 0; i < RECORDS; i++) {
            cr_assert_eq(whole.messages[i].line, line);
            for (size_t at = start[i]; at < start[i + 1]; at++) line += all[at] == '\n';
            str one = str_of(all + start[i], start[i + 1] - start[i]);
            reading alone = read_through(&reader_whatsapp, one, NULL);
            cr_assert_eq(alone.count, 1);
            expect_alike(&whole.messages[i], &alone.messages[0]);
            reading_release(&alone);
        }
        reading many =
            read_by(&reader_whatsapp, str_of(all, start[RECORDS]), NULL, 1 + (size_t)round % 9);
        cr_assert_eq(many.count, RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            expect_alike(&whole.messages[i], &many.messages[i]);
            cr_assert_eq(whole.messages[i].line, many.messages[i].line);
        }
        reading_release(&many);
        reading_release(&whole);
    }
}

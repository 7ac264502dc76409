#include "reader/whatsapp_phrases.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

static str text_of(const whatsapp_phrase *p) { return str_of(p->text, p->len); }

Test(whatsapp_phrases, stand_in_byte_order_and_are_folded_as_lines_are) {
    for (size_t i = 0; i < whatsapp_phrase_count; i++) {
        char room[PHRASE_ROOM];
        str text = text_of(&whatsapp_phrases[i]);
        cr_assert(str_equal(whatsapp_phrase_fold(text, room), str_trim(text)), "%s", text.at);
        cr_assert_eq(text.len, strlen(text.at));
        if (i) cr_assert(str_compare(text_of(&whatsapp_phrases[i - 1]), text) <= 0, "%s", text.at);
    }
}

Test(whatsapp_phrases, are_found_as_they_stand_and_pass_the_filter) {
    for (size_t i = 0; i < whatsapp_phrase_count; i++) {
        const whatsapp_phrase *p = &whatsapp_phrases[i];
        char line[PHRASE_ROOM];
        bool anywhere = p->match == MATCH_PART || p->match == MATCH_WEAK,
             open = p->match == MATCH_PREFIX;
        int len = snprintf(line, sizeof line, "%s%s%s%s", anywhere ? "Bo" : "", p->text,
                           p->kind == PHRASE_POLL ? ":"
                           : open                 ? "x"
                                                  : "",
                           p->then);
        str whole = str_of(line, (size_t)len);
        switch (p->match) {
        case MATCH_FULL:
        case MATCH_PREFIX:
            cr_assert(whatsapp_phrase_may_begin(whole) && whatsapp_phrase_begins(whole), "%s",
                      line);
            cr_assert_neq(whatsapp_phrase_line(whole), PHRASE_NONE, "%s", line);
            break;
        case MATCH_INSIDE:
            cr_assert_neq(whatsapp_phrase_inside(whole), PHRASE_NONE, "%s", line);
            break;
        case MATCH_PART: cr_assert(whatsapp_phrase_in(whole, false), "%s", line); break;
        default:
            cr_assert(whatsapp_phrase_in(whole, true) && !whatsapp_phrase_in(STR("x"), true), "%s",
                      line);
        }
    }
}

Test(whatsapp_phrases, begin_no_line_that_only_its_first_letters_are_those_of) {
    cr_assert(whatsapp_phrase_begins(STR("Местоположение в реално време споделено")));
    cr_assert(whatsapp_phrase_begins(STR("Missed voice call at 10")));
    cr_assert(!whatsapp_phrase_begins(STR("Местами солнечно")));
    cr_assert(!whatsapp_phrase_begins(STR("you're not a burden")));
}

typedef struct line_case {
    char line[96];
    int kind;
} line_case;

ParameterizedTestParameters(whatsapp_phrases, say_what_a_line_is) {
    static line_case cases[] = {
        {"image omitted", PHRASE_MEDIA},
        {"Image Omitted.", PHRASE_MEDIA},
        {"\u200Eimage\u00A0omitted", PHRASE_MEDIA},
        {"image omitted?", PHRASE_NONE},
        {"an image omitted", PHRASE_NONE},
        {"ДАННОЕ СООБЩЕНИЕ УДАЛЕНО", PHRASE_DELETED},
        {"Данное сообщение удалено.", PHRASE_DELETED},
        {"This message was deleted by admin Bo", PHRASE_DELETED},
        {"This message was deleted, was it?", PHRASE_NONE},
        {"Missed voice call at 10", PHRASE_CALL},
        {"POLL:", PHRASE_POLL},
        {"SONDAGE :", PHRASE_POLL},
        {"Poll results are in", PHRASE_NONE},
        {"Your security code with Bo changed. Tap to learn more.", PHRASE_SYSTEM},
        {"Your security code with Bo", PHRASE_NONE},
        {"মিডিয়া", PHRASE_NONE},
        {"null", PHRASE_MEDIA},
        {"nul", PHRASE_NONE},
        {"", PHRASE_NONE},
    };
    return cr_make_param_array(line_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(line_case *t, whatsapp_phrases, say_what_a_line_is) {
    cr_assert_eq((int)whatsapp_phrase_line(str_from(t->line)), t->kind, "%s", t->line);
}

Test(whatsapp_phrases, do_not_care_how_a_dotted_letter_is_written) {
    // YA with a dot as one character and as two
    cr_assert_eq(whatsapp_phrase_line(STR("ইমেজ বাদ দেও\u09DFা হ\u09DFেছে")), PHRASE_MEDIA);
    cr_assert_eq(whatsapp_phrase_line(STR("ইমেজ বাদ দেও\u09AF\u09BCা হ\u09AF\u09BCেছে")),
                 PHRASE_MEDIA);
}

Test(whatsapp_phrases, need_no_sign_only_when_people_do_not_say_them) {
    cr_assert(whatsapp_phrase_in(STR("Bo changed the subject to \"x\""), false));
    cr_assert_not(whatsapp_phrase_in(STR("Bo left"), false));
    cr_assert(whatsapp_phrase_in(STR("Bo left"), true));
}

Test(whatsapp_phrases, fold_no_more_than_fits) {
    char line[3000], room[PHRASE_ROOM];
    for (size_t i = 0; i + 3 <= sizeof line; i += 3) memcpy(line + i, "\u09DF", 3);
    cr_assert_leq(whatsapp_phrase_fold(str_of(line, sizeof line), room).len, PHRASE_ROOM);
    memset(line, 'A', sizeof line);
    cr_assert_eq(whatsapp_phrase_fold(str_of(line, sizeof line), room).len, PHRASE_ROOM);
}

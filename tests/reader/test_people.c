#include "reader/people.h"
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <stdio.h>

static taken take_alias(const char *log, const char *aliases, const char *me) {
    const char *folder = packed_folder();
    char alias[600];
    snprintf(alias, sizeof alias, "%s", packed_file(folder, "aliases", str_from(aliases)));
    const char *path = packed_file(folder, "log", str_from(log));
    taken t = take_paths(&path, 1, (intake_options){.alias = alias, .reader.me = me}, 0);
    packed_remove(folder);
    return t;
}

#define ROW(speaker, text) "c,,,,," speaker ",,,text,," text "\n"
#define MENTION(speaker, who, text) "c,,,,," speaker ",," who ",text,," text "\n"

Test(people, are_the_same_whatever_marks_and_composition_their_name_has) {
    // U+202A … U+202C around it, spaces, and o with a combining diaeresis.
    taken t = take_text(HEAD ROW("Zo\xC3\xAB", "a") ROW("\xE2\x80\xAAZo\xC3\xAB\xE2\x80\xAC", "b")
                            ROW(" Zo\xC3\xAB\xC2\xA0", "c") ROW("Zoe\xCC\x88", "d")
                                ROW("zo\xC3\xAB", "e"),
                        (intake_options){0});
    expect_events(&t, "<c|Zo\xC3\xAB:a|Zo\xC3\xAB:b|Zo\xC3\xAB:c|Zo\xC3\xAB:d|zo\xC3\xAB:e|+>");
}

Test(people, are_one_under_the_names_that_an_alias_gives_them) {
    taken t = take_alias(HEAD ROW("Ada", "a") ROW("+49 151", "b") ROW("A. L.", "c") ROW("Ben", "d"),
                         "name,alias\r\nAda,+49 151\nAda,\"A. L.\"\n", NULL);
    expect_events(&t, "<c|Ada:a|Ada:b|Ada:c|Ben:d|+>");
    taken whole = take_alias(HEAD ROW("Old", "a") ROW("Older", "b"),
                             "New \"N\",Old\nNew \"N\",Older\n", NULL);
    expect_events(&whole, "<c|New \"N\":a|New \"N\":b|+>");
}

Test(people, may_have_quotes_in_the_file_of_aliases) {
    taken t = take_alias(
        HEAD ROW("x", "a") ROW("y", "b") ROW("z", "c"),
        "\xEF\xBB\xBFNAME,Alias\n\"Ann \"\"A\"\" Lee\",x\n\n\"Bo, \"\"\",\"y\"\nCy,z", NULL);
    expect_events(&t, "<c|Ann \"A\" Lee:a|Bo, \":b|Cy:c|+>");
}

Test(people, may_be_called_name_behind_the_first_line_of_the_file_of_aliases) {
    taken t = take_alias(HEAD ROW("x", "a") ROW("y", "b") ROW("w", "c"),
                         "Ada,x\nname,y\n\"D\"\"\",\"w\"", NULL);
    expect_events(&t, "<c|Ada:a|name:b|D\":c|+>");
}

Test(people, may_have_quotes_in_the_file_of_aliases_that_nothing_ends) {
    taken t = take_alias(HEAD ROW("A", "a") ROW("A\"", "b") ROW("C", "c"),
                         "Ada,\"A\"\"\nCleo,\"C\n", NULL);
    expect_events(&t, "<c|A:a|Ada:b|Cleo:c|+>");
}

Test(people, are_read_behind_a_byte_order_mark) {
    taken t = take_alias(HEAD ROW("x", "a"),
                         "\xEF\xBB\xBF"
                         "Ada,x\n",
                         NULL);
    expect_events(&t, "<c|Ada:a|+>");
}

// A message that addresses so many others: those before the limit are taken.
static uint32_t addressed(int others, const char *between, bool marked) {
    buf log = {0}, list = {0};
    buf_add(&log, STR(HEAD));
    for (int i = 0; i < others; i++) {
        buf_printf(&log, ROW("n%d", "x"), i);
        buf_printf(&list, "%s%sn%d", i ? between : "", marked ? "" : "@", i);
    }
    buf_add_char(&list, '\0');
    buf_printf(&log, marked ? MENTION("Ada", "%s", "y") : ROW("Ada", "%s"), list.at);
    buf_add_char(&log, '\0');
    taken t = take_text(log.at, (intake_options){0});
    uint32_t found = 0;
    size_t begin = t.events.len;
    while (t.events.at[begin - 1] != ':') begin--;
    for (; begin < t.events.len; begin++) found += t.events.at[begin] == '@';
    taken_release(&t);
    buf_release(&log);
    buf_release(&list);
    return found - (marked ? 0 : (uint32_t)others); // those of the text itself
}

Test(people, are_addressed_by_32_at_signs_or_256_marks_of_a_message) {
    for (int others = 31; others <= 33; others++)
        cr_expect_eq(addressed(others, " ", false), (uint32_t)(others < 32 ? others : 32), "%d",
                     others);
    for (int others = 255; others <= 257; others++)
        cr_expect_eq(addressed(others, ";", true), (uint32_t)(others < 256 ? others : 256), "%d",
                     others);
    cr_expect_eq(addressed(1000, " ", false), 32);
    cr_expect_eq(addressed(1000, ";", true), 256);
}

Test(people, are_found_behind_an_at_sign_by_names_of_200_bytes) {
    for (int len = 199; len <= 201; len++) {
        char name[202], log[800], wanted[1100];
        memset(name, 'n', sizeof name);
        name[len] = '\0';
        snprintf(log, sizeof log, HEAD ROW("%s", "x") ROW("Bo", "@%s!"), name, name);
        snprintf(wanted, sizeof wanted, "<c|%s:x|Bo:@%s!%s%s|+>", name, name, len <= 200 ? "@" : "",
                 len <= 200 ? name : "");
        taken t = take_text(log, (intake_options){0});
        expect_events(&t, wanted);
    }
}

Test(people, are_called_by_their_name_when_the_log_says_you) {
    taken told = take_alias(HEAD ROW("You", "a") ROW("Ada", "b")
                                ROW("\xED\x9A\x8C\xEC\x9B\x90\xEB\x8B\x98", "c"),
                            "", "Ada");
    expect_events(&told, "<c|Ada:a|Ada:b|Ada:c|+>");
    taken untold = take_alias(HEAD ROW("You", "a") ROW("Ada", "b"), "", NULL);
    expect_events(&untold, "<c|You:a|Ada:b|+>");
    taken both = take_alias(HEAD ROW("You", "a") ROW("Ada", "b"), "Countess,Ada\n", "Ada");
    expect_events(&both, "<c|Countess:a|Countess:b|+>");
}

Test(people, are_found_behind_an_at_sign_when_they_are_known) {
    taken t = take_text(HEAD ROW("Ann", "x") ROW("Ann Lee", "y") ROW("Bo", "@Ann Lee and @Ann")
                            ROW("Bo", "@Anna bo@Ann.org @") ROW("Bo", "(@Ann)") ROW("Bo", "@Zed"),
                        (intake_options){0});
    expect_events(&t, "<c|Ann:x|Ann Lee:y|Bo:@Ann Lee and @Ann@Ann Lee@Ann|Bo:@Anna bo@Ann.org "
                      "@|Bo:(@Ann)@Ann|Bo:@Zed|+>");
}

Test(people, are_addressed_once_by_a_message) {
    taken t = take_text(HEAD ROW("Ann", "x") ROW("Cy", "@Ann! @Ann and @ann: @Ann")
                            ROW("Bo", "@Cy @Ann @Cy @Ann") MENTION("Bo", "Ann;Cy;Ann", "y"),
                        (intake_options){0});
    expect_events(&t, "<c|Ann:x|Cy:@Ann! @Ann and @ann: @Ann@Ann|Bo:@Cy @Ann @Cy @Ann@Cy@Ann|"
                      "Bo:y@Ann@Cy|+>");
}

Test(people, are_found_behind_an_at_sign_as_whole_words_alone) {
    // The ends of each range of what goes on in a word, and their neighbors that do not.
    static const char *const inside[] = {"0", "9", "a", "z", "A", "Z", "_", "\u00e9"},
                             *const outside[] = {"/", ":", "`", "{", "@", "[", "-", "!", ""};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        char log[300], wanted[300];
        snprintf(log, sizeof log, HEAD ROW("Ann", "x") ROW("Bo", "@Ann%s %s@Ann"), inside[i],
                 inside[i]);
        snprintf(wanted, sizeof wanted, "<c|Ann:x|Bo:@Ann%s %s@Ann|+>", inside[i], inside[i]);
        taken t = take_text(log, (intake_options){0});
        expect_events(&t, wanted);
    }
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        char log[300], wanted[300];
        snprintf(log, sizeof log, HEAD ROW("Ann", "x") ROW("Bo", "@Ann%s") ROW("Bo", "a %s@Ann"),
                 outside[i], outside[i]);
        snprintf(wanted, sizeof wanted, "<c|Ann:x|Bo:@Ann%s@Ann|Bo:a %s@Ann@Ann|+>", outside[i],
                 outside[i]);
        taken t = take_text(log, (intake_options){0});
        expect_events(&t, wanted);
    }
}

Test(people, may_be_addressed_before_they_speak) {
    taken t = take_text(HEAD MENTION("Ann", "Bo;Cy", "hello") ROW("Bo", "you")
                            MENTION("Cy", "Ann", "and you"),
                        (intake_options){0});
    expect_events(&t, "<c|Ann:hello@Bo@Cy|Bo:you|Cy:and you@Ann|+>");
}

Test(people, may_have_names_of_one_letter) {
    taken t = take_text(HEAD ROW("A", "x") ROW("B", "@A and @C") MENTION("A", "B;;C", "y")
                            MENTION("C", "A", "z"),
                        (intake_options){0});
    expect_events(&t, "<c|A:x|B:@A and @C@A|A:y@B@C|C:z@A|+>");
}

Test(people, are_apart_when_their_ids_are) {
    const char *log = "{\"name\":\"g\",\"type\":\"private_group\",\"id\":7,\"messages\":["
                      "{\"id\":1,\"type\":\"message\",\"date\":\"2024-03-01T10:00:00\",\"from\":"
                      "\"Ann\",\"from_id\":\"user1\",\"text\":\"a\"},"
                      "{\"id\":2,\"type\":\"message\",\"date\":\"2024-03-01T10:01:00\",\"from\":"
                      "\"Ann\",\"from_id\":\"user2\",\"text\":\"b\"},"
                      "{\"id\":3,\"type\":\"message\",\"date\":\"2024-03-01T10:02:00\",\"from\":"
                      "\"Anna\",\"from_id\":\"user1\",\"text\":\"c\"}]}";
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "result.json", str_from(log));
    inputs *in = inputs_new(&path, 1, &(input_options){0});
    error err = {0};
    intake_options o = {
        .reader.max_record = LIMIT_RECORD, .max_memory = LIMIT_MEMORY, .max_rejects = -1};
    intake *job = intake_new(in, &o, &err);
    arena keep = {0};
    conversation *c = NULL;
    message m;
    uint32_t speakers[3] = {9, 9, 9};
    for (intake_result r; (r = intake_next(job, &keep, &m, &c, &err)) != INTAKE_DONE;) {
        if (r == INTAKE_MESSAGE && m.number <= 3) speakers[m.number - 1] = m.speaker;
        if (r == INTAKE_END) conversation_free(c);
    }
    cr_assert(speakers[0] == 0 && speakers[1] == 1 && speakers[2] == 0);
    arena_release(&keep);
    intake_free(job);
    inputs_free(in);
    packed_remove(folder);
}

Test(people, of_the_system_are_nobody) {
    taken t =
        take_text(HEAD "c,,,,,Group,,,system,,made\n" ROW("Ann", "a") "c,,,,,Ann,,,system,,left\n",
                  (intake_options){0});
    expect_events(&t, "<c|:made(system)|Ann:a|Ann:left(system)|+>");
}

// Speakers of messages made here, one after the other.
typedef struct crowd {
    people p;
    conversation *c;
} crowd;

static crowd crowd_of(const char *only) {
    crowd w = {.c = calloc(1, sizeof(conversation))};
    error err = {0};
    cr_assert(people_init(&w.p, &(intake_options){.only = only}, &err));
    return w;
}

static void disperse(crowd *w) {
    people_release(&w->p);
    conversation_free(w->c);
}

static uint32_t speaker_of(crowd *w, const char *id, const char *name, message_kind kind) {
    message m = {.author_id = str_from(id), .author = str_from(name), .kind = (uint8_t)kind};
    return people_speaker(&w->p, w->c, &m);
}

static uint32_t marked_by(crowd *w, const char *who) {
    str list[] = {str_from(who)};
    message m = {.author_id = STR("u9"), .mentioned = list, .mentioned_count = 1};
    arena keep = {0};
    uint32_t count;
    const uint32_t *found = people_mentions(&w->p, w->c, &m, &keep, &count);
    uint32_t first = found ? found[0] : INTERN_NONE;
    arena_release(&keep);
    return first;
}

static void expect_shown(const crowd *w, uint32_t speaker, const char *name) {
    cr_assert_lt(speaker, w->c->speakers.count);
    str shown = w->c->speaker_names[speaker];
    cr_expect(str_equal(shown, str_from(name)), "%.*s", (int)shown.len, shown.at);
}

Test(people, without_a_name_are_shown_by_their_id_and_by_the_name_once_it_comes) {
    crowd w = crowd_of(NULL);
    cr_expect_eq(speaker_of(&w, "u1", "", KIND_TEXT), 0);
    expect_shown(&w, 0, "u1");
    cr_expect_eq(marked_by(&w, "u2"), 1);
    expect_shown(&w, 1, "u2");
    cr_expect_eq(speaker_of(&w, "u2", "Bo", KIND_TEXT), 1);
    expect_shown(&w, 1, "Bo");
    cr_expect_eq(speaker_of(&w, "u1", "Ann", KIND_TEXT), 0);
    expect_shown(&w, 0, "Ann");
    cr_expect_eq(speaker_of(&w, "u1", "Anna", KIND_TEXT), 0);
    expect_shown(&w, 0, "Ann"); // the first name stays
    cr_expect_eq(marked_by(&w, "Ann"), 0);
    cr_expect_eq(marked_by(&w, "Bo"), 1);
    disperse(&w);
}

Test(people, are_nobody_when_their_name_is_nothing_but_marks) {
    crowd w = crowd_of(NULL);
    cr_expect_eq(speaker_of(&w, "", "\xE2\x80\xAA \xE2\x80\xAC", KIND_TEXT), INTERN_NONE);
    cr_expect_eq(speaker_of(&w, "", "", KIND_TEXT), INTERN_NONE);
    cr_expect_eq(w.c->speakers.count, 0);
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_TEXT), 0);
    disperse(&w);
}

Test(people, whom_only_leaves_out_are_one_who_is_nobody_to_the_system_until_one_speaks) {
    crowd w = crowd_of("Ann");
    cr_expect_eq(speaker_of(&w, "", "Bo", KIND_SYSTEM), INTERN_NONE);
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_SYSTEM), INTERN_NONE);
    cr_expect_eq(w.c->speakers.count, 0);
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_TEXT), 0);
    cr_expect_eq(speaker_of(&w, "", "Bo", KIND_TEXT), 1);
    cr_expect_eq(w.c->other, 2);
    cr_expect_eq(speaker_of(&w, "u3", "Cy", KIND_TEXT), 1);
    cr_expect_eq(speaker_of(&w, "", "Dot", KIND_SYSTEM), 1);
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_SYSTEM), 0);
    expect_shown(&w, 0, "Ann");
    expect_shown(&w, 1, "other");
    cr_expect_eq(marked_by(&w, "Eve"), 1);
    cr_expect_eq(marked_by(&w, "Ann"), 0);
    cr_expect_eq(w.c->speakers.count, 2);
    disperse(&w);
}

Test(people, are_apart_when_one_name_ends_like_the_one_before) {
    crowd w = crowd_of(NULL);
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_TEXT), 0);
    cr_expect_eq(speaker_of(&w, "", "nn", KIND_TEXT), 1);
    cr_expect_eq(speaker_of(&w, "", "n", KIND_TEXT), 2);
    cr_expect_eq(speaker_of(&w, "u", "Ann", KIND_TEXT), 3);
    cr_expect_eq(speaker_of(&w, "u", "nn", KIND_TEXT), 3); // of one id
    cr_expect_eq(speaker_of(&w, "", "Ann", KIND_TEXT), 0);
    disperse(&w);
}

static uint32_t called(crowd *w, const char *text) {
    message m = {.author = STR("Zed"), .text = str_from(text)};
    arena keep = {0};
    uint32_t count;
    const uint32_t *found = people_mentions(&w->p, w->c, &m, &keep, &count);
    uint32_t first = found ? found[0] : INTERN_NONE;
    arena_release(&keep);
    return first;
}

Test(people, who_write_under_their_key_are_kept_once) {
    crowd w = crowd_of(NULL);
    for (uint32_t i = 0; i < 200; i++) {
        char name[] = {'N', (char)('a' + i % 10), (char)('a' + i / 10 % 10), '\0'};
        cr_expect_eq(speaker_of(&w, "", name, KIND_TEXT), i % 100);
    }
    cr_expect_eq(w.p.faces.count, 0);
    cr_expect_eq(w.p.names.count, 0);
    cr_expect_eq(called(&w, "@Ncb hi"), 12);
    cr_expect_eq(speaker_of(&w, "", " Ncb", KIND_TEXT), 12);
    cr_expect_eq(w.p.faces.count, 1);
    disperse(&w);
}

// Of two of one name the first is meant, whether the log has an id for it or not.
Test(people, of_one_name_are_found_by_who_came_first) {
    crowd w = crowd_of(NULL);
    cr_expect_eq(speaker_of(&w, "u1", "Bo", KIND_TEXT), 0);
    cr_expect_eq(speaker_of(&w, "", "Bo", KIND_TEXT), 1);
    cr_expect_eq(speaker_of(&w, "", "Cy", KIND_TEXT), 2);
    cr_expect_eq(speaker_of(&w, "u2", "Cy", KIND_TEXT), 3);
    cr_expect_eq(called(&w, "@Bo hi"), 0);
    cr_expect_eq(called(&w, "@Cy hi"), 2);
    cr_expect_eq(called(&w, "@\1u2 hi"), INTERN_NONE);
    disperse(&w);
}

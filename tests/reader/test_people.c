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

#include "report/scene.h"

#include "report/rows.h"

static const char *read_rows(scene *s, attune_task task, const line *lines, size_t count,
                             time_kind kind) {
    scene_start(s, task, NULL);
    scene_begin(s, "home", kind);
    for (size_t i = 0; i < count; i++) cr_assert(scene_say(s, &lines[i]));
    scene_end(s);
    return scene_finish(s);
}

static const line lines[] = {
    {"Ada", .time = AT(0, 10, 0, 0) + 5, .text = "one, \"two\"\nthree", .flags = 1 | 16,
     .mentions = "Ben", .offset = 90},
    {"Ben", .time = AT(0, 10, 1, 0), "R.DIRECT/T.LOVE@0.90", .text = "=1+1", .reply_to = "1",
     .offset = 60},
    {"Cleo", .time = AT(0, 10, 2, 0), .text = "joined", .kind = KIND_SYSTEM},
    {NULL, .time = AT(0, 10, 3, 0), .text = "moved", .kind = KIND_SYSTEM},
};

Test(rows, are_data_for_the_next_stage) {
    scene s = {0};
    const char *all = read_rows(&s, ATTUNE_READ, lines, 4, TIME_OFFSET);
    cr_assert_str_eq(all, "conversation,message,time,time_kind,precision_s,speaker,reply_to,"
                          "mentions,kind,flags,text\n"
                          "home,1,2024-01-01T11:30:00.005+01:30,offset,1,S1,,S2,text,forwarded;"
                          "media,\"one, \"\"two\"\"\nthree\"\n"
                          "home,2,2024-01-01T11:01:00+01:00,offset,1,S2,1,,text,,=1+1\n"
                          "home,3,2024-01-01T10:02:00+00:00,offset,1,,,,system,,joined\n"
                          "home,4,2024-01-01T10:03:00+00:00,offset,1,,,,system,,moved\n");
    scene_release(&s);
}

Test(rows, have_names_only_when_asked) {
    scene s = {.options.names = ATTUNE_NAMES_RAW};
    const char *all = read_rows(&s, ATTUNE_READ, lines, 4, TIME_LOCAL);
    cr_assert(strstr(all, "home,1,2024-01-01T10:00:00.005,local,1,Ada,,Ben,text,"), "%s", all);
    cr_assert(strstr(all, "home,3,2024-01-01T10:02:00,local,1,Cleo,,,system,"), "%s", all);
    scene_release(&s);
}

Test(rows, carry_codes_after_classify) {
    scene s = {0};
    const char *all = read_rows(&s, ATTUNE_CLASSIFY, lines, 2, TIME_UTC);
    cr_assert(strstr(all, ",text,codes,rules\n"), "%s", all);
    cr_assert(strstr(all, ",=1+1,R.DIRECT/T.LOVE@0.90,\n"), "%s", all);
    scene_release(&s);
}

Test(rows, leave_cells_empty_without_times) {
    scene s = {0};
    const char *all =
        read_rows(&s, ATTUNE_READ, &(line){"Ada", .time = 0, .text = "hi"}, 1, TIME_NONE);
    cr_assert(strstr(all, "\nhome,1,,none,,S1,,,text,,hi\n"), "%s", all);
    scene_release(&s);
}

Test(rows, show_tokens_with_their_places_and_categories) {
    attune_options run = {.task = ATTUNE_TOKENS, .out = tmpfile()};
    error err = {0};
    scene_book.categories[0] = STR("laughter");
    scene_book.categories[3] = STR("hedge");
    report *r = report_new(&(report_options){.run = &run, .book = &scene_book}, &err);
    conversation talk = {.number = 1, .id = STR("7")};
    message m = {.text = STR("HA, ok"), .id = STR("m1"), .speaker = INTERN_NONE, .kind = KIND_TEXT};
    token_row of_text[] = {
        {.token = STR("HA"),
         .folded = STR("ha"),
         .start = 0,
         .end = 2,
         .kind = TOKEN_WORD,
         .categories = 9},
        {.token = STR(","), .folded = STR(","), .start = 2, .end = 3, .kind = TOKEN_PUNCTUATION},
    };
    coding none = {.count = 0};
    cr_assert(report_begin(r, &talk, &err));
    placement where = {.addressee = NO_SPEAKER};
    report_message(r, &(report_entry){.message = &m,
                                      .analysis = &(analysis){0},
                                      .codes = &none,
                                      .where = &where,
                                      .tokens = of_text,
                                      .token_count = 2});
    cr_assert(report_stands(r, &err));
    cr_assert(report_commit(r, NULL, &err));
    cr_assert(report_finish(r, &(attune_counts){0}, NULL, &err));
    char got[512] = "";
    rewind(run.out);
    got[fread(got, 1, sizeof got - 1, run.out)] = '\0';
    cr_assert_str_eq(got, "conversation,message,token,start,end,kind,folded,categories\n"
                          "7,m1,HA,0,2,word,ha,laughter;hedge\n"
                          "7,m1,\",\",2,3,punctuation,\",\",\n");
    report_free(r);
    fclose(run.out);
}

// A ; between names must not be taken for one within a name.
Test(rows, escape_the_separator_in_names) {
    static const line mention[] = {{"Ben;no, \\o/", .time = AT(0, 9, 0, 0), .text = "hi"},
                                   {"Ada", .time = AT(0, 10, 0, 0), .mentions = "Ben;no, \\o/"}};
    scene s = {.options.names = ATTUNE_NAMES_RAW};
    const char *all = read_rows(&s, ATTUNE_READ, mention, 2, TIME_LOCAL);
    cr_assert(strstr(all, ",\"Ben;no, \\o/\",,,text,"), "%s", all);
    cr_assert(strstr(all, ",Ada,,\"Ben\\;no, \\\\o/\",text,"), "%s", all);
    scene_release(&s);
}

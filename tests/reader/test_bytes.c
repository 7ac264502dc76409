// Bytes that are no UTF-8, or hardly, in the text of a message: each maximal subpart becomes one
// U+FFFD (Unicode 15, 3.9), whatever the size of the pieces that are read and whatever follows.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

#define ROW(speaker, text) "c,,,,," speaker ",,,text,," text "\n"

typedef struct bytes_case {
    char in[16], out[24];
    size_t in_len, out_len;
} bytes_case;

// What stands on the right is what Python's decoder makes of it, bytes.decode("utf-8", "replace"),
// but for NUL.
ParameterizedTestParameters(bytes, are_replaced_alike_whatever_the_pieces) {
    static bytes_case cases[] = {
        {"\200", "\uFFFD", 1, 3},
        {"\277", "\uFFFD", 1, 3},
        {"\302", "\uFFFD", 1, 3},
        {"\300\200", "\uFFFD\uFFFD", 2, 6},
        {"\301\277", "\uFFFD\uFFFD", 2, 6},
        {"\340\200\200", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\340\237\277", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\360\200\200\200", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, 12},
        {"\360\217\277\277", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, 12},
        {"\370\210\200\200\200", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 5, 15},
        {"\374\204\200\200\200\200", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 6, 18},
        {"\376", "\uFFFD", 1, 3},
        {"\377", "\uFFFD", 1, 3},
        {"\376\377", "\uFFFD\uFFFD", 2, 6},
        {"\377\376", "\uFFFD\uFFFD", 2, 6},
        {"\355\240\200", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\355\257\277", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\355\260\200", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\355\277\277", "\uFFFD\uFFFD\uFFFD", 3, 9},
        {"\355\240\200\355\260\200", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 6, 18},
        {"\355\255\277\355\277\277", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 6, 18},
        {"\364\220\200\200", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, 12},
        {"\367\277\277\277", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, 12},
        {"\365\200", "\uFFFD\uFFFD", 2, 6},
        {"\302a", "\uFFFDa", 2, 4},
        {"\302\302", "\uFFFD\uFFFD", 2, 6},
        {"\341\200", "\uFFFD", 2, 3},
        {"\341\200a", "\uFFFDa", 3, 4},
        {"\341\200\302\200", "\uFFFD\302\200", 4, 5},
        {"\341", "\uFFFD", 1, 3},
        {"\341a", "\uFFFDa", 2, 4},
        {"\341\341\200\200", "\uFFFD\341\200\200", 4, 6},
        {"\357\277", "\uFFFD", 2, 3},
        {"\361\200\200", "\uFFFD", 3, 3},
        {"\361\200\200a", "\uFFFDa", 4, 4},
        {"\361\200", "\uFFFD", 2, 3},
        {"\361", "\uFFFD", 1, 3},
        {"\361\200\341\200\200", "\uFFFD\341\200\200", 5, 6},
        {"\360\237\230", "\uFFFD", 3, 3},
        {"\360\220\200", "\uFFFD", 3, 3},
        {"\364\217\277", "\uFFFD", 3, 3},
        {"\303\251\251", "\303\251\uFFFD", 3, 5},
        {"\303\251\303", "\303\251\uFFFD", 3, 5},
        {"\342\202\254\200", "\342\202\254\uFFFD", 4, 6},
        {"\342\202\342\202\254", "\uFFFD\342\202\254", 5, 6},
        {"\360\237\230\212\212", "\360\237\230\212\uFFFD", 5, 7},
        {"a\200b", "a\uFFFDb", 3, 5},
        {"a\200\200b", "a\uFFFD\uFFFDb", 4, 8},
        {"\303", "\uFFFD", 1, 3},
        {"\337", "\uFFFD", 1, 3},
        {"\337\277\277", "\337\277\uFFFD", 3, 5},
        {"\340\240", "\uFFFD", 2, 3},
        {"\340\240\200", "\340\240\200", 3, 3},
        {"\355\237\277", "\355\237\277", 3, 3},
        {"\356\200\200", "\356\200\200", 3, 3},
        {"\357\277\275", "\uFFFD", 3, 3},
        {"\357\277\276", "\357\277\276", 3, 3},
        {"\357\277\277", "\357\277\277", 3, 3},
        {"\357\273\277", "\357\273\277", 3, 3},
        {"\360\237\277\276", "\360\237\277\276", 4, 4},
        {"\364\217\277\277", "\364\217\277\277", 4, 4},
        {"a\361\200\200\341\200\302b\200c\200\277d", "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd", 13,
         22},
        {"\341\240\300\200", "\uFFFD\uFFFD\uFFFD", 4, 9},
        {"\000", "\uFFFD", 1, 3},
        {"a\000b", "a\uFFFDb", 3, 5},
        {"a\000\000", "a\uFFFD\uFFFD", 3, 7},
    };
    return cr_make_param_array(bytes_case, cases, sizeof cases / sizeof *cases);
}

static const struct {
    const char *name, *before, *behind, *events, *events_behind;
} logs[] = {
    {"csv", HEAD ROW("B", "x") "c,,,,,A,,,text,,", "\n" ROW("B", "y"), "<c|B:x|A:", "|B:y|+>"},
    {"whatsapp", "14/02/2024, 10:00 - B: x\n14/02/2024, 10:01 - A: ",
     "\n14/02/2024, 10:02 - B: y\n14/02/2024, 10:03 - B: z\n", "<1|B:x|A:", "|B:y|B:z|+>"},
    {"transcript", "B: x\nA: x\nB: x\nA: ", "\nB: y\n", "<1|B:x|A:x|B:x|A:", "|B:y|+>"},
};

// The case in a log, between others or as its end, behind a mark that says that it is UTF-8.
static void expect_replaced(const bytes_case *t, size_t which, bool at_end) {
    buf log = {0}, wanted = {0};
    buf_add(&log, STR("\xEF\xBB\xBF"));
    buf_add(&log, str_from(logs[which].before));
    buf_add(&log, str_of(t->in, t->in_len));
    if (!at_end) buf_add(&log, str_from(logs[which].behind));
    buf_add(&wanted, str_from(logs[which].events));
    buf_add(&wanted, str_of(t->out, t->out_len));
    buf_add(&wanted, at_end ? STR("|+>") : str_from(logs[which].events_behind));
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "log", buf_str(&log));
    for (size_t step = 1; step <= 17; step++) {
        taken got = take_paths(&path, 1, (intake_options){.format = logs[which].name}, step);
        cr_expect(str_equal(buf_str(&got.events), buf_str(&wanted)), "%s in pieces of %zu: %.*s",
                  logs[which].name, step, (int)got.events.len, got.events.at);
        taken_release(&got);
    }
    packed_remove(folder);
    buf_release(&log);
    buf_release(&wanted);
}

ParameterizedTest(bytes_case *t, bytes, are_replaced_alike_whatever_the_pieces) {
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        expect_replaced(t, i, false);
        expect_replaced(t, i, true);
    }
}

// A log of each format of lines, rows or pages, cut where the text of its second message ends.
static const struct {
    const char *name, *before, *behind;
} repaired_logs[] = {
    {"csv", HEAD ROW("B", "x") "c,,,,,A,,,text,,is it", "\n" ROW("B", "y")},
    {"whatsapp", "14/02/2024, 10:00 - B: x\n14/02/2024, 10:01 - A: is it",
     "\n14/02/2024, 10:02 - B: y\n14/02/2024, 10:03 - B: z\n"},
    {"transcript", "B: x\nA: is it", "\nB: y\nA: z\n"},
    {"transcript", "B: x\nA: and\nis it", "\nB: y\nA: z\n"},
    {"line",
     "[LINE] Chat history with Bo\nSaved on: 05/02/2024, 21:14\n\nSat, 03/02/2024\n"
     "09:30\tBo\tx\n09:31\tAda\tis it",
     "\n09:32\tBo\ty\n"},
    {"kakao",
     "KakaoTalk Chats with Bo\nDate Saved : March 12, 2024, 10:10 PM\n\n\n"
     "March 11, 2024, 9:02 AM\nMarch 11, 2024, 9:02 AM, Bo : x\nMarch 11, 2024, 9:03 AM, Ada : it",
     "\nMarch 11, 2024, 9:04 AM, Bo : y\n"},
    {"kakao", "Date,User,Message\n2024-03-11 09:02:00,Bo,x\n2024-03-11 09:03:00,Ada,is it",
     "\n2024-03-11 09:04:00,Bo,y\n"},
    {"discord-csv",
     "AuthorID,Author,Date,Content,Attachments,Reactions\n"
     "1,bo,2024-01-14T18:00:00.0000000+00:00,x,,\n2,ada,2024-01-14T18:01:00.0000000+00:00,is it",
     ",,\n1,bo,2024-01-14T18:02:00.0000000+00:00,y,,\n"},
    {"discord-txt",
     "==============================================================\nGuild: G\nChannel: a / b\n"
     "==============================================================\n\n"
     "[1/14/2024 5:58 PM] bo\nx\n\n[1/14/2024 5:59 PM] ada\nis it",
     "\n\n[1/14/2024 6:00 PM] bo\ny\n\n"
     "==============================================================\nExported 3 message(s)\n"
     "==============================================================\n"},
    {"imessage", "Mar 08, 2024  5:29:42 PM\nMe\nx\n\nMar 08, 2024  5:30:42 PM\nBo\nis it",
     "\n\nMar 08, 2024  5:31:42 PM\nMe\ny\n\n"},
    {"vtt",
     "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bo>x</v>\n\n00:02.000 --> 00:03.000\n<v Ada>is it",
     "</v>\n\n00:03.000 --> 00:04.000\n<v Bo>y</v>\n"},
    {"signal-md", "[2024-03-02, 18:04] Me: x  \n\n[2024-03-02, 18:05] Bo: is it",
     "  \n\n[2024-03-02, 18:06] Me: y  \n"},
    {"telegram-text", "Bo, [25/06/2022 07:25]\nx\n\nAda, [25/06/2022 07:31]\nis it",
     "\n\nBo, [25/06/2022 07:32]\ny\n"},
    {"chat",
     "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tADA Ada Participant, BOO Bo Participant\n"
     "*BOO:\tx .\n*ADA:\tis it",
     " .\n*BOO:\ty .\n@End\n"},
};

// What a log with something behind the words of its second message counts as repaired.
static uint64_t repaired(size_t which, str something, size_t step) {
    buf log = {0};
    buf_add(&log, STR("\xEF\xBB\xBF"));
    buf_add(&log, str_from(repaired_logs[which].before));
    buf_add(&log, something);
    buf_add(&log, str_from(repaired_logs[which].behind));
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "log", buf_str(&log));
    intake_options options = {.format = repaired_logs[which].name};
    taken got = take_paths(&path, 1, options, step);
    uint64_t count = got.counts.lenient;
    cr_expect(got.counts.used >= 3, "%s: %.*s", options.format, (int)got.events.len, got.events.at);
    taken_release(&got);
    packed_remove(folder);
    buf_release(&log);
    return count;
}

Test(bytes, that_are_replaced_count_their_message_as_repaired_in_every_format) {
    for (size_t i = 0; i < sizeof repaired_logs / sizeof *repaired_logs; i++) {
        for (size_t step = 1; step <= 5; step += 4) {
            const char *name = repaired_logs[i].name;
            cr_expect_eq(repaired(i, STR("\377"), step), 1, "%s", name);
            cr_expect_eq(repaired(i, STR("\303"), step), 1, "%s", name);
            cr_expect_eq(repaired(i, STR("\357\277\275\303\251"), step), 0, "%s", name);
        }
    }
}

// Every sample, cut at every 64th byte: it never crashes, never holds a record that is not counted,
// and gives what the whole file gives up to the cut.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

typedef struct cut_case {
    char path[60], format[20];
    bool document; // it has an end of its own
} cut_case;

static cut_case files[] = {
    {"corpus/vtt/meeting.vtt", "vtt", false},
    {"corpus/srt/film.srt", "srt", false},
    {"corpus/chat/kitchen.cha", "chat", false},
    {"corpus/convokit/utterances.jsonl", "convokit", false},
    {"corpus/reddit/flatshare.ndjson", "reddit", false},
    {"corpus/esconv/dialogues.json", "esconv", true},
    {"corpus/swda/sw_0001_9001.utt.csv", "swda", false},
    {"corpus/dailydialog/dialogues_text.txt", "dailydialog", false},
    {"corpus/line/phone.txt", "line", false},
    {"corpus/line/computer.txt", "line", false},
    {"corpus/kakao/windows.txt", "kakao", false},
    {"corpus/kakao/android.txt", "kakao", false},
    {"corpus/kakao/ios.txt", "kakao", false},
    {"corpus/kakao/KakaoTalk_Chat_sora.csv", "kakao", false},
    {"corpus/irc/irssi.log", "irc", false},
    {"corpus/irc/weechat.log", "irc", false},
    {"corpus/irc/mirc.log", "irc", false},
    {"corpus/signal/main.jsonl", "signal", false},
    {"corpus/signal-md/chat.md", "signal-md", false},
    {"corpus/signal-md/sigtop.txt", "signal-md", false},
    {"corpus/signal-md/short.txt", "signal-md", false},
    {"corpus/telegram-text/copied.txt", "telegram-text", false},
    {"corpus/telegram/result.json", "telegram", true},
    {"corpus/discord/bakery.json", "discord", true},
    {"corpus/sms/backup.xml", "sms", true},
    {"corpus/hangouts/Hangouts.json", "hangouts", true},
    {"corpus/matrix/room.json", "matrix", true},
    {"corpus/skype/messages.json", "skype", true},
    {"corpus/meta/encrypted/messages/Ines_8.json", "meta", true},
};

ParameterizedTestParameters(cut_files, lose_nothing_in_silence) {
    return cr_make_param_array(cut_case, files, sizeof files / sizeof *files);
}

static void read_file(buf *out, const char *path) {
    FILE *file = fopen(path, "rb");
    cr_assert(file, "%s", path);
    out->len = fread(buf_more(out, 1 << 16), 1, 1 << 16, file);
    fclose(file);
}

static taken take_part(str text, const char *format) {
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "log", text);
    taken t = take_paths(&path, 1, (intake_options){.format = format}, 0);
    packed_remove(folder);
    return t;
}

static bool is_json(str text) { return text.len && (text.at[0] == '{' || text.at[0] == '['); }

ParameterizedTest(cut_case *t, cut_files, lose_nothing_in_silence) {
    buf text = {0};
    read_file(&text, t->path);
    taken whole = take_part(buf_str(&text), t->format);
    cr_assert_eq(whole.err.status, 0, "%s: %s", t->path, whole.err.what);
    for (size_t len = 0; len < text.len; len += 64) {
        taken part = take_part(str_take(buf_str(&text), len), t->format);
        cr_assert_leq(part.counts.used, whole.counts.used, "%s, %zu bytes", t->path, len);
        // One that is JSON tells that it is cut: it says so, or the cut is between two records.
        bool between = len && (text.at[len] == '\n' || text.at[len - 1] == '\n');
        bool said = part.err.status || part.counts.malformed > 0;
        bool lines = strstr(t->path, "json") != NULL && is_json(buf_str(&text));
        if (len && lines && !between) cr_assert(said, "%s, %zu bytes", t->path, len);
        bool all = str_trim(str_drop(buf_str(&text), len)).len == 0;
        if (len && t->document && !all) cr_assert(said, "%s, %zu bytes", t->path, len);
        taken_release(&part);
        taken any = take_part(str_take(buf_str(&text), len), NULL); // by whoever bids on it
        taken_release(&any);
    }
    taken_release(&whole);
    buf_release(&text);
}

// registry: every format attune reads. A new one is a file of its own, an extern line and a line in
// the list.
#include "base/limits.h"
#include "reader/reader.h"

extern const reader reader_whatsapp;
extern const reader reader_telegram;
extern const reader reader_discord;
extern const reader reader_discord_csv;
extern const reader reader_discord_txt;
extern const reader reader_hangouts;
extern const reader reader_skype;
extern const reader reader_matrix;
extern const reader reader_google_voice;
extern const reader reader_discord_package;
extern const reader reader_telegram_html;
extern const reader reader_meta;
extern const reader reader_slack;
extern const reader reader_googlechat;
extern const reader reader_imessage;
extern const reader reader_imessage_db;
extern const reader reader_imessage_ndjson;
extern const reader reader_sms;
extern const reader reader_vtt;
extern const reader reader_srt;
extern const reader reader_convokit;
extern const reader reader_reddit;
extern const reader reader_esconv;
extern const reader reader_chat;
extern const reader reader_line;
extern const reader reader_kakao;
extern const reader reader_irc;
extern const reader reader_signal;
extern const reader reader_signal_cli;
extern const reader reader_signal_md;
extern const reader reader_swda;
extern const reader reader_dailydialog;
extern const reader reader_telegram_text;
extern const reader reader_csv;
extern const reader reader_tsv;
extern const reader reader_jsonl;
extern const reader reader_plain;

// When two bid the same, the one that stands first reads: formats with a magic, formats with a
// known shape, formats that fit almost anything.
// clang-format off
static const reader *const readers[] = {
    &reader_whatsapp,
    &reader_telegram,
    &reader_discord,
    &reader_discord_csv,
    &reader_discord_txt,
    &reader_hangouts,
    &reader_skype,
    &reader_matrix,
    &reader_google_voice,
    &reader_discord_package,
    &reader_telegram_html,
    &reader_meta,
    &reader_slack,
    &reader_googlechat,
    &reader_imessage,
    &reader_imessage_db,
    &reader_imessage_ndjson,
    &reader_sms,
    &reader_vtt,
    &reader_srt,
    &reader_convokit,
    &reader_reddit,
    &reader_esconv,
    &reader_chat,
    &reader_line,
    &reader_kakao,
    &reader_irc,
    &reader_signal,
    &reader_signal_cli,
    &reader_signal_md,
    &reader_swda,
    &reader_dailydialog,
    &reader_telegram_text,
    &reader_csv,
    &reader_tsv,
    &reader_jsonl,
    &reader_plain,
    NULL,
};
// clang-format on

const reader *reader_at(size_t index) {
    size_t at = 0;
    while (at < index && readers[at]) at++;
    return readers[at];
}

const reader *reader_by_name(const char *name) {
    size_t at = 0;
    while (readers[at] && strcmp(readers[at]->name, name) != 0) at++;
    return readers[at];
}

bool reader_any_table(str path) {
    for (size_t i = 0; readers[i]; i++)
        if (readers[i]->role && readers[i]->role(path) == ROLE_TABLE) return true;
    return false;
}

// Bids from which nothing that stands further behind would change the winner: a magic, or keys that
// nothing else has.
enum { CERTAIN = 90 };

const reader *reader_detect(source *in) {
    str head = source_peek(in, LIMIT_WINDOW);
    bool whole = head.len < LIMIT_WINDOW;
    // Most logs say what they are at once; the others are looked at in larger and larger pieces.
    static const size_t looks[] = {4 << 10, 64 << 10, LIMIT_WINDOW};
    const reader *best = NULL;
    int highest = 0;
    for (size_t look = 0; look < sizeof looks / sizeof *looks && highest < CERTAIN; look++) {
        str seen = str_take(head, looks[look]);
        bool all = seen.len == head.len;
        best = NULL;
        highest = 0;
        for (size_t i = 0; readers[i]; i++) {
            int bid = readers[i]->bid(seen, all && whole);
            if (bid <= highest) continue;
            best = readers[i];
            highest = bid;
        }
        if (all) break;
    }
    return best;
}

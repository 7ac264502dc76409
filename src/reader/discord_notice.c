#include "reader/discord_notice.h"

// How they begin and end; what stands between is a name or a number.
static const struct {
    str start, end;
    message_kind kind;
} notices[] = {
    {{"Started a call that lasted ", 27}, {" minutes.", 9}, KIND_CALL},
    {{"Started a call.", 15}, {"", 0}, KIND_CALL},
    {{"Added ", 6}, {" to the group.", 14}, KIND_SYSTEM},
    {{"Added a recipient.", 18}, {"", 0}, KIND_SYSTEM},
    {{"Removed ", 8}, {" from the group.", 16}, KIND_SYSTEM},
    {{"Removed a recipient.", 20}, {"", 0}, KIND_SYSTEM},
    {{"Left the group.", 15}, {"", 0}, KIND_SYSTEM},
    {{"Changed the channel name.", 25}, {"", 0}, KIND_SYSTEM},
    {{"Changed the channel icon.", 25}, {"", 0}, KIND_SYSTEM},
    {{"Pinned a message.", 17}, {"", 0}, KIND_SYSTEM},
    {{"Started a thread.", 17}, {"", 0}, KIND_SYSTEM},
    {{"Joined the server.", 18}, {"", 0}, KIND_SYSTEM},
};

message_kind discord_notice(str content) {
    bool sentence = str_ends(content, STR(".")) || str_starts(content, STR("C"));
    if (!sentence || str_contains(content, STR("\n"))) return KIND_TEXT;
    if (str_starts(content, STR("Changed the channel name: "))) return KIND_SYSTEM;
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        str start = notices[i].start, end = notices[i].end;
        bool fits = str_starts(content, start) && str_ends(str_drop(content, start.len), end);
        if (fits && (end.len || content.len == start.len)) return notices[i].kind;
    }
    return KIND_TEXT;
}

void discord_notice_apply(message *out, bool media) {
    out->kind = (uint8_t)discord_notice(out->text);
    if (out->kind == KIND_SYSTEM) out->author = out->author_id = (str){"", 0};
    if (out->kind != KIND_TEXT || !media) return;
    out->flags = FLAG_MEDIA;
    if (out->text.len)
        out->flags |= FLAG_CAPTION;
    else
        out->kind = KIND_MEDIA;
}

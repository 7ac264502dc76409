#include "reader/imessage_body.h"

#include "base/utf8.h"

void imessage_body_reset(imessage_body *b) {
    buf_reset(&b->author);
    buf_reset(&b->text);
    reactions_reset(&b->reactions);
    b->stray = b->answers = b->media = b->edited = b->deleted = b->too_long = false;
    b->in_reactions = b->repaired = false;
}

// "Loved by Me", or an emoji in place of the word.
static bool take_reaction(imessage_body *b, str line) {
    static const struct {
        const char *word, *emoji;
    } named[] = {{"Loved", "\xE2\x9D\xA4\xEF\xB8\x8F"},      {"Liked", "\xF0\x9F\x91\x8D"},
                 {"Disliked", "\xF0\x9F\x91\x8E"},           {"Laughed", "\xF0\x9F\x98\x82"},
                 {"Emphasized", "\xE2\x80\xBC\xEF\xB8\x8F"}, {"Questioned", "\xE2\x9D\x93"}};
    size_t at = str_find(line, STR(" by "));
    if (at == SIZE_MAX || !at) return false;
    str word = str_take(line, at), name = str_trim(str_drop(line, at + 4));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_equal(word, str_from(named[i].word))) word = str_from(named[i].emoji);
    if (name.len) reactions_add(&b->reactions, (reaction){word, name, {"", 0}, INT64_MIN});
    return true;
}

// A path alone on a line, or what the exporter says of a file that is gone.
static bool is_attachment(str line) {
    static const char *const starts[] = {"/", "~/Library/", "attachments/"};
    if (str_equal(line, STR("Attachment missing!"))) return true;
    if (str_starts(line, STR("Sticker from ")) && str_contains(line, STR(": "))) return true;
    str tail = str_drop(line, line.len > 6 ? line.len - 6 : 0);
    if (!str_contains(tail, STR(".")) || !str_contains(str_drop(line, 1), STR("/"))) return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(line, str_from(starts[i]))) return true;
    return false;
}

// What apps inside the app leave in place of words.
static bool is_balloon(str line) {
    static const char *const names[] = {"SharePlay Message", "Digital Touch Message",
                                        "Handwritten Message", "Apple Pay transaction", "Check In"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(line, str_from(names[i]))) return true;
    return false;
}

// "Edited 5 minutes later: text": the words as they became.
static bool take_edit(imessage_body *b, str line) {
    size_t at = str_find(line, STR(" later: "));
    if (!str_starts(line, STR("Edited ")) || at == SIZE_MAX || at > 64) return false;
    b->edited = true;
    buf_reset(&b->text);
    b->repaired |= utf8_repair(&b->text, str_drop(line, at + 8)) > 0;
    return true;
}

// What the exporter says of the message; true when the line is no words of it.
static bool take_remark(imessage_body *b, str line) {
    if (str_equal(line, STR("This message responded to an earlier message."))) {
        b->answers = true;
        return true;
    }
    bool unsent = str_contains(line, STR(" unsent this message")) && str_ends(line, STR("!"));
    if (unsent || str_equal(line, STR("This message was deleted from the conversation!"))) {
        b->deleted = true;
        return true;
    }
    if (str_equal(line, STR("Tapbacks:")) || str_equal(line, STR("Reactions:"))) {
        b->in_reactions = true;
        return true;
    }
    bool first = b->text.len == 0;
    if (is_attachment(line) || (first && is_balloon(line)) ||
        (first && b->media && str_equal(line, STR("Ended")))) {
        b->media = true;
        return true;
    }
    return take_edit(b, line);
}

void imessage_body_add(imessage_body *b, str raw, size_t most) {
    str line = str_trim(raw);
    if (!b->author.len) {
        b->repaired |= utf8_repair(&b->author, line) > 0;
        return;
    }
    if (!line.len) b->in_reactions = false;
    if (b->in_reactions && take_reaction(b, line)) return;
    b->in_reactions = false;
    if (line.len && take_remark(b, line)) return;
    if (!line.len && !b->text.len) return;
    b->too_long |= b->text.len + raw.len > most;
    if (b->too_long) return;
    if (b->text.len) buf_add_char(&b->text, '\n');
    str words = str_ends(raw, STR("\r")) ? str_take(raw, raw.len - 1) : raw;
    b->repaired |= utf8_repair(&b->text, words) > 0;
}

void imessage_body_message(const imessage_body *b, arena *keep, message *out) {
    out->author = arena_str(keep, buf_str(&b->author));
    out->lenient = b->repaired;
    out->text = arena_str(keep, str_trim(buf_str(&b->text)));
    out->kind = out->text.len || !b->media ? KIND_TEXT : KIND_MEDIA;
    if (!out->text.len && b->deleted) out->kind = KIND_DELETED;
    if (b->edited) out->flags |= FLAG_EDITED;
    if (b->media) out->flags |= (uint8_t)(FLAG_MEDIA | (out->text.len ? FLAG_CAPTION : 0));
}

void imessage_body_release(imessage_body *b) {
    buf_release(&b->author);
    buf_release(&b->text);
    reactions_release(&b->reactions);
}

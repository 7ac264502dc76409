#include "reader/telegram_record.h"

#include "reader/reactions.h"
#include "reader/stamp.h"

#include <stdlib.h>

static void reset(telegram_record *r) {
    buf *all[] = {&r->text,     &r->from,   &r->from_id, &r->id,       &r->reply_to,    &r->date,
                  &r->unixtime, &r->action, &r->field,   &r->mentions, &r->reactor_text};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_reset(all[i]);
    r->service = r->forwarded = r->edited = r->bot = r->media = r->typed = r->reply_elsewhere =
        false;
    r->mention_count = 0;
    r->reactor_count = r->reactor_next = 0;
}

void telegram_record_release(telegram_record *r) {
    buf *all[] = {&r->text,     &r->from,         &r->from_id,    &r->id,
                  &r->reply_to, &r->date,         &r->unixtime,   &r->action,
                  &r->mentions, &r->reactor_text, &r->reacted_to, &r->field};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_release(all[i]);
    free(r->reactors);
}

// Takes a string or number into *to; anything else leaves it empty.
static bool take(json *j, buf *to) {
    json_event e = json_next(j);
    if (e == JSON_STRING || e == JSON_NUMBER) buf_add(to, json_value(j));
    return json_skip(j, e);
}

static void add_mention(telegram_record *r, str name) {
    buf_add(&r->mentions, str_of((const char *)&name.len, sizeof name.len));
    buf_add(&r->mentions, name);
    r->mention_count++;
}

// Exports of before 2021 say that what was never edited was at the beginning of 1970.
static bool note_edited(telegram_record *r, json *j) {
    json_event e = json_next(j);
    str at = e == JSON_STRING ? json_value(j) : STR("");
    bool never = str_starts(at, STR("1970-01-01")) || str_starts(at, STR("1969-12-31"));
    r->edited |= e == JSON_STRING && !never;
    return json_skip(j, e);
}

// One part of a text: {"type": …, "text": …, "user_id": …}. What type says of mentions is kept.
static bool take_part(telegram_record *r, json *j) {
    size_t start = r->text.len;
    buf_reset(&r->field);
    bool mention = false;
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) break;
        if (e != JSON_KEY) return false;
        if (json_is(j, "text")) {
            if (!take(j, &r->text)) return false;
        } else if (json_is(j, "user_id")) {
            if (!take(j, &r->field)) return false;
        } else if (json_is(j, "type")) {
            e = json_next(j);
            mention = e == JSON_STRING && (json_is(j, "mention") || json_is(j, "mention_name"));
            if (!json_skip(j, e)) return false;
        } else if (!json_pass(j)) {
            return false;
        }
    }
    if (!mention) return true;
    str shown = str_of(r->text.at + start, r->text.len - start);
    if (str_starts(shown, STR("@"))) shown = str_drop(shown, 1);
    if (r->field.len) {
        size_t digits = r->field.len; // the id as authors have it: user123
        buf_add(&r->field, r->field.at && r->field.at[0] >= '0' && r->field.at[0] <= '9'
                               ? STR("user")
                               : STR(""));
        memmove(r->field.at + r->field.len - digits, r->field.at, digits);
        if (r->field.len > digits) memcpy(r->field.at, "user", 4);
        shown = buf_str(&r->field);
    }
    add_mention(r, shown);
    return true;
}

// A string, or a list of strings and parts, put together with nothing between.
static bool take_text(telegram_record *r, json *j) {
    json_event e = json_next(j);
    if (e == JSON_STRING) buf_add(&r->text, json_value(j));
    if (e != JSON_ARRAY) return json_skip(j, e);
    for (;;) {
        e = json_next(j);
        if (e == JSON_ARRAY_END) return true;
        if (e == JSON_STRING)
            buf_add(&r->text, json_value(j));
        else if (e == JSON_OBJECT ? !take_part(r, j) : !json_skip(j, e))
            return false;
    }
}

static size_t keep_field(telegram_record *r, json *j, size_t *len) {
    size_t start = r->reactor_text.len;
    *len = take(j, &r->reactor_text) ? r->reactor_text.len - start : SIZE_MAX;
    return start;
}

// One entry of "recent": {"from": …, "from_id": …, "date": …}.
static bool take_reactor(telegram_record *r, json *j) {
    telegram_reactor who = {.time = INT64_MIN};
    stamp when_made;
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) break;
        if (e != JSON_KEY) return false;
        if (json_is(j, "from")) {
            who.from = keep_field(r, j, &who.from_len);
        } else if (json_is(j, "from_id")) {
            who.id = keep_field(r, j, &who.id_len);
        } else if (json_is(j, "date")) {
            e = json_next(j);
            if (e == JSON_STRING && stamp_read(json_value(j), ORDER_NONE, &when_made))
                who.time = when_made.time;
            if (!json_skip(j, e)) return false;
        } else if (!json_pass(j)) {
            return false;
        }
        if (who.from_len == SIZE_MAX || who.id_len == SIZE_MAX) return false;
    }
    memory_reserve(r->reactors, r->reactor_room, r->reactor_count + 1);
    r->reactors[r->reactor_count++] = who;
    return true;
}

// One reaction: {"type": "emoji", "count": n, "emoji": "…", "recent": [...]}. Those without names
// are only a count.
static bool take_reaction(telegram_record *r, json *j) {
    size_t first = r->reactor_count, emoji = 0, emoji_len = 0;
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) break;
        if (e != JSON_KEY) return false;
        if (json_is(j, "emoji")) {
            emoji = keep_field(r, j, &emoji_len);
            if (emoji_len == SIZE_MAX) return false;
            continue;
        }
        bool recent = json_is(j, "recent");
        e = json_next(j);
        if (!recent || e != JSON_ARRAY) {
            if (!json_skip(j, e)) return false;
            continue;
        }
        while ((e = json_next(j)) != JSON_ARRAY_END)
            if (e == JSON_OBJECT ? !take_reactor(r, j) : !json_skip(j, e)) return false;
    }
    for (size_t i = first; i < r->reactor_count; i++) {
        r->reactors[i].emoji = emoji;
        r->reactors[i].emoji_len = emoji_len;
    }
    return true;
}

static bool take_reactions(telegram_record *r, json *j) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END)
        if (e == JSON_OBJECT ? !take_reaction(r, j) : !json_skip(j, e)) return false;
    return true;
}

static bool one_of(const json *j, const char *const names[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (json_is(j, names[i])) return true;
    return false;
}

// Notes that a key is there, whatever its value.
static bool note(json *j, bool *flag) {
    *flag = true;
    return json_pass(j);
}

static bool take_type(telegram_record *r, json *j) {
    json_event e = json_next(j);
    r->typed = e == JSON_STRING;
    r->service = r->typed && !json_is(j, "message");
    return json_skip(j, e);
}

// Where the value of the key goes that is kept as it stands; NULL for other keys.
static buf *field_of(telegram_record *r, const json *j) {
    if (json_is(j, "id")) return &r->id;
    if (json_is(j, "date")) return &r->date;
    if (json_is(j, "date_unixtime")) return &r->unixtime;
    if (json_is(j, "from") || json_is(j, "actor")) return &r->from;
    if (json_is(j, "from_id") || json_is(j, "actor_id")) return &r->from_id;
    if (json_is(j, "action")) return &r->action;
    return json_is(j, "reply_to_message_id") ? &r->reply_to : NULL;
}

static bool take_member(telegram_record *r, json *j) {
    static const char *const media[] = {"photo",
                                        "file",
                                        "media_type",
                                        "poll",
                                        "location_information",
                                        "contact_information",
                                        "game_title",
                                        "invoice_information",
                                        "sticker_emoji",
                                        "place_name"};
    buf *field = field_of(r, j);
    if (field) {
        buf_reset(field); // the last of equal keys counts
        return take(j, field);
    }
    if (json_is(j, "type")) return take_type(r, j);
    if (json_is(j, "text")) {
        buf_reset(&r->text);
        return take_text(r, j);
    }
    if (json_is(j, "reactions")) return take_reactions(r, j);
    if (json_is(j, "forwarded_from")) return note(j, &r->forwarded);
    if (json_is(j, "edited")) return note_edited(r, j);
    if (json_is(j, "reply_to_peer_id")) return note(j, &r->reply_elsewhere);
    if (json_is(j, "via_bot")) return note(j, &r->bot);
    if (one_of(j, media, sizeof media / sizeof *media)) return note(j, &r->media);
    return json_pass(j);
}

// date_unixtime is the instant; date is the same on the exporter's clock, so both give the offset.
static void set_time(const telegram_record *r, message *out) {
    stamp local, instant;
    bool has_local = stamp_read(buf_str(&r->date), ORDER_NONE, &local);
    bool has_instant =
        stamp_read(buf_str(&r->unixtime), ORDER_NONE, &instant) && instant.kind == TIME_UTC;
    if (has_instant) {
        stamp_apply(&instant, out);
        int64_t minutes =
            has_local && local.kind == TIME_LOCAL ? (local.time - instant.time) / 60000 : INT64_MAX;
        if (minutes < -18 * 60 || minutes > 18 * 60) return;
        out->time_kind = TIME_OFFSET;
        out->offset = (int16_t)minutes;
    } else if (has_local) {
        stamp_apply(&local, out);
    }
}

static void set_mentions(const telegram_record *r, arena *keep, message *out) {
    if (!r->mention_count) return;
    str *names = arena_array(keep, str, r->mention_count);
    const char *at = r->mentions.at;
    for (uint32_t i = 0; i < r->mention_count; i++) {
        size_t len;
        memcpy(&len, at, sizeof len);
        names[i] = arena_str(keep, str_of(at + sizeof len, len));
        at += sizeof len + len;
    }
    out->mentioned = names;
    out->mentioned_count = r->mention_count;
}

static void set_kind(const telegram_record *r, arena *keep, message *out) {
    out->kind = r->text.len || !r->media ? KIND_TEXT : KIND_MEDIA;
    out->flags = (uint8_t)((r->forwarded ? FLAG_FORWARDED : 0) | (r->edited ? FLAG_EDITED : 0) |
                           (r->bot ? FLAG_BOT : 0));
    if (r->media) out->flags |= FLAG_MEDIA;
    if (r->media && r->text.len) out->flags |= FLAG_CAPTION;
    if (!r->service) return;
    out->flags = 0;
    out->text = arena_str(keep, buf_str(&r->action));
    if (str_equal(buf_str(&r->action), STR("phone_call"))) {
        out->kind = KIND_CALL;
        return;
    }
    out->kind = KIND_SYSTEM;
    out->author = out->author_id = (str){"", 0};
}

telegram_result telegram_message(telegram_record *r, json *j, arena *keep, message *out) {
    reset(r);
    json_record(j, j->depth);
    uint64_t line = j->line;
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) break;
        if (e != JSON_KEY || !take_member(r, j)) return TELEGRAM_BROKEN;
    }
    if (j->too_long || r->text.len > j->most) return TELEGRAM_TOO_LONG;
    if (!r->typed) return TELEGRAM_MALFORMED;
    *out = (message){
        .text = arena_str(keep, buf_str(&r->text)),
        .author = arena_str(keep, r->from.len ? buf_str(&r->from) : buf_str(&r->from_id)),
        .author_id = arena_str(keep, buf_str(&r->from_id)),
        .id = arena_str(keep, buf_str(&r->id)),
        .reply_to = arena_str(keep, r->reply_elsewhere ? STR("") : buf_str(&r->reply_to)),
        .lenient = j->lenient,
        .line = line,
    };
    set_time(r, out);
    set_mentions(r, keep, out);
    set_kind(r, keep, out);
    buf_reset(&r->reacted_to);
    buf_add(&r->reacted_to, out->id);
    r->pattern = (message){.time = out->time,
                           .time_kind = out->time_kind,
                           .offset = out->offset,
                           .precision = out->precision};
    return TELEGRAM_MESSAGE;
}

bool telegram_reaction(telegram_record *r, arena *keep, message *out) {
    if (r->reactor_next == r->reactor_count) return false;
    const telegram_reactor *who = &r->reactors[r->reactor_next++];
    const char *text = r->reactor_text.at;
    *out = r->pattern;
    out->kind = KIND_REACTION;
    out->text = arena_str(keep, str_of(text + who->emoji, who->emoji_len));
    out->author_id = arena_str(keep, str_of(text + who->id, who->id_len));
    out->author =
        who->from_len ? arena_str(keep, str_of(text + who->from, who->from_len)) : out->author_id;
    out->reply_to = arena_str(keep, buf_str(&r->reacted_to));
    out->id = reaction_id(out->reply_to, r->reactor_next, keep);
    // Its own date is on the exporter's clock.
    if (who->time != INT64_MIN)
        out->time = who->time - (out->time_kind == TIME_OFFSET ? (int64_t)out->offset * 60000 : 0);
    return true;
}

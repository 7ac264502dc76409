#include "reader/telegram_page.h"

#include "reader/stamp.h"

static void set(buf *to, str value) {
    buf_reset(to);
    buf_add(to, value);
}

static void begin_message(telegram_page *p, html *h) {
    buf *all[] = {&p->text, &p->id, &p->reply_to, &p->date, &p->emoji};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_reset(all[i]);
    p->separator = p->media = p->forwarded = p->too_long = false;
    p->forwarded_depth = 0;
    p->message = p->depth;
    p->line = h->line;
    p->region = REGION_NONE;
    reactions_reset(&p->reactions);
    str id = html_attribute(h, "id");
    if (str_starts(id, STR("message"))) set(&p->id, str_drop(id, 7));
    p->separator = str_starts(buf_str(&p->id), STR("-"));
}

static void enter(telegram_page *p, page_region region, unsigned depth) {
    p->region = region;
    p->region_depth = depth;
    p->spans = 0;
}

// What a <div> inside a message begins.
static void open_part(telegram_page *p, html *h) {
    bool forwarded = p->forwarded_depth != 0;
    if (html_has_class(h, "date") && !forwarded) set(&p->date, html_attribute(h, "title"));
    if (html_has_class(h, "userpic_wrap") || html_has_class(h, "reply_to")) return;
    if (html_has_class(h, "forwarded")) {
        p->forwarded = true;
        p->forwarded_depth = p->depth;
    } else if (html_has_class(h, "from_name")) {
        if (!forwarded) buf_reset(&p->from);
        enter(p, forwarded ? REGION_IGNORED : REGION_FROM, p->depth);
    } else if (html_has_class(h, "text")) {
        if (p->text.len) buf_add_char(&p->text, '\n');
        enter(p, REGION_TEXT, p->depth);
    } else if (html_has_class(h, "media_wrap")) {
        p->media = true;
        enter(p, REGION_IGNORED, p->depth);
    } else if (p->service && html_has_class(h, "details")) {
        enter(p, REGION_SERVICE, p->depth);
    }
}

// "Ada, 12.03.2024 18:05:00" in the title of a picture of who reacted.
static void add_reactor(telegram_page *p, str who) {
    size_t at = who.len;
    while (at && who.at[at - 1] != ',') at--;
    str name = str_trim(str_take(who, at ? at - 1 : who.len)), date = str_trim(str_drop(who, at));
    stamp read;
    bool dated = at && stamp_read(date, ORDER_DMY, &read) && read.kind == TIME_LOCAL;
    if (!dated) name = str_trim(who);
    str emoji = str_trim(buf_str(&p->emoji));
    if (!name.len || !emoji.len) return;
    reactions_add(&p->reactions, (reaction){emoji, name, {"", 0}, dated ? read.time : INT64_MIN});
}

static void open_tag(telegram_page *p, html *h) {
    if (html_is(h, "div")) {
        p->depth++;
        if (!p->message && html_has_class(h, "message")) {
            p->service = html_has_class(h, "service");
            begin_message(p, h);
        } else if (p->message && p->region == REGION_NONE) {
            if (html_has_class(h, "initials") && p->emoji.len)
                add_reactor(p, html_attribute(h, "title"));
            else
                open_part(p, h);
        } else if (!p->message && html_has_class(h, "bold") && html_has_class(h, "text") &&
                   !p->title.len) {
            enter(p, REGION_TITLE, p->depth);
        }
        return;
    }
    if (!p->message) return;
    if (html_is(h, "br") && (p->region == REGION_TEXT)) buf_add_char(&p->text, '\n');
    if (html_is(h, "span")) {
        p->spans++;
        if (p->region == REGION_NONE && html_has_class(h, "emoji")) {
            buf_reset(&p->emoji);
            enter(p, REGION_EMOJI, p->depth);
            p->spans = 1;
        } else if (p->region == REGION_FROM && html_has_class(h, "date")) {
            p->region = REGION_IGNORED;
        }
    }
    str link = html_is(h, "a") ? html_attribute(h, "href") : (str){"", 0};
    size_t at = str_find(link, STR("#go_to_message"));
    if (at != SIZE_MAX && !p->reply_to.len) set(&p->reply_to, str_drop(link, at + 14));
}

// True when the message ends.
static bool close_tag(telegram_page *p, html *h) {
    if (html_is(h, "span")) {
        if (p->spans) p->spans--;
        if (p->region == REGION_EMOJI && !p->spans) p->region = REGION_NONE;
        return false;
    }
    if (!html_is(h, "div") || !p->depth) return false;
    if (p->region != REGION_NONE && p->region_depth == p->depth) p->region = REGION_NONE;
    if (p->forwarded_depth == p->depth) p->forwarded_depth = 0;
    bool ends = p->message && p->message == p->depth;
    p->depth--;
    if (ends) p->message = 0;
    return ends;
}

static void take_text(telegram_page *p, str text, size_t most) {
    buf *to = p->region == REGION_TITLE                                 ? &p->title
              : p->region == REGION_FROM                                ? &p->from
              : p->region == REGION_EMOJI                               ? &p->emoji
              : p->region == REGION_TEXT || p->region == REGION_SERVICE ? &p->text
                                                                        : NULL;
    if (!to) return;
    // The page is indented; line ends in words are <br>.
    bool first = !to->len || to->at[to->len - 1] == '\n';
    while (first && text.len && ((unsigned char)text.at[0] <= ' ')) text = str_drop(text, 1);
    if (to->len + text.len > most) {
        p->too_long = true;
        return;
    }
    buf_add(to, text);
}

bool telegram_page_event(telegram_page *p, html *h, html_event e, size_t most) {
    if (e == HTML_TEXT) take_text(p, html_value(h), most);
    if (e == HTML_OPEN) open_tag(p, h);
    if (e != HTML_CLOSE) return false;
    return close_tag(p, h);
}

// "12.03.2024 18:00:00 UTC+03:00"; without a zone in old exports.
static void set_time(str date, message *out) {
    size_t at = str_find(date, STR(" UTC"));
    stamp read;
    if (!stamp_read(str_take(date, at), ORDER_DMY, &read) || read.kind != TIME_LOCAL) return;
    stamp_apply(&read, out);
    if (at == SIZE_MAX) return;
    str zone = str_drop(date, at + 4);
    bool minus = str_starts(zone, STR("-"));
    int digits[4] = {0}, count = 0;
    for (size_t i = 0; i < zone.len && count < 4; i++)
        if (zone.at[i] >= '0' && zone.at[i] <= '9') digits[count++] = zone.at[i] - '0';
    int minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
    out->time_kind = TIME_OFFSET;
    out->offset = (int16_t)(minus ? -minutes : minutes);
    out->time -= (int64_t)out->offset * 60000;
}

// "Ada via @picturebot": what Ada had a bot write. Joined messages behind it came the same way.
static bool take_bot(str *from) {
    size_t at = SIZE_MAX;
    for (size_t i = 0; i + 6 < from->len; i++)
        if (str_starts(str_drop(*from, i), STR(" via @"))) at = i;
    if (at == SIZE_MAX || str_contains(str_drop(*from, at + 6), STR(" "))) return false;
    *from = str_trim(str_take(*from, at));
    return true;
}

void telegram_page_message(telegram_page *p, arena *keep, message *out) {
    str title = str_trim(buf_str(&p->title)), from = str_trim(buf_str(&p->from));
    bool bot = take_bot(&from);
    *out = (message){
        .text = arena_str(keep, str_trim(buf_str(&p->text))),
        .author = arena_str(keep, from),
        .id = arena_str(keep, buf_str(&p->id)),
        .reply_to = arena_str(keep, buf_str(&p->reply_to)),
        .title = arena_str(keep, title),
        .line = p->line,
    };
    set_time(buf_str(&p->date), out);
    if (p->service) {
        out->kind = KIND_SYSTEM;
        out->author = out->reply_to = (str){"", 0};
        return;
    }
    out->kind = out->text.len || !p->media ? KIND_TEXT : KIND_MEDIA;
    out->flags = (uint8_t)((p->forwarded ? FLAG_FORWARDED : 0) | (p->media ? FLAG_MEDIA : 0) |
                           (p->media && out->text.len ? FLAG_CAPTION : 0) | (bot ? FLAG_BOT : 0));
    reactions_attach(&p->reactions, out);
}

bool telegram_page_reaction(telegram_page *p, arena *keep, message *out) {
    if (!reactions_next(&p->reactions, keep, out)) return false;
    // Its own date is on the clock that the message's was written with.
    bool own = out->time_kind == TIME_OFFSET && out->time != p->reactions.to.time;
    if (own) out->time -= (int64_t)out->offset * 60000;
    return true;
}

void telegram_page_release(telegram_page *p) {
    buf *all[] = {&p->title, &p->from, &p->text, &p->id, &p->reply_to, &p->date, &p->emoji};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_release(all[i]);
    reactions_release(&p->reactions);
}

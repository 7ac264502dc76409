#include "reader/google_voice_page.h"

#include "reader/phone.h"
#include "reader/stamp.h"

#include <stdlib.h>

static void begin_message(voice_page *v, html *h) {
    buf *all[] = {&v->date, &v->number, &v->name, &v->text};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_reset(all[i]);
    v->media = v->too_long = v->in_name = v->in_words = false;
    v->message = v->depth;
    v->line = h->line;
}

// The number behind tel:
static void take_number(voice_page *v, html *h) {
    str link = html_attribute(h, "href");
    if (!str_starts(link, STR("tel:"))) return;
    buf_reset(&v->scratch);
    phone_key(&v->scratch, str_drop(link, 4));
    if (v->in_members && v->scratch.len) {
        memory_reserve(v->members, v->member_room, v->member_count + 1);
        v->members[v->member_count++] = arena_str(&v->memory, buf_str(&v->scratch));
    } else if (v->message) {
        buf_reset(&v->number);
        buf_add(&v->number, str_drop(link, 4));
    }
}

static void open_tag(voice_page *v, html *h) {
    if (html_is(h, "div")) {
        v->depth++;
        if (!v->message && html_has_class(h, "message")) begin_message(v, h);
        if (!v->message && html_has_class(h, "participants")) v->in_members = true;
        return;
    }
    if (html_is(h, "title")) v->in_title = true;
    if (html_is(h, "a") && html_has_class(h, "tel")) take_number(v, h);
    if (!v->message) return;
    if (html_has_class(h, "fn")) v->in_name = true;
    if (html_is(h, "abbr") && html_has_class(h, "dt")) {
        buf_reset(&v->date);
        buf_add(&v->date, html_attribute(h, "title"));
    }
    if (html_is(h, "q")) v->in_words = true;
    if (html_is(h, "br") && v->in_words) buf_add_char(&v->text, '\n');
    if (html_is(h, "img") || html_is(h, "video") || html_is(h, "audio")) v->media = true;
    if (html_is(h, "a") && (html_has_class(h, "video") || html_has_class(h, "vcard")))
        v->media = true;
}

// True when the message ends.
static bool close_tag(voice_page *v, html *h) {
    if (html_is(h, "title")) v->in_title = false;
    if (html_is(h, "span") || html_is(h, "abbr")) v->in_name = false;
    if (html_is(h, "q")) v->in_words = false;
    if (!html_is(h, "div") || !v->depth) return false;
    bool ends = v->message && v->message == v->depth;
    if (!v->message) v->in_members = false;
    v->depth--;
    if (ends) v->message = 0;
    return ends;
}

bool voice_page_event(voice_page *v, html *h, html_event e, size_t most) {
    if (e == HTML_OPEN) open_tag(v, h);
    if (e == HTML_CLOSE) return close_tag(v, h);
    if (e != HTML_TEXT) return false;
    buf *to = v->in_title ? &v->title : v->in_words ? &v->text : v->in_name ? &v->name : NULL;
    if (!to) return false;
    bool fits = to->len + h->value.len <= most;
    v->too_long |= !fits;
    if (fits) buf_add(to, html_value(h));
    return false;
}

bool voice_page_message(voice_page *v, arena *keep, message *out) {
    stamp read;
    bool dated = stamp_read(buf_str(&v->date), ORDER_NONE, &read);
    str text = str_trim(buf_str(&v->text)), name = str_trim(buf_str(&v->name));
    if (str_equal(text, STR("MMS Sent")) || str_equal(text, STR("MMS Received"))) {
        v->media = true;
        text = (str){"", 0};
    }
    buf_reset(&v->scratch);
    if (!str_equal(name, STR("Me"))) phone_key(&v->scratch, buf_str(&v->number));
    *out = (message){
        .text = arena_str(keep, text),
        .author = arena_str(keep, name.len ? name : buf_str(&v->number)),
        .author_id = arena_str(keep, buf_str(&v->scratch)),
        .kind = text.len || !v->media ? KIND_TEXT : KIND_MEDIA,
        .flags = (uint8_t)((v->media ? FLAG_MEDIA : 0) | (v->media && text.len ? FLAG_CAPTION : 0)),
        .line = v->line,
    };
    if (dated) stamp_apply(&read, out);
    return dated;
}

void voice_page_release(voice_page *v) {
    buf *all[] = {&v->title, &v->date, &v->number, &v->name, &v->text, &v->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_release(all[i]);
    arena_release(&v->memory);
    free(v->members);
}

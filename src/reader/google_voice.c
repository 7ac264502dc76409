// google_voice: the pages of text messages in Google Voice's Takeout, a few hours of one
// conversation each.
#include "reader/google_voice_page.h"
#include "reader/html.h"
#include "reader/keep.h"
#include "reader/phone.h"
#include "reader/reader.h"

#include <stdlib.h>

typedef struct page {
    html html;
    voice_page parts;
    buf conversation;
    str title;
    bool ended; // </html> was read
} page;

static int bid(str head, bool whole) {
    (void)whole;
    str window = str_take(head, 256 << 10);
    if (!str_starts(str_trim(str_take(head, 64)), STR("<"))) return 0;
    return str_contains(window, STR("hChatLog hfeed")) ? 92 : 0;
}

// "Ada - Text - 2011-12-16T01_08_08Z.html" is with Ada; a group's name says nothing.
static str named_in(str file) {
    size_t at = str_find(file, STR(" - Text - "));
    return at == SIZE_MAX ? (str){"", 0} : str_trim(str_take(file, at));
}

static bool open_page(reader_state *state) {
    page *p = state->own;
    html_begin(&p->html, state->in, (str){"", 0});
    p->title = keep_valid(&state->memory, named_in(source_name(state->in)));
    phone_key(&p->conversation, p->title);
    return true;
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

// The members of a group, in whatever order the page lists them; else the name in the page's title.
static void name_conversation(page *p, arena *memory) {
    voice_page *v = &p->parts;
    if (p->conversation.len) return;
    if (!p->title.len) p->title = arena_str(memory, str_trim(buf_str(&v->title)));
    if (v->member_count > 1) qsort(v->members, v->member_count, sizeof *v->members, by_bytes);
    for (size_t i = 0; i < v->member_count; i++) {
        if (i) buf_add_char(&p->conversation, '~');
        buf_add(&p->conversation, v->members[i]);
    }
    if (!v->member_count) buf_add(&p->conversation, p->title);
}

static reader_result finish(reader_state *state) {
    page *p = state->own;
    if (source_failed(state->in, state->err)) return READER_FAILED;
    if (p->ended && !p->html.broken) return READER_END;
    error_set(state->err, ATTUNE_INPUT, "%s:%llu: error: the page ends too early",
              source_label(state->in), (unsigned long long)p->html.line);
    return READER_FAILED;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    page *p = state->own;
    for (;;) {
        html_event e = html_next(&p->html);
        if (e == HTML_END) return finish(state);
        p->ended |= e == HTML_CLOSE && html_is(&p->html, "html");
        if (!voice_page_event(&p->parts, &p->html, e, state->options->max_record)) continue;
        state->line = p->parts.line;
        state->reason = p->parts.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
        if (p->parts.too_long || !voice_page_message(&p->parts, keep, out)) return READER_REJECTED;
        name_conversation(p, &state->memory);
        out->conversation = arena_str(keep, buf_str(&p->conversation));
        out->title = arena_str(keep, p->title);
        state->repaired = p->html.repaired;
        p->html.repaired = false;
        return READER_MESSAGE;
    }
}

static void close_page(reader_state *state) {
    page *p = state->own;
    html_release(&p->html);
    voice_page_release(&p->parts);
    buf_release(&p->conversation);
}

const reader reader_google_voice = {
    .name = "googlevoice",
    .summary = "pages of text messages from Google Voice",
    .carries = "numbers as ids; times to the millisecond with offset",
    .how_to = "takeout.google.com: choose Voice; give the folder Voice/Calls or the zip",
    .any_order = true, // a conversation is spread over many pages
    .state_size = sizeof(page),
    .bid = bid,
    .open = open_page,
    .next = next,
    .close = close_page,
};

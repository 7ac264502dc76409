// telegram_html: messages.html of Telegram Desktop, in parts (as tdesktop's
// export_output_html.cpp writes it).
#include "reader/reader.h"
#include "reader/telegram_page.h"

typedef struct page {
    html html;
    telegram_page parts;
    bool ended; // </html> was read
} page;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_trim(str_take(head, 64));
    if (!str_starts(start, STR("<"))) return 0;
    str window = str_take(head, 256 << 10);
    bool history = str_contains(window, STR("class=\"history\"")) &&
                   str_contains(window, STR("class=\"message "));
    bool posts = str_contains(window, STR("class=\"message default")) ||
                 str_contains(window, STR("class=\"message service"));
    bool dated = str_contains(window, STR("date details\" title=\"")) ||
                 str_contains(window, STR("id=\"message"));
    return posts && dated ? (history ? 92 : 85) : 0;
}

static bool open_page(reader_state *state) {
    page *p = state->own;
    html_begin(&p->html, state->in, (str){"", 0});
    return true;
}

static reader_result finish(reader_state *state) {
    page *p = state->own;
    if (source_failed(state->in, state->err)) return READER_FAILED;
    if (p->ended && !p->html.broken) return READER_END;
    error_set(state->err, ATTUNE_INPUT, "%s:%llu: error: the page ends too early",
              source_label(state->in), (unsigned long long)p->html.line);
    error_hint(state->err, "export the chat again; what stands before this line is not used");
    return READER_FAILED;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    page *p = state->own;
    if (telegram_page_reaction(&p->parts, keep, out)) return READER_MESSAGE;
    for (;;) {
        html_event e = html_next(&p->html);
        if (e == HTML_END) return finish(state);
        p->ended |= e == HTML_CLOSE && html_is(&p->html, "html");
        if (!telegram_page_event(&p->parts, &p->html, e, state->options->max_record)) continue;
        state->line = p->parts.line;
        if (p->parts.separator) continue;
        state->reason = REJECT_TOO_LONG;
        if (p->parts.too_long) return READER_REJECTED;
        telegram_page_message(&p->parts, keep, out);
        state->repaired = p->html.repaired;
        p->html.repaired = false;
        return READER_MESSAGE;
    }
}

static void close_page(reader_state *state) {
    page *p = state->own;
    html_release(&p->html);
    telegram_page_release(&p->parts);
}

// messages.html, messages2.html, …: the pages of one chat.
static reader_role role(str path) {
    str name = package_file(path);
    if (!str_starts(name, STR("messages")) || !str_ends(name, STR(".html"))) return ROLE_NONE;
    str number = str_drop(str_take(name, name.len - 5), 8);
    int64_t value;
    return number.len == 0 || (str_int64(number, &value) && value > 0) ? ROLE_PART : ROLE_NONE;
}

const reader reader_telegram_html = {
    .name = "telegram-html",
    .summary = "messages.html of Telegram Desktop, with its further parts",
    .carries = "ids, replies, reactions with names, forwards; times to the second with offset",
    .how_to = "Telegram Desktop: the chat's menu, Export chat history, format HTML; JSON carries "
              "more",
    .state_size = sizeof(page),
    .bid = bid,
    .open = open_page,
    .next = next,
    .close = close_page,
    .role = role,
};

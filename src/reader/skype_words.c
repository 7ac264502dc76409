#include "reader/skype_words.h"

// Quotes hold the words of another.
static bool is_quote(html *h) {
    if (html_is(h, "quote")) return true;
    return html_is(h, "blockquote") && str_contains(html_attribute(h, "itemtype"), STR("Reply"));
}

static void open_tag(skype_words *w, unsigned *quotes) {
    html *h = &w->html;
    bool block = html_is(h, "p") || html_is(h, "div") || html_is(h, "li");
    if (h->empty && !html_is(h, "br")) {
        w->edited |= html_is(h, "e_m");
        return;
    }
    w->edited |= html_is(h, "e_m");
    if (is_quote(h) || (*quotes && html_is(h, "blockquote"))) {
        str id = html_attribute(h, "itemid");
        if (!*quotes && id.len) {
            buf_reset(&w->reply_to);
            buf_add(&w->reply_to, id);
        }
        ++*quotes;
    }
    if (*quotes) return;
    if (html_is(h, "br") || (block && w->text.len)) buf_add_char(&w->text, '\n');
}

static bool has_reference(str s) {
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"};
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (str_contains(s, str_from(references[i]))) return true;
    return false;
}

void skype_words_read(skype_words *w, str content) {
    unsigned quotes = 0;
    buf_reset(&w->text);
    buf_reset(&w->reply_to);
    w->edited = false;
    html_begin(&w->html, NULL, content);
    for (html_event e; (e = html_next(&w->html)) != HTML_END;) {
        if (e == HTML_OPEN) open_tag(w, &quotes);
        if (e == HTML_TEXT && !quotes) buf_add(&w->text, html_value(&w->html));
        bool closes = e == HTML_CLOSE && quotes &&
                      (html_is(&w->html, "quote") || html_is(&w->html, "blockquote"));
        quotes -= closes;
    }
    // What is left after a tag that never ends is text.
    if (w->html.broken) buf_add(&w->text, buf_str(&w->html.tag));
    // Some clients wrote references as references.
    if (!has_reference(buf_str(&w->text))) return;
    buf_reset(&w->once);
    buf_add(&w->once, buf_str(&w->text));
    buf_reset(&w->text);
    html_decode(&w->text, buf_str(&w->once));
}

void skype_words_release(skype_words *w) {
    html_release(&w->html);
    buf_release(&w->text);
    buf_release(&w->once);
    buf_release(&w->reply_to);
}

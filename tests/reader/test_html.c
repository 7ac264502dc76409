#include "reader/html.h"

#include <criterion/criterion.h>

static void expect_events(const char *page, const char *wanted) {
    html h = {0};
    buf got = {0};
    html_begin(&h, NULL, str_from(page));
    for (html_event e; (e = html_next(&h)) != HTML_END;) {
        buf_add(&got, e == HTML_TEXT ? STR("'") : e == HTML_OPEN ? STR("<") : STR("/"));
        buf_add(&got, html_value(&h));
        if (e == HTML_OPEN && h.empty) buf_add_char(&got, '-');
    }
    if (h.broken) buf_add_char(&got, '!');
    buf_add_char(&got, '\0');
    cr_assert_str_eq(got.at, wanted, "%s: %s", page, got.at);
    buf_release(&got);
    html_release(&h);
}

Test(html, gives_tags_and_texts_as_they_come) {
    expect_events("<!DOCTYPE html><P>a &lt; b<br>c<img src=x/></p >", "<p'a < b<br-'c<img-/p");
    expect_events("<?xml?><a title='>'>x</a><!-- <b> -- --> y", "<a'x/a' y");
    expect_events("1 < 2 <3 & 4 &bogus; &#128512;&#x41;&#55357;&nbsp;",
                  "'1 '< 2 '<3 & 4 &bogus; \xF0\x9F\x98\x80"
                  "A\xEF\xBF\xBD\xC2\xA0");
    expect_events("a\xFF<b>", "'a\xEF\xBF\xBD<b");
}

Test(html, says_when_it_ends_inside_a_tag) {
    expect_events("x<a href='>", "'x!");
    expect_events("x<!-- y", "'x!");
    expect_events("x<", "'x'<");
}

Test(html, has_tags_of_1_mib) {
    for (int over = -1; over <= 1; over++) {
        size_t len = (size_t)((1 << 20) + over);
        buf page = {0};
        html h = {0};
        buf_add(&page, STR("<p "));
        memset(buf_more(&page, len), 'x', len);
        page.len += len - 2; // of the tag's inside, "p " is a part
        buf_add(&page, STR(">text"));
        html_begin(&h, NULL, buf_str(&page));
        cr_expect_eq(html_next(&h), over > 0 ? HTML_END : HTML_OPEN, "%d", over);
        cr_expect_eq(h.broken, over > 0, "%d", over);
        html_release(&h);
        buf_release(&page);
    }
}

Test(html, finds_attributes_and_words_of_the_class) {
    html h = {0};
    html_begin(&h, NULL, STR("<div id=m1 CLASS=\"message &amp; default\" title='a \"b\"' hidden>"));
    cr_assert_eq(html_next(&h), HTML_OPEN);
    cr_assert(html_has_class(&h, "default") && html_has_class(&h, "&"));
    cr_assert_not(html_has_class(&h, "mess"));
    cr_assert(str_equal(html_attribute(&h, "id"), STR("m1")));
    cr_assert(str_equal(html_attribute(&h, "title"), STR("a \"b\"")));
    cr_assert_eq(html_attribute(&h, "hidden").len, 0);
    cr_assert_eq(html_attribute(&h, "href").len, 0);
    cr_assert(html_is(&h, "div"));
    html_release(&h);
}

Test(html, gives_long_texts_in_pieces_that_lose_nothing) {
    buf page = {0}, got = {0};
    for (size_t i = 0; i < 20000; i++) buf_add(&page, STR("\xC3\xA9&amp;x"));
    html h = {0};
    html_begin(&h, NULL, buf_str(&page));
    size_t pieces = 0;
    for (html_event e; (e = html_next(&h)) != HTML_END; pieces++) {
        cr_assert_eq(e, HTML_TEXT);
        buf_add(&got, html_value(&h));
    }
    cr_assert(pieces > 1);
    cr_assert_eq(got.len, 20000 * 4);
    for (size_t i = 0; i < got.len; i += 4)
        cr_assert(memcmp(got.at + i, "\xC3\xA9&x", 4) == 0, "at %zu", i);
    buf_release(&page);
    buf_release(&got);
    html_release(&h);
}

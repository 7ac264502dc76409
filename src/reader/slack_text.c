#include "reader/slack_text.h"

#include "reader/json_walk.h"

void slack_text_reset(slack_text *t) {
    buf_reset(&t->text);
    buf_reset(&t->mentions);
    t->mention_count = 0;
}

void slack_text_release(slack_text *t) {
    buf_release(&t->text);
    buf_release(&t->mentions);
    buf_release(&t->type);
    buf_release(&t->words);
    buf_release(&t->id);
}

str slack_user(const slack_text *t, str id) {
    str name = package_get(t->tables, SLACK_USERS, t->scope, id, NULL);
    return name.len ? name : id;
}

static void add_user(slack_text *t, str id, str shown) {
    str name = package_get(t->tables, SLACK_USERS, t->scope, id, NULL);
    buf_add_char(&t->text, '@');
    buf_add(&t->text, name.len ? name : shown.len ? shown : id);
    buf_add(&t->mentions, id);
    buf_add_char(&t->mentions, '\0');
    t->mention_count++;
}

static void add_channel(slack_text *t, str id, str shown) {
    str name = package_get(t->tables, SLACK_NAMES, t->scope, id, NULL);
    buf_add_char(&t->text, '#');
    buf_add(&t->text, shown.len ? shown : name.len ? name : id);
}

// The character of &amp; &lt; &gt; at the start of s, no other reference is one, or 0.
static char reference(str s, size_t *len) {
    static const struct {
        str name;
        char is;
    } known[] = {{{"&amp;", 5}, '&'}, {{"&lt;", 4}, '<'}, {{"&gt;", 4}, '>'}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_starts(s, known[i].name)) continue;
        *len = known[i].name.len;
        return known[i].is;
    }
    return 0;
}

static void add_unescaped(buf *to, str s) {
    while (s.len) {
        const char *hit = memchr(s.at, '&', s.len);
        size_t plain = hit ? (size_t)(hit - s.at) : s.len, len = 1;
        buf_add(to, str_take(s, plain));
        s = str_drop(s, plain);
        if (!s.len) return;
        char is = reference(s, &len);
        buf_add_char(to, is ? is : '&');
        s = str_drop(s, len);
    }
}

// What stands between < and >: @U1|ada, #C1|general, !here, !subteam^S1|@team, https://a.b|there.
static void add_link(slack_text *t, str inside) {
    str_cut_result parts = str_cut(inside, '|');
    str target = parts.head, shown = parts.tail;
    if (str_starts(target, STR("@"))) {
        add_user(t, str_drop(target, 1), shown);
    } else if (str_starts(target, STR("#"))) {
        add_channel(t, str_drop(target, 1), shown);
    } else if (str_starts(target, STR("!"))) {
        if (!shown.len) buf_add_char(&t->text, '@');
        add_unescaped(&t->text, shown.len ? shown : str_drop(target, 1));
    } else {
        add_unescaped(&t->text, shown.len ? shown : target);
    }
}

void slack_text_add(slack_text *t, str s) {
    while (s.len) {
        const char *hit = memchr(s.at, '<', s.len);
        size_t plain = hit ? (size_t)(hit - s.at) : s.len;
        add_unescaped(&t->text, str_take(s, plain));
        s = str_drop(s, plain);
        if (!s.len) return;
        str_cut_result link = str_cut(str_drop(s, 1), '>');
        if (!link.found) {
            add_unescaped(&t->text, s);
            return;
        }
        add_link(t, link.head);
        s = link.tail;
    }
}

static bool is_type(const slack_text *t, const char *name) {
    return str_equal(buf_str(&t->type), str_from(name));
}

// An element that holds no others is over.
static void add_leaf(slack_text *t) {
    str words = buf_str(&t->words), id = buf_str(&t->id);
    if (is_type(t, "user")) {
        add_user(t, id, STR(""));
    } else if (is_type(t, "channel")) {
        add_channel(t, id, STR(""));
    } else if (is_type(t, "emoji")) {
        buf_add_char(&t->text, ':');
        buf_add(&t->text, id);
        buf_add_char(&t->text, ':');
    } else if (is_type(t, "broadcast")) {
        buf_add_char(&t->text, '@');
        buf_add(&t->text, id);
    } else if (is_type(t, "mrkdwn")) {
        slack_text_add(t, words);
    } else {
        buf_add(&t->text, words.len ? words : id);
    }
}

static bool add_element(slack_text *t, json *j);

// The elements of a list, or the one object, that come next. *leads: there are such.
static bool add_inner(slack_text *t, json *j, buf *words, bool *leads) {
    json_event e = json_next(j);
    if (e == JSON_STRING) buf_add(words, json_value(j));
    *leads = e == JSON_OBJECT || e == JSON_ARRAY;
    if (e == JSON_OBJECT) return add_element(t, j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END)
        if (e == JSON_OBJECT ? !add_element(t, j) : !json_skip(j, e)) return false;
    return true;
}

// The rest of an object. Sections end a line. They are no deeper than JSON may be.
static bool add_element(slack_text *t, json *j) {
    static const char *const ids[] = {"user_id", "channel_id", "name", "range", "url"};
    bool leads = false, section = false;
    buf_reset(&t->type);
    buf_reset(&t->words);
    buf_reset(&t->id);
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) break;
        if (e != JSON_KEY) return false;
        bool inner = json_is(j, "elements") || json_is(j, "text"), known = inner, has_inner = false;
        if (inner && !add_inner(t, j, &t->words, &has_inner)) return false;
        leads |= has_inner;
        if (!known && json_is(j, "type")) {
            known = true;
            if (!json_take(j, &t->type)) return false;
            section = str_starts(buf_str(&t->type), STR("rich_text_"));
        }
        for (size_t i = 0; !known && i < sizeof ids / sizeof *ids; i++) {
            if (!json_is(j, ids[i])) continue;
            known = true;
            if (!json_take(j, &t->id)) return false;
        }
        if (!known && !json_pass(j)) return false;
    }
    if (!leads) add_leaf(t);
    if (section) buf_add_char(&t->text, '\n');
    return true;
}

bool slack_text_add_blocks(slack_text *t, json *j) {
    bool leads;
    if (!add_inner(t, j, &t->words, &leads)) return false;
    while (str_ends(buf_str(&t->text), STR("\n"))) t->text.len--;
    return true;
}

#include "reader/discord_markup.h"

#include "base/scan.h"

static bool is_id(str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9') return false;
    return s.len >= 15 && s.len <= 20;
}

static void add_mention(discord_markup *m, str id) {
    buf_add_char(&m->text, '@');
    buf_add(&m->text, id);
    buf_add(&m->mentions, id);
    buf_add_char(&m->mentions, '\0');
    m->mention_count++;
}

// <:name:1> or, when it moves, <a:name:1>.
static bool add_picture(discord_markup *m, str inside) {
    str_cut_result first = str_cut(inside, ':'), second = str_cut(first.tail, ':');
    bool plain = first.head.len == 0 || str_equal(first.head, STR("a"));
    if (!plain || !second.found || !second.head.len || !is_id(second.tail)) return false;
    buf_add_char(&m->text, ':');
    buf_add(&m->text, second.head);
    buf_add_char(&m->text, ':');
    return true;
}

// What stands between < and >; false when it is no markup.
static bool add_inside(discord_markup *m, str inside) {
    if (str_starts(inside, STR("@"))) {
        str id = str_drop(inside, 1);
        bool role = str_starts(id, STR("&"));
        if (role || str_starts(id, STR("!"))) id = str_drop(id, 1);
        if (!is_id(id)) return false;
        if (!role) {
            add_mention(m, id);
            return true;
        }
        buf_add_char(&m->text, '@');
        buf_add(&m->text, id);
        return true;
    }
    if (str_starts(inside, STR("#")) && is_id(str_drop(inside, 1))) {
        buf_add(&m->text, inside);
        return true;
    }
    if (str_starts(inside, STR("t:")) && inside.len > 10 && inside.len < 24)
        return strchr("0123456789-", inside.at[2]) != NULL;
    return add_picture(m, inside);
}

// Takes marks that stand in pairs out of the text, with the word behind an opening mark that is
// alone on its line: the language of code.
static void drop_pairs(buf *text, str mark, bool language) {
    str s = buf_str(text);
    size_t count = 0, len = 0;
    for (str rest = s; str_contains(rest, mark); count++)
        rest = str_drop(rest, str_find(rest, mark) + mark.len);
    if (count < 2 || count % 2) return;
    for (bool opens = true;; opens = !opens) {
        size_t at = str_find(s, mark), kept = at == SIZE_MAX ? s.len : at;
        memmove(text->at + len, s.at, kept);
        len += kept;
        if (at == SIZE_MAX) break;
        s = str_drop(s, at + mark.len);
        size_t word = 0;
        while (word < s.len && (s.at[word] | 32) >= 'a' && (s.at[word] | 32) <= 'z') word++;
        if (language && opens && word && word < s.len && s.at[word] == '\n') s = str_drop(s, word);
    }
    text->len = len;
}

void discord_markup_set(discord_markup *m, str s) {
    buf_reset(&m->text);
    buf_reset(&m->mentions);
    m->mention_count = 0;
    for (;;) {
        str_cut_result parts = str_cut(s, '<');
        buf_add(&m->text, parts.head);
        if (!parts.found) break;
        str_cut_result inside = str_cut(parts.tail, '>');
        bool known = inside.found && add_inside(m, inside.head);
        if (!known) buf_add_char(&m->text, '<');
        s = known ? inside.tail : parts.tail;
    }
    drop_pairs(&m->text, STR("||"), false);
    drop_pairs(&m->text, STR("```"), true);
}

str discord_markup_words(discord_markup *m, arena *keep, str s) {
    const char *end = s.at + s.len;
    if (!s.len || scan_find(s.at, end, '<', '|', '`') == end) return s;
    discord_markup_set(m, s);
    return arena_str(keep, buf_str(&m->text));
}

void discord_markup_release(discord_markup *m) {
    buf_release(&m->text);
    buf_release(&m->mentions);
}

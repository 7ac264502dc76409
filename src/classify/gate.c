#include "classify/gate.h"

enum { DEFAULT_TURNS = 3 };

bool gate_codes(code_set *out, const codebook *book, str wildcard) {
    bool any = str_ends(wildcard, STR("*")), found = false;
    str prefix = any ? str_take(wildcard, wildcard.len - 1) : wildcard;
    for (size_t i = 0; i < book->code_count; i++) {
        str name = book->codes[i].name;
        if (any ? !str_starts(name, prefix) : !str_equal(name, prefix)) continue;
        code_set_add(out, (uint8_t)i);
        found = true;
    }
    return found;
}

static bool read_themes(uint64_t *out, const codebook *book, str names) {
    str_cut_result cut = {.tail = names, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '+');
        uint8_t index = codebook_code(book, cut.head);
        if (index == 255 || book->codes[index].family != FAMILY_THEME) return false;
        *out |= 1ull << book->codes[index].theme;
    }
    return true;
}

static const char *read_after(gate *out, const codebook *book, str value) {
    str_cut_result themes = str_cut(value, '/');
    str_cut_result cut = {.tail = themes.head, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '|');
        if (!gate_codes(&out->codes, book, cut.head)) return "no code of that name";
    }
    if (themes.found && !read_themes(&out->themes, book, themes.tail))
        return "no theme of that name";
    out->after = true;
    return NULL;
}

static const char *read_count(uint8_t *out, str value) {
    int64_t count;
    if (!str_int64(value, &count) || count < 1 || count > 255)
        return "a number from 1 to 255 is needed";
    *out = (uint8_t)count;
    return NULL;
}

static const char *read_span(int64_t *out, str value) {
    static const struct {
        str suffix;
        int64_t ms;
    } units[] = {{{"ms", 2}, 1},
                 {{"s", 1}, 1000},
                 {{"m", 1}, 60000},
                 {{"h", 1}, 3600000},
                 {{"d", 1}, 86400000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!str_ends(value, units[i].suffix)) continue;
        int64_t count;
        if (!str_int64(str_take(value, value.len - units[i].suffix.len), &count)) continue;
        if (count < 1 || count > 100000) break;
        *out = count * units[i].ms;
        return NULL;
    }
    return "a time such as 90s, 10m, 24h or 7d is needed";
}

static const char *read_with(gate *out, const codebook *book, str value) {
    size_t at = str_find(value, STR(">="));
    str set = at == SIZE_MAX ? value : str_take(value, at);
    out->with_count = 1;
    str_cut_result cut = {.tail = set, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '|');
        if (!gate_codes(&out->with, book, cut.head)) return "no code of that name";
    }
    return at == SIZE_MAX ? NULL : read_count(&out->with_count, str_drop(value, at + 2));
}

static const char *read_word(gate *out, const codebook *book, str word) {
    if (str_starts(word, STR("after="))) return read_after(out, book, str_drop(word, 6));
    if (str_starts(word, STR("turns="))) return read_count(&out->turns, str_drop(word, 6));
    if (str_starts(word, STR("within="))) return read_span(&out->within, str_drop(word, 7));
    if (str_starts(word, STR("unanswered>=")))
        return read_count(&out->unanswered, str_drop(word, 12));
    if (str_starts(word, STR("with="))) return read_with(out, book, str_drop(word, 5));
    if (str_equal(word, STR("speaker=self"))) {
        out->self = true;
        return NULL;
    }
    if (str_equal(word, STR("speaker=other"))) return NULL;
    if (str_equal(word, STR("polarity=match"))) {
        out->polarity_match = true;
        return NULL;
    }
    if (str_equal(word, STR("alone"))) {
        out->alone = true;
        return NULL;
    }
    return "not a condition of a gate";
}

bool gate_read(gate *out, const codebook *book, str text, str *wrong, const char **why) {
    *out = (gate){.turns = DEFAULT_TURNS};
    str_cut_result cut = {.tail = text, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ' ');
        if (cut.head.len == 0) continue;
        *wrong = cut.head;
        *why = read_word(out, book, cut.head);
        if (*why) return false;
    }
    if (!out->after && (out->self || out->polarity_match)) {
        *wrong = text;
        *why = "speaker and polarity need after=";
        return false;
    }
    return true;
}

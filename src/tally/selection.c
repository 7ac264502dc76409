#include "tally/selection.h"

// Whether the name is the wildcard's, which may end in *.
static bool is_named(str name, str wildcard) {
    if (!str_ends(wildcard, STR("*"))) return str_equal(name, wildcard);
    return str_starts(name, str_take(wildcard, wildcard.len - 1));
}

static uint64_t categories_of(const codebook *book, str text) {
    uint64_t found = 0;
    str_cut_result cut = {.tail = text, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '|');
        for (size_t i = 0; i < book->category_count; i++)
            if (cut.head.len > 1 && is_named(book->categories[i], cut.head)) found |= 1ull << i;
    }
    return found;
}

static size_t find(const selection *s, str text) {
    size_t i = 0;
    while (i < s->count && !str_equal(s->sets[i].text, text)) i++;
    return i;
}

bool selection_add(selection *s, const codebook *book, const char *list, uint32_t *members,
                   error *err) {
    str_cut_result cut = {.tail = str_from(list), .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ',');
        if (cut.head.len == 0)
            return error_set(err, ATTUNE_USAGE, "error: a code is missing in \"%s\"", list);
        size_t at = find(s, cut.head);
        if (at == SELECTION_MOST)
            return error_set(err, ATTUNE_USAGE, "error: more than %d codes", SELECTION_MOST);
        if (at == s->count) {
            s->sets[at] = (selection_set){cut.head, categories_of(book, cut.head)};
            s->by_words |= s->sets[at].categories != 0;
            s->count++;
        }
        *members |= 1u << at;
    }
    return true;
}

// One code of a message.
typedef struct carried {
    str name;
    uint64_t themes;
} carried;

// Whether the code has one of the themes, joined by +.
static bool has_theme(const codebook *book, uint64_t themes, str wanted) {
    str_cut_result cut = {.tail = wanted, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '+');
        for (size_t i = 0; i < book->theme_count; i++)
            if (themes >> i & 1 && is_named(book->codes[book->theme_code[i]].name, cut.head))
                return true;
    }
    return false;
}

static bool is_member(const codebook *book, const carried *one, str set) {
    str_cut_result cut = {.tail = set, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '|');
        str_cut_result themes = str_cut(cut.head, '/');
        if (!is_named(one->name, themes.head)) continue;
        if (!themes.found || has_theme(book, one->themes, themes.tail)) return true;
    }
    return false;
}

static uint32_t sets_of(const selection *s, const codebook *book, const carried *one) {
    uint32_t mask = 0;
    for (size_t i = 0; i < s->count; i++)
        mask |= (uint32_t)is_member(book, one, s->sets[i].text) << i;
    return mask;
}

// A code is a set, and so are its themes.
static uint32_t sets_of_coded(const selection *s, const codebook *book, const coded *c) {
    uint32_t mask = sets_of(s, book, &(carried){book->codes[c->code].name, c->themes});
    for (size_t i = 0; i < book->theme_count; i++)
        if (c->themes >> i & 1)
            mask |= sets_of(s, book, &(carried){book->codes[book->theme_code[i]].name, 0});
    return mask;
}

// The codes as the source gives them, one by one: what the codebook does not know counts by its
// name, with confidence 1 where none is given.
static uint32_t sets_of_text(const selection *s, const codebook *book, str codes,
                             uint8_t min_confidence) {
    uint32_t mask = 0;
    str_cut_result cut = {.tail = codes, .found = codes.len > 0};
    while (cut.found) {
        cut = str_cut(cut.tail, ';');
        str piece = str_trim(cut.head);
        coding known;
        if (coding_parse(&known, book, piece, STR("")) && known.count) {
            if (known.at[0].confidence >= min_confidence)
                mask |= sets_of_coded(s, book, &known.at[0]);
            continue;
        }
        uint8_t confidence = 100;
        str_cut_result flags = str_cut(piece, '!'), share = str_cut(flags.head, '@');
        if (share.found && !coding_confidence(share.tail, &confidence)) continue;
        str name = str_cut(share.head, '/').head;
        if (name.len && confidence >= min_confidence) mask |= sets_of(s, book, &(carried){name, 0});
    }
    return mask;
}

uint32_t selection_of(const selection *s, const codebook *book, const message *m,
                      const coding *codes, uint64_t categories, uint8_t min_confidence) {
    uint32_t mask = 0;
    if (m->codes.at) mask = sets_of_text(s, book, m->codes, min_confidence);
    for (uint32_t i = 0; !m->codes.at && i < codes->count; i++)
        if (codes->at[i].confidence >= min_confidence)
            mask |= sets_of_coded(s, book, &codes->at[i]);
    for (size_t i = 0; categories && i < s->count; i++)
        mask |= (uint32_t)((s->sets[i].categories & categories) != 0) << i;
    return mask;
}

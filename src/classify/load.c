#include "classify/load.h"

#include "base/utf8.h"
#include "classify/coding.h"
#include "classify/gate.h"
#include "classify/index.h"
#include "classify/syntax.h"

#include <stdlib.h>

static bool fits(str text, size_t limit) { return text.len <= limit; }

static bool begin(loading *l, str text, const char *path, const char *header) {
    sheet_release(&l->sheet);
    return sheet_read(&l->sheet, &l->book->memory, path, text, header, l->err);
}

// codes.csv

enum {
    CODE_NAME,
    CODE_FAMILY,
    CODE_AXIS,
    CODE_LABEL,
    CODE_DEFINITION,
    CODE_COVERT,
    CODE_PRECEDENCE,
    CODE_SOURCE
};

static const char *const family_names[FAMILY_COUNT] = {
    "request", "theme", "affirmation", "non_affirmation", "boundary", "check_in", "component",
};

static bool read_family(loading *l, size_t row, code *out) {
    str name = sheet_cell(&l->sheet, row, CODE_FAMILY);
    for (size_t i = 0; i < FAMILY_COUNT; i++) {
        if (!str_equal(name, str_from(family_names[i]))) continue;
        out->family = (uint8_t)i;
        return true;
    }
    sheet_error(&l->sheet, row, CODE_FAMILY, l->err, "no family of that name");
    return error_hint(
        l->err, "request, theme, affirmation, non_affirmation, boundary, check_in or component");
}

static bool is_code_name(str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool sign = c == '.' || c == '_' || (c >= '0' && c <= '9');
        if (!sign && !(c >= 'A' && c <= 'Z')) return false;
    }
    return name.len > 0;
}

static bool read_code(loading *l, size_t row) {
    codebook *book = l->book;
    const sheet *s = &l->sheet;
    code *out = &book->codes[book->code_count];
    int64_t precedence = 1000;
    *out = (code){.name = sheet_cell(s, row, CODE_NAME),
                  .axis = sheet_cell(s, row, CODE_AXIS),
                  .label = sheet_cell(s, row, CODE_LABEL),
                  .definition = sheet_cell(s, row, CODE_DEFINITION),
                  .source = sheet_cell(s, row, CODE_SOURCE)};
    if (!is_code_name(out->name)) {
        sheet_error(s, row, CODE_NAME, l->err, "not the name of a code");
        return error_hint(l->err, "capitals, digits, dots and underscores, such as R.DIRECT");
    }
    if (codebook_code(book, out->name) != 255)
        return sheet_error(s, row, CODE_NAME, l->err, "this code is there twice");
    if (!read_family(l, row, out)) return false;
    str covert = sheet_cell(s, row, CODE_COVERT), rank = sheet_cell(s, row, CODE_PRECEDENCE);
    out->covert = str_equal(covert, STR("1"));
    if (!out->covert && covert.len && !str_equal(covert, STR("0")))
        return sheet_error(s, row, CODE_COVERT, l->err, "neither 0 nor 1");
    if (rank.len && (!str_int64(rank, &precedence) || precedence < 0 || precedence > 1000000))
        return sheet_error(s, row, CODE_PRECEDENCE, l->err, "not a number from 0 to 1000000");
    out->precedence = (int)precedence;
    if (out->family == FAMILY_THEME) {
        if (book->theme_count == LIMIT_THEMES)
            return sheet_error(s, row, CODE_NAME, l->err, "more than %d themes", LIMIT_THEMES);
        out->theme = (uint8_t)book->theme_count;
        book->theme_code[book->theme_count++] = (uint8_t)book->code_count;
    }
    book->code_count++;
    return true;
}

bool load_codes(loading *l, str text, const char *path) {
    codebook *book = l->book;
    if (!begin(l, text, path, "code,family,axis,label,definition,covert,precedence,source"))
        return false;
    if (l->sheet.row_count > LIMIT_CODES)
        return error_set(l->err, ATTUNE_USAGE, "%s: error: more than %d codes", path, LIMIT_CODES);
    book->codes = memory_alloc((l->sheet.row_count + 1) * sizeof *book->codes);
    for (size_t row = 0; row < l->sheet.row_count; row++)
        if (!read_code(l, row)) return false;
    book->affirm_context = codebook_code(book, STR("A.CTX"));
    book->affirm_emoji = codebook_code(book, STR("A.EMOJI"));
    book->negative = codebook_code(book, STR("N.NEG"));
    book->ambiguous = codebook_code(book, STR("N.AMBIV"));
    book->meta = codebook_code(book, STR("R.META"));
    book->explained = codebook_code(book, STR("R.EXPL"));
    book->double_check = codebook_code(book, STR("R.DOUBLE"));
    book->boundary = codebook_code(book, STR("S.BOUND"));
    book->check_in = codebook_code(book, STR("C.CHECKIN"));
    return true;
}

// words.csv

static bool category_bit(loading *l, size_t row, str name, uint64_t *bit) {
    codebook *book = l->book;
    size_t i = 0;
    while (i < book->category_count && !str_equal(book->categories[i], name)) i++;
    if (i == LIMIT_CATEGORIES)
        return sheet_error(&l->sheet, row, 1, l->err, "more than %d categories", LIMIT_CATEGORIES);
    if (!macros_is_name(name))
        return sheet_error(&l->sheet, row, 1, l->err, "not the name of a category");
    if (i == book->category_count) book->categories[book->category_count++] = name;
    *bit |= 1ull << i;
    return true;
}

bool load_words(loading *l, str text, const char *path, size_t pack_index) {
    if (!begin(l, text, path, "entry,category,weight,note")) return false;
    codebook_engine *engine = l->book->engine;
    for (size_t row = 0; row < l->sheet.row_count; row++) {
        str entry = sheet_cell(&l->sheet, row, 0);
        uint64_t bits = 0;
        str_cut_result cut = {.tail = sheet_cell(&l->sheet, row, 1), .found = true};
        while (cut.found) {
            cut = str_cut(cut.tail, ' ');
            if (!category_bit(l, row, cut.head, &bits)) return false;
        }
        if (!fits(entry, 1000) || !lexicon_add(&engine->words, pack_index, entry, bits)) {
            sheet_error(&l->sheet, row, 0, l->err,
                        "not a word, a prefix such as reassur*, or a phrase");
            return error_hint(l->err, "a * stands at the end of a single word of at most 63 bytes");
        }
    }
    return true;
}

// macros.csv

bool load_macros(loading *l, str text, const char *path) {
    if (!begin(l, text, path, "name,pattern,note")) return false;
    for (size_t row = 0; row < l->sheet.row_count; row++) {
        str name = sheet_cell(&l->sheet, row, 0);
        if (!macros_is_name(name)) {
            sheet_error(&l->sheet, row, 0, l->err, "not the name of a macro");
            return error_hint(l->err, "a letter, then letters, digits and underscores");
        }
        if (!macros_add(l->macros, name, sheet_cell(&l->sheet, row, 1), (uint32_t)row))
            return sheet_error(&l->sheet, row, 0, l->err, "this macro is there twice");
    }
    return true;
}

// answers.csv

static const char *const says_names[] = {"", "yes", "no", "hedge", "any"};

static bool read_says(str name, uint8_t most, uint8_t *out) {
    for (uint8_t i = 0; i <= most; i++) {
        if (!str_equal(name, str_from(says_names[i]))) continue;
        *out = i;
        return true;
    }
    return false;
}

static str answer_id(loading *l, size_t pack_index, str entry) {
    buf_reset(&l->scratch);
    buf_add(&l->scratch, l->book->packs[pack_index].lang);
    buf_add(&l->scratch, STR(".answer."));
    for (size_t i = 0; i < entry.len; i++)
        buf_add_char(&l->scratch, entry.at[i] == ' ' ? '_' : entry.at[i]);
    return arena_str(&l->book->memory, buf_str(&l->scratch));
}

bool load_answers(loading *l, str text, const char *path, size_t pack_index) {
    if (!begin(l, text, path, "entry,says,strength,note")) return false;
    codebook *book = l->book;
    codebook_engine *engine = book->engine;
    for (size_t row = 0; row < l->sheet.row_count; row++) {
        str entry = sheet_cell(&l->sheet, row, 0);
        answer a = {
            .entry = entry, .pack = (uint8_t)pack_index, .id = answer_id(l, pack_index, entry)};
        if (!read_says(sheet_cell(&l->sheet, row, 1), SAYS_HEDGE, &a.says) || !a.says)
            return sheet_error(&l->sheet, row, 1, l->err, "neither yes, no nor hedge");
        if (!coding_confidence(sheet_cell(&l->sheet, row, 2), &a.strength))
            return sheet_error(&l->sheet, row, 2, l->err,
                               "not a number from 0 to 1 with at most two decimals");
        memory_reserve(book->answers, l->answer_room, book->answer_count + 1);
        memory_reserve(engine->shadowed, l->shadowed_room, book->answer_count + 1);
        engine->shadowed[book->answer_count] = 0;
        if (!fits(entry, 200) ||
            !lexicon_add_answer(&engine->words, pack_index, entry, book->answer_count,
                                &engine->shadowed[book->answer_count]))
            return sheet_error(&l->sheet, row, 0, l->err, "not a word or phrase");
        book->answers[book->answer_count++] = a;
    }
    return true;
}

// rules.csv

enum {
    RULE_ID,
    RULE_CODE,
    RULE_THEME,
    RULE_CONFIDENCE,
    RULE_ANSWER,
    RULE_PATTERN,
    RULE_GATE,
    RULE_UNLESS,
    RULE_EXAMPLE,
    RULE_COUNTEREXAMPLE,
    RULE_NOTE
};

static bool read_themes(loading *l, size_t row, rule *out) {
    str rest = sheet_cell(&l->sheet, row, RULE_THEME);
    while (rest.len) {
        size_t len = 0;
        while (len < rest.len && rest.at[len] != ' ' && rest.at[len] != '+') len++;
        uint8_t index = codebook_code(l->book, str_take(rest, len));
        if (index == 255 || l->book->codes[index].family != FAMILY_THEME) {
            sheet_error(&l->sheet, row, RULE_THEME, l->err, "no theme of that name");
            return error_hint(l->err, "names of codes of the family theme, joined by spaces");
        }
        out->themes |= 1ull << l->book->codes[index].theme;
        rest = str_drop(rest, len + 1);
    }
    return true;
}

static bool read_scopes(loading *l, size_t row, rule *out) {
    static const char *const names[] = {"quoted",   "third_person", "past",       "negated",
                                        "reported", "question",     "conditional"};
    str_cut_result cut = {.tail = sheet_cell(&l->sheet, row, RULE_UNLESS), .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ' ');
        unsigned i = 0;
        while (cut.head.len && i < 7 && !str_equal(cut.head, str_from(names[i]))) i++;
        if (i == 7) {
            sheet_error(&l->sheet, row, RULE_UNLESS, l->err, "no scope of that name");
            return error_hint(
                l->err, "quoted, third_person, past, negated, reported, question, conditional");
        }
        if (cut.head.len) out->scopes |= (uint16_t)(1u << i);
    }
    return true;
}

static bool read_gate(loading *l, size_t row, rule *out) {
    str wrong;
    const char *why;
    if (gate_read(&out->gate, l->book, sheet_cell(&l->sheet, row, RULE_GATE), &wrong, &why))
        return true;
    sheet_error(&l->sheet, row, RULE_GATE, l->err, "\"%.*s\": %s",
                (int)(wrong.len < 60 ? wrong.len : 60), wrong.at, why);
    return error_hint(l->err, "for example: after=R.* turns=3 within=24h polarity=match");
}

static bool expand(loading *l, size_t row, size_t column, str text) {
    str wrong;
    buf_reset(&l->scratch);
    switch (macros_expand(l->macros, &l->scratch, text, LIMIT_PATTERN, &l->book->memory, &wrong)) {
    case MACROS_UNKNOWN:
        sheet_error(&l->sheet, row, column, l->err, "no macro {%.*s}", (int)wrong.len, wrong.at);
        return error_hint(l->err, "macros.csv of the same language has the macros");
    case MACROS_CYCLE:
        return sheet_error(&l->sheet, row, column, l->err, "the macro {%.*s} contains itself",
                           (int)wrong.len, wrong.at);
    case MACROS_LONG:
        return sheet_error(&l->sheet, row, column, l->err, "more than %d bytes with its macros",
                           LIMIT_PATTERN);
    default: return true;
    }
}

static bool read_pattern(loading *l, size_t row, rule *out, pattern *p) {
    if (out->pattern.len == 0)
        return sheet_error(&l->sheet, row, RULE_PATTERN, l->err, "no pattern");
    p->raw = out->pattern;
    p->macros = l->macros;
    if (l->indexed) return true;
    if (!expand(l, row, RULE_PATTERN, out->pattern)) return false;
    buf_reset(&l->path);
    syntax_fold(&l->path, buf_str(&l->scratch));
    p->text = arena_str(&l->book->memory, buf_str(&l->path));
    size_t at;
    char why[160];
    if (pattern_compile(p, &at, why, sizeof why)) return true;
    sheet_error(&l->sheet, row, RULE_PATTERN, l->err,
                "pattern: %s (at character %zu with its macros)", why, at + 1);
    return error_hint(l->err, "rule %.*s", (int)out->id.len, out->id.at);
}

static bool is_rule_id(str id) {
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool sign = c == '.' || c == '_' || c == '-' || (c >= '0' && c <= '9');
        if (!sign && !(c >= 'a' && c <= 'z')) return false;
    }
    return id.len > 0 && id.len <= 200;
}

static bool read_names(loading *l, size_t row, rule *out) {
    if (!is_rule_id(out->id)) {
        sheet_error(&l->sheet, row, RULE_ID, l->err, "not the id of a rule");
        return error_hint(
            l->err, "small letters, digits, dots, hyphens and underscores, such as en.direct.love");
    }
    if (intern_find(&l->rule_ids, out->id) != INTERN_NONE)
        return sheet_error(&l->sheet, row, RULE_ID, l->err, "this id is there twice");
    intern_add(&l->rule_ids, out->id);
    out->code = codebook_code(l->book, sheet_cell(&l->sheet, row, RULE_CODE));
    if (out->code == 255) {
        sheet_error(&l->sheet, row, RULE_CODE, l->err, "no code of that name");
        return error_hint(l->err, "codes.csv has the codes");
    }
    if (l->book->codes[out->code].family == FAMILY_THEME)
        out->themes |= 1ull << l->book->codes[out->code].theme;
    return true;
}

static bool read_rule(loading *l, size_t row, size_t pack_index) {
    const sheet *s = &l->sheet;
    codebook *book = l->book;
    size_t index = book->rule_count;
    memory_reserve(book->rules, l->rule_room, index + 1);
    rule *out = &book->rules[index];
    *out = (rule){.id = sheet_cell(s, row, RULE_ID),
                  .pack = (uint8_t)pack_index,
                  .pattern = sheet_cell(s, row, RULE_PATTERN),
                  .example = sheet_cell(s, row, RULE_EXAMPLE),
                  .counterexample = sheet_cell(s, row, RULE_COUNTEREXAMPLE),
                  .note = sheet_cell(s, row, RULE_NOTE),
                  .line = s->lines[row]};
    if (!read_names(l, row, out) || !read_themes(l, row, out)) return false;
    if (!coding_confidence(sheet_cell(s, row, RULE_CONFIDENCE), &out->confidence))
        return sheet_error(s, row, RULE_CONFIDENCE, l->err,
                           "not a number from 0 to 1 with at most two decimals");
    if (!read_says(sheet_cell(s, row, RULE_ANSWER), SAYS_ANY, &out->expects) ||
        out->expects == SAYS_HEDGE)
        return sheet_error(s, row, RULE_ANSWER, l->err, "neither yes, no, any nor empty");
    if (!read_gate(l, row, out) || !read_scopes(l, row, out)) return false;
    book->rule_count++; // from here on its pattern is released with the book
    pattern *p = &book->engine->patterns[index];
    p->gate = sheet_cell(s, row, RULE_GATE);
    p->unless = sheet_cell(s, row, RULE_UNLESS);
    return read_pattern(l, row, out, p);
}

// What follows from all files together.

static uint64_t category(const codebook *book, const char *name) {
    for (size_t i = 0; i < book->category_count; i++)
        if (str_equal(book->categories[i], str_from(name))) return 1ull << i;
    return 0;
}

static void know_categories(codebook *book) {
    static const char *const style[STYLE_CLASSES] = {
        "style_pronoun",     "style_impersonal",  "style_article",
        "style_conjunction", "style_preposition", "style_auxiliary",
        "style_adverb",      "style_negation",    "style_quantifier",
    };
    known_categories *known = &book->engine->known;
    // A language is also told by words that the style measures do not count.
    uint64_t function_words = category(book, "language");
    for (unsigned i = 0; i < STYLE_CLASSES; i++) {
        known->style[i] = category(book, style[i]);
        function_words |= known->style[i];
        book->style_category[i] = known->style[i] ? (uint8_t)__builtin_ctzll(known->style[i]) : 255;
    }
    for (size_t i = 0; i < book->pack_count; i++) book->packs[i].function_words = function_words;
    known->pronoun = known->style[0];
    known->article = known->style[2];
    known->auxiliary = known->style[5];
    known->adverb = known->style[6];
    known->negator = category(book, "negator");
    known->hedge = category(book, "hedge");
    known->intensifier = category(book, "intensifier");
    known->laughter = category(book, "laughter");
    known->endearment = category(book, "endearment");
    known->interjection = category(book, "interjection");
    known->affection = category(book, "affection");
    known->conjunction = category(book, "conjunction");
    known->question_start = category(book, "question_start");
    known->conditional = category(book, "conditional");
    known->third_person = category(book, "third_person");
    known->reporting = category(book, "reporting");
    known->past_marker = category(book, "past_marker");
}

// How often a word occurs in a million messages in the language of the pack at hand: by its rules'
// examples, at least by its class there or its length.
static uint32_t word_frequency(const loading *l, uint32_t id, str word) {
    static const uint32_t by_length[] = {60000, 60000, 20000, 8000, 3000, 1500};
    const codebook *book = l->book;
    const lexicon *words = &book->engine->words;
    uint32_t least = by_length[word.len < 5 ? word.len : 5];
    if (id == INTERN_NONE) return least;
    uint64_t categories;
    lexicon_categories(words, id, word, l->pack, 1, &categories);
    if (categories & book->packs[0].function_words) least = 40000;
    uint64_t used = (uint64_t)words->uses[id] * 1000000 / (l->examples + 1);
    return used > least ? used < 700000 ? (uint32_t)used : 700000 : least;
}

static void find_common(loading *l) {
    enum { COMMON = 8000 };
    const lexicon *words = &l->book->engine->words;
    l->common_count = 0;
    for (uint32_t id = 0; id < words->words.count; id++) {
        str word = intern_name(&words->words, id);
        uint64_t categories;
        lexicon_categories(words, id, word, l->pack, 1, &categories);
        if (!words->uses[id] && !categories) continue;
        uint32_t frequency = word_frequency(l, id, word);
        if (frequency < COMMON) continue;
        memory_reserve(l->common, l->common_room, l->common_count + 1);
        memory_reserve(l->common_frequency, l->common_frequency_room, l->common_count + 1);
        l->common[l->common_count] = word;
        l->common_frequency[l->common_count++] = frequency;
    }
}

static bool contains(str word, const piece *p) {
    if (p->starts) return str_starts(word, p->text);
    if (p->ends) return str_ends(word, p->text);
    return str_contains(word, p->text);
}

// Only the order of the estimates matters, and only for speed.
uint32_t load_frequency(void *context, const piece *p) {
    const loading *l = context;
    if (l->indexed) return 0;
    if (str_equal(p->text, PIECE_START) || str_equal(p->text, PIECE_END)) return FREQUENCY_ALL;
    static const uint32_t by_length[] = {200000, 200000, 60000, 10000, 3000, 1000};
    if (!shape_in_piece(utf8_decode(p->text).point))
        return (unsigned char)p->text.at[0] < 0x80 ? 150000 : 1000;
    if (p->starts && p->ends)
        return word_frequency(l, lexicon_word(&l->book->engine->words, p->text), p->text);
    uint64_t sum = by_length[p->text.len < 5 ? p->text.len : 5];
    for (size_t i = 0; i < l->common_count; i++)
        if (contains(l->common[i], p)) sum += l->common_frequency[i];
    return sum < 900000 ? (uint32_t)sum : 900000;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80; }

// The runs of three and more letters of a pattern that no quantifier follows are words to which
// lengthened ones may be shortened.
static void add_pattern_words(lexicon *words, str text) {
    for (size_t at = 0; at < text.len;) {
        if (text.at[at] == '\\') {
            at += 2;
            continue;
        }
        size_t end = at;
        while (end < text.len && is_letter(text.at[end])) end++;
        bool quantified = end < text.len && memchr("?*+{", text.at[end], 4);
        if (end - at >= 3 && !quantified) lexicon_add_words(words, str_of(text.at + at, end - at));
        at = end + 1;
    }
}

static void find_scripts(codebook *book) {
    codebook_engine *engine = book->engine;
    engine->pack_scripts = memory_alloc((book->pack_count + 1) * sizeof *engine->pack_scripts);
    for (uint32_t id = 0; id < engine->words.words.count; id++)
        for (size_t i = 0; i < book->pack_count; i++)
            if (engine->words.categories[id * book->pack_count + i])
                engine->pack_scripts[i] |= lexicon_scripts(intern_name(&engine->words.words, id));
}

enum { MACRO_NEW, MACRO_KNOWN, MACRO_LOST };

// Most of what working out a need takes is not part of it. So a rule is worked out in an arena of
// its own, and what lasts changes places with it where it is made.
static void change_places(loading *l, piece_table *pieces) {
    arena other = pieces->keep;
    pieces->keep = l->lasting;
    l->lasting = other;
}

// What is known of a macro, worked out once for all the rules that use it.
static const part *macro_part(void *context, shaping *shaping_now, str name) {
    loading *l = context;
    uint32_t id = intern_find(&l->macros->names, name);
    if (id == INTERN_NONE || l->macro_states[id] == MACRO_LOST) return NULL;
    if (l->macro_states[id] == MACRO_KNOWN) return &l->macro_parts[id];
    l->macro_states[id] = MACRO_LOST;
    if (l->macro_depth++ == 0) change_places(l, shaping_now->pieces);
    buf_reset(&l->path);
    syntax_fold(&l->path, l->macros->at[id].text);
    str folded = arena_str(&shaping_now->pieces->keep, buf_str(&l->path));
    bool known = syntax_part(shaping_now, folded, &l->macro_parts[id]);
    if (--l->macro_depth == 0) change_places(l, shaping_now->pieces);
    if (!known) return NULL;
    l->macro_states[id] = MACRO_KNOWN;
    return &l->macro_parts[id];
}

static void add_needs(loading *l, size_t first) {
    codebook *book = l->book;
    prefilter *filter = &book->engine->filter;
    memory_reserve(l->macro_parts, l->macro_part_room, l->macros->names.count + 1);
    memory_reserve(l->macro_states, l->macro_state_room, l->macros->names.count + 1);
    memset(l->macro_states, MACRO_NEW, l->macros->names.count + 1);
    find_common(l);
    shaping s = {&filter->all, macro_part, l};
    change_places(l, &filter->all);
    for (size_t i = first; i < book->rule_count; i++) {
        buf_reset(&l->scratch);
        syntax_fold(&l->scratch, book->rules[i].pattern);
        const need *n = syntax_need(&s, buf_str(&l->scratch));
        prefilter_add(filter, n ? need_copy(&l->lasting, n) : NULL);
        arena_reset(&filter->all.keep);
    }
    change_places(l, &filter->all);
    arena_release(&l->lasting);
}

// Rules that an index knows need neither be compiled nor worked out.
static void begin_index(loading *l, str index, str rules, size_t first) {
    index_key(rules, l->macros_text, l->key);
    l->indexed = index.len && index_fits(index, l->key, l->sheet.row_count);
    str wrong;
    if (l->indexed)
        l->indexed =
            macros_resolve(l->macros, LIMIT_PATTERN, &l->book->memory, &wrong) == MACROS_OK;
    l->first_word = (uint32_t)l->book->engine->words.words.count;
    l->first_rule = first;
}

static void reserve_rules(codebook_engine *engine, size_t before, size_t total) {
    size_t room = before;
    memory_grow((void **)&engine->patterns, &room, total + 1, sizeof *engine->patterns);
    memset(engine->patterns + before, 0, (total + 1 - before) * sizeof *engine->patterns);
    room = before;
    memory_grow((void **)&engine->always, &room, total + 1, sizeof *engine->always);
    room = before;
    memory_grow((void **)&engine->unfiltered, &room, total + 1, sizeof *engine->unfiltered);
}

bool load_rules(loading *l, str text, str index, const char *path, size_t pack_index) {
    if (!begin(l, text, path,
               "id,code,theme,confidence,answer,pattern,gate,unless,example,counterexample,note"))
        return false;
    codebook *book = l->book;
    size_t total = book->rule_count + l->sheet.row_count;
    if (total > LIMIT_RULES)
        return error_set(l->err, ATTUNE_USAGE, "%s: error: more than %d rules", path, LIMIT_RULES);
    codebook_engine *engine = book->engine;
    size_t first = book->rule_count;
    reserve_rules(engine, first, total);
    begin_index(l, index, text, first);
    for (size_t row = 0; row < l->sheet.row_count; row++)
        if (!read_rule(l, row, pack_index)) return false;
    know_categories(book);
    l->pack = pack_index;
    l->examples = l->sheet.row_count;
    if (l->indexed) {
        prefilter_skip(&engine->filter, l->sheet.row_count);
        return index_read(index, engine, first, l->sheet.row_count, &engine->sieves[pack_index]) ||
               error_set(l->err, ATTUNE_INTERNAL, "%s: error: the index beside it is broken", path);
    }
    lexicon_forget_uses(&engine->words);
    for (size_t i = first; i < book->rule_count; i++)
        lexicon_add_words(&engine->words, book->rules[i].example);
    add_needs(l, first);
    return true;
}

static bool build_sieve(loading *l, size_t pack_index) {
    codebook *book = l->book;
    prefilter *filter = &book->engine->filter;
    sieve *s = &book->engine->sieves[pack_index];
    if (s->unplaced) return sieve_place(s, &filter->all);
    sieve_need *needs = arena_array(&filter->all.keep, sieve_need, book->rule_count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < book->rule_count; i++)
        if (book->rules[i].pack == pack_index && filter->needs[i])
            needs[count++] = (sieve_need){i, filter->needs[i]};
    sieve_build(s, &filter->all, needs, count);
    return true;
}

// What was not read from an index.
static void note_needs(codebook *book) {
    codebook_engine *engine = book->engine;
    for (size_t i = 0; i < book->rule_count; i++) {
        if (engine->sieves[book->rules[i].pack].unplaced) continue;
        const need *n = engine->filter.needs[i];
        engine->unfiltered[i] = !n || n->cost >= FREQUENCY_ALL;
        if (!n) engine->always[engine->always_count++] = (uint32_t)i;
        add_pattern_words(&engine->words, engine->patterns[i].text);
    }
}

bool load_finish(loading *l) {
    codebook *book = l->book;
    codebook_engine *engine = book->engine;
    know_categories(book);
    if (book->pack_count > 1) find_scripts(book);
    note_needs(book);
    for (size_t i = 0; i < book->pack_count; i++)
        if (!build_sieve(l, i))
            return error_set(l->err, ATTUNE_INTERNAL, "error: the index of a language is broken");
    prefilter_finish(&engine->filter, engine->sieves, book->pack_count);
    if (l->index)
        index_write(l->index, l->key, engine, l->first_rule, book->rule_count - l->first_rule,
                    l->first_word, &engine->sieves[book->pack_count - 1]);
    prefilter_forget_needs(&engine->filter);
    return true;
}

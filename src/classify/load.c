#include "classify/load.h"

#include "classify/coding.h"

static bool fits(str text, size_t limit) { return text.len <= limit; }

bool load_file(loading *l, codebook_file *file) {
    error why = {0};
    if (!file_read(file->path, LIMIT_CODEBOOK - l->bytes, &file->text, &why)) {
        error_set(l->err, ATTUNE_USAGE, "%s", why.what);
        return error_hint(l->err,
                          "a codebook is a folder with codes.csv and a folder for each language");
    }
    l->bytes += file->text.len;
    return true;
}

bool load_begin(loading *l, const codebook_file *file, const char *header) {
    l->sheet.borrows = true;
    return sheet_read(&l->sheet, &l->book->memory, file->path, buf_str(&file->text), header,
                      l->err);
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

bool load_codes(loading *l, const codebook_file *file) {
    codebook *book = l->book;
    if (!load_begin(l, file, "code,family,axis,label,definition,covert,precedence,source"))
        return false;
    if (l->sheet.row_count > LIMIT_CODES)
        return error_set(l->err, ATTUNE_USAGE, "%s: error: more than %d codes", file->path,
                         LIMIT_CODES);
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

bool load_words(loading *l, const codebook_file *file, size_t pack_index) {
    if (!load_begin(l, file, "entry,category,weight,note")) return false;
    codebook_engine *engine = l->book->engine;
    for (size_t row = 0; row < l->sheet.row_count; row++) {
        str entry = sheet_cell(&l->sheet, row, 0);
        uint64_t bits = 0;
        str_cut_result cut = {.tail = sheet_cell(&l->sheet, row, 1), .found = true};
        while (cut.found) {
            cut = str_cut(cut.tail, ' ');
            if (!category_bit(l, row, cut.head, &bits)) return false;
        }
        str weight = sheet_cell(&l->sheet, row, 2);
        if (weight.len && !str_equal(weight, STR("1"))) {
            sheet_error(&l->sheet, row, 2, l->err, "a weight other than 1");
            return error_hint(l->err, "all words count alike: leave it 1 or empty");
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

bool load_macros(loading *l, const codebook_file *file) {
    if (!load_begin(l, file, "name,pattern,note")) return false;
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

static const char *const says_names[] = {"", "yes", "no", "hedge", "any", "both"};

bool load_says(str name, uint8_t most, uint8_t *out) {
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

bool load_answers(loading *l, const codebook_file *file, size_t pack_index) {
    if (!load_begin(l, file, "entry,says,strength,note")) return false;
    codebook *book = l->book;
    codebook_engine *engine = book->engine;
    for (size_t row = 0; row < l->sheet.row_count; row++) {
        str entry = sheet_cell(&l->sheet, row, 0);
        answer a = {
            .entry = entry, .pack = (uint8_t)pack_index, .id = answer_id(l, pack_index, entry)};
        if (!load_says(sheet_cell(&l->sheet, row, 1), SAYS_HEDGE, &a.says) || !a.says)
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

// What follows from all files together.

static uint64_t category(const codebook *book, const char *name) {
    for (size_t i = 0; i < book->category_count; i++)
        if (str_equal(book->categories[i], str_from(name))) return 1ull << i;
    return 0;
}

void load_know_categories(codebook *book) {
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
    known->conjunction = category(book, "conjunction");
    known->question_start = category(book, "question_start");
    known->conditional = category(book, "conditional");
    known->third_person = category(book, "third_person");
    known->reporting = category(book, "reporting");
    known->past_marker = category(book, "past_marker");
}

static void find_scripts(codebook *book) {
    const lexicon *words = &book->engine->words;
    for (uint32_t id = 0; id < words->words.count; id++) {
        if (!lexicon_has_categories(words, id)) continue;
        uint32_t scripts = lexicon_scripts(intern_name(&words->words, id));
        for (size_t i = 0; i < book->pack_count; i++)
            if (lexicon_own_categories(words, id, i)) book->engine->packs[i].scripts |= scripts;
    }
}

void load_finish(loading *l) {
    load_know_categories(l->book);
    if (l->book->pack_count > 1) find_scripts(l->book);
}

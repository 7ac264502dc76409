// load_rules: rules.csv, and the index of the pack.
#include "classify/coding.h"
#include "classify/gate.h"
#include "classify/load.h"
#include "classify/syntax.h"

#include <stdlib.h>

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
    if (!load_says(sheet_cell(s, row, RULE_ANSWER), SAYS_BOTH, &out->expects) ||
        out->expects == SAYS_HEDGE)
        return sheet_error(s, row, RULE_ANSWER, l->err, "neither yes, no, both, any nor empty");
    if (!read_gate(l, row, out) || !read_scopes(l, row, out)) return false;
    book->rule_count++; // from here on its pattern is released with the book
    pattern *p = &book->engine->patterns[index];
    p->gate = sheet_cell(s, row, RULE_GATE);
    p->unless = sheet_cell(s, row, RULE_UNLESS);
    return read_pattern(l, row, out, p);
}

// Room for so many rules: the three arrays grow together.
static void reserve_rules(loading *l, size_t before, size_t total) {
    codebook_engine *engine = l->book->engine;
    size_t room = l->pattern_room;
    memory_grow((void **)&engine->always, &room, total + 1, sizeof *engine->always);
    room = l->pattern_room;
    memory_grow((void **)&engine->unfiltered, &room, total + 1, sizeof *engine->unfiltered);
    memory_reserve(engine->patterns, l->pattern_room, total + 1);
    memset(engine->patterns + before, 0, (total + 1 - before) * sizeof *engine->patterns);
}

bool load_rules(loading *l, const codebook_file *file, str macros_text, size_t pack_index) {
    if (!load_begin(l, file,
                    "id,code,theme,confidence,answer,pattern,gate,unless,example,counterexample,"
                    "note"))
        return false;
    codebook *book = l->book;
    size_t first = book->rule_count, count = l->sheet.row_count;
    if (first + count > LIMIT_RULES)
        return error_set(l->err, ATTUNE_USAGE, "%s: error: more than %d rules", file->path,
                         LIMIT_RULES);
    reserve_rules(l, first, first + count);
    buf *index = &book->engine->packs[pack_index].index;
    index_key(buf_str(&file->text), macros_text, l->key);
    // Rules that an index knows need neither be compiled nor worked out.
    l->indexed = index_fits(buf_str(index), l->key, count);
    for (size_t row = 0; row < count; row++)
        if (!read_rule(l, row, pack_index)) return false;
    if (!l->indexed) {
        buf_reset(index);
        if (!index_make(l, pack_index, first, index)) return false;
    }
    return index_use(book->engine, pack_index, first) ||
           error_set(l->err, ATTUNE_INTERNAL, "%s: error: the index beside it is broken",
                     file->path);
}

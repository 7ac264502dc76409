#include "classify/codebook_check.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/classify.h"
#include "classify/cost.h"
#include "classify/load.h"

#include <stdlib.h>
#include <utf8proc.h>

// What a check holds, so that it is released whatever happens.
typedef struct checking {
    const codebook *book;
    buf *out;
    error *err;
    size_t findings;
    bool complete;
    classifier *classifier;
    hits found;
    cost cost;
    sheet sheet;
    buf text, key;
    arena keep;
    intern seen;
} checking;

// Files may hold anything, and a terminal may show this.
static void finding(checking *c, const char *path, uint32_t line, const char *what, str which) {
    utf8_add_printable(c->out, str_from(path));
    buf_printf(c->out, ":%u: ", (unsigned)line);
    if (which.len) {
        utf8_add_printable(c->out, which);
        buf_add(c->out, STR(": "));
    }
    buf_add(c->out, str_from(what));
    buf_add_char(c->out, '\n');
    c->findings++;
}

static bool matches(checking *c, size_t rule_index, str text) {
    message m = {.text = text, .kind = KIND_TEXT};
    c->found.count = 0;
    classifier_set_pack(c->classifier, c->book->rules[rule_index].pack);
    classify(c->classifier, &m, &c->found);
    for (size_t i = 0; i < c->found.count; i++)
        if (c->found.at[i].rule == rule_index) return true;
    return false;
}

static bool same_pattern(const codebook *book, size_t a, size_t b) {
    return book->rules[a].pack == book->rules[b].pack &&
           book->rules[a].code == book->rules[b].code &&
           str_equal(book->engine->patterns[a].text, book->engine->patterns[b].text);
}

static void check_rule(checking *c, size_t i) {
    const codebook *book = c->book;
    const rule *r = &book->rules[i];
    const char *path = book->engine->packs[r->pack].files[FILE_RULES].path;
    if (r->example.len == 0)
        finding(c, path, r->line, "has no example", r->id);
    else if (!matches(c, i, r->example))
        finding(c, path, r->line, "does not match its example", r->id);
    if (r->counterexample.len == 0)
        finding(c, path, r->line, "has no counterexample", r->id);
    else if (matches(c, i, r->counterexample))
        finding(c, path, r->line, "matches its counterexample", r->id);
    if (book->engine->unfiltered[i])
        finding(c, path, r->line,
                "has no word that every match contains, so it is tried on every message", r->id);
    if (cost_is_superlinear(&c->cost, book->engine->patterns[i].text))
        finding(c, path, r->line, "costs more than in proportion to the length of a message",
                r->id);
    for (size_t k = 0; k < i; k++)
        if (same_pattern(book, k, i))
            finding(c, path, r->line, "has the pattern of an earlier rule for the same code",
                    r->id);
}

static bool is_ascii(str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x80) return false;
    return true;
}

static bool is_nfc(str text) {
    if (is_ascii(text)) return true;
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.len, &normal,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0) memory_exhausted();
    bool same = (size_t)len == text.len && memcmp(normal, text.at, text.len) == 0;
    free(normal);
    return same;
}

static void check_cells(checking *c, const char *path) {
    const sheet *s = &c->sheet;
    for (size_t row = 0; row < s->row_count; row++)
        for (size_t column = 0; column < s->columns; column++)
            if (!is_nfc(sheet_cell(s, row, column)))
                finding(c, path, s->lines[row], "not in Unicode normal form C", STR(""));
}

// Rows that have the same text in the first `columns` columns.
static void check_duplicates(checking *c, const char *path, size_t columns) {
    const sheet *s = &c->sheet;
    intern_reset(&c->seen);
    for (size_t row = 0; row < s->row_count; row++) {
        buf_reset(&c->key);
        for (size_t column = 0; column < columns; column++) {
            buf_add(&c->key, sheet_cell(s, row, column));
            buf_add_char(&c->key, '\n');
        }
        size_t before = c->seen.count;
        intern_add(&c->seen, buf_str(&c->key));
        if (c->seen.count == before)
            finding(c, path, s->lines[row], "there twice", sheet_cell(s, row, 0));
    }
}

static int compare_rows(const sheet *s, size_t a, size_t b, size_t first, size_t second) {
    int order = str_compare(sheet_cell(s, a, first), sheet_cell(s, b, first));
    return order ? order : str_compare(sheet_cell(s, a, second), sheet_cell(s, b, second));
}

// Rows stand in byte order of the first column, or of the second and then the first where `grouped`
// allows it.
static void check_order(checking *c, const char *path, bool grouped) {
    const sheet *s = &c->sheet;
    uint32_t plain = 0, by_group = 0;
    for (size_t row = 1; row < s->row_count; row++) {
        if (!plain && compare_rows(s, row - 1, row, 0, 1) > 0) plain = s->lines[row];
        if (!by_group && compare_rows(s, row - 1, row, 1, 0) > 0) by_group = s->lines[row];
    }
    if (plain && (!grouped || by_group))
        finding(c, path, grouped && by_group > plain ? by_group : plain, "not in order", STR(""));
}

static bool open_sheet(checking *c, const char *path, const char *header) {
    buf_reset(&c->text);
    sheet_release(&c->sheet);
    return file_read(path, LIMIT_CODEBOOK, &c->text, c->err) &&
           sheet_read(&c->sheet, &c->keep, path, buf_str(&c->text), header, c->err);
}

static const struct {
    const char *header;
    size_t key; // columns that may not be the same in two rows; 0 where loading sees to that
    bool ordered, grouped; // rows are in order; also by the second column
} files[PACK_FILES] = {
    [FILE_ANSWERS] = {"entry,says,strength,note", 0, true, true},
    [FILE_FREQUENT] = {"word", 1, false, false},
    [FILE_MACROS] = {"name,pattern,note", 0, false, false},
    [FILE_RULES] =
        {"id,code,theme,confidence,answer,pattern,gate,unless,example,counterexample,note", 0, true,
         false},
    [FILE_SENTENCES] = {"context,text,expect,reject,note", 2, false, false},
    [FILE_WORDS] = {"entry,category,weight,note", 2, true, true},
};

// The answers of a book stand in the order of their files.
static void check_answers(checking *c, size_t pack_index, const char *path) {
    const codebook *book = c->book;
    size_t row = 0;
    for (size_t i = 0; i < book->answer_count; i++) {
        if (book->answers[i].pack != pack_index) continue;
        if (book->engine->shadowed[i] && row < c->sheet.row_count)
            finding(c, path, c->sheet.lines[row], "folded the same as an earlier answer",
                    book->answers[i].entry);
        row++;
    }
}

static bool check_file(checking *c, size_t pack_index, size_t file) {
    const char *path = c->book->engine->packs[pack_index].files[file].path;
    bool optional = file == FILE_SENTENCES || file == FILE_FREQUENT;
    if (optional && !file_exists(path)) return true;
    if (!open_sheet(c, path, files[file].header)) return false;
    check_cells(c, path);
    if (files[file].key) check_duplicates(c, path, files[file].key);
    if (file == FILE_ANSWERS) check_answers(c, pack_index, path);
    if (files[file].ordered) check_order(c, path, files[file].grouped);
    return true;
}

static void check(void *context) {
    checking *c = context;
    const codebook *book = c->book;
    c->classifier = classifier_new(book, true);
    for (size_t i = 0; i < book->pack_count; i++)
        for (size_t file = 0; file < PACK_FILES; file++)
            if (!check_file(c, i, file)) return;
    for (size_t i = 0; i < book->rule_count; i++) check_rule(c, i);
    c->complete = true;
}

size_t codebook_check(const codebook *book, buf *out, bool *complete, error *err) {
    checking c = {.book = book, .out = out, .err = err};
    bool enough = memory_protect(check, &c);
    classifier_free(c.classifier);
    free(c.found.at);
    cost_release(&c.cost);
    sheet_release(&c.sheet);
    buf_release(&c.text);
    buf_release(&c.key);
    arena_release(&c.keep);
    intern_release(&c.seen);
    if (!enough) memory_exhausted();
    *complete = c.complete;
    return c.findings;
}

// codebook_show: the codebook as text for people, and its sentences.
#include "base/memory.h"
#include "classify/codebook_check.h"
#include "classify/load.h"

#include <stdlib.h>

static const char *const families[FAMILY_COUNT] = {
    "request", "theme", "affirmation", "non-affirmation", "boundary", "check-in", "component",
};

static void add_padded(buf *out, str text, size_t width) {
    buf_add(out, text);
    for (size_t i = text.len; i < width; i++) buf_add_char(out, ' ');
    buf_add_char(out, ' ');
}

static bool gives(const codebook *book, const rule *r, size_t index) {
    const code *of = &book->codes[index];
    return r->code == index || (of->family == FAMILY_THEME && (r->themes >> of->theme & 1));
}

static size_t count_rules(const codebook *book, size_t index) {
    size_t count = 0;
    for (size_t i = 0; i < book->rule_count; i++) count += gives(book, &book->rules[i], index);
    return count;
}

void codebook_list(const codebook *book, buf *out) {
    add_padded(out, STR("code"), 12);
    add_padded(out, STR("family"), 15);
    buf_add(out, STR("rules  label\n"));
    for (size_t i = 0; i < book->code_count; i++) {
        add_padded(out, book->codes[i].name, 12);
        add_padded(out, str_from(families[book->codes[i].family]), 15);
        buf_printf(out, "%5zu  ", count_rules(book, i));
        buf_add(out, book->codes[i].label);
        buf_add_char(out, '\n');
    }
}

static void add_line(buf *out, const char *name, str text) {
    if (text.len == 0) return;
    buf_printf(out, "%-15s ", name);
    buf_add(out, text);
    buf_add_char(out, '\n');
}

static void show_rule(const codebook *book, size_t i, buf *out) {
    static const char *const expects[] = {"", "yes", "no", "", "any", "both"};
    const rule *r = &book->rules[i];
    buf_add_char(out, '\n');
    add_line(out, "rule", r->id);
    buf_printf(out, "%-15s %u.%02u\n", "  confidence", r->confidence / 100u, r->confidence % 100u);
    add_line(out, "  pattern", r->pattern);
    add_line(out, "  answer", str_from(expects[r->expects]));
    add_line(out, "  gate", book->engine->patterns[i].gate);
    add_line(out, "  unless", book->engine->patterns[i].unless);
    add_line(out, "  matches", r->example);
    add_line(out, "  but not", r->counterexample);
    add_line(out, "  note", r->note);
}

// Shows the rules with that id, one a pack; false when there is none.
static bool show_rules(const codebook *book, str id, buf *out) {
    bool found = false;
    for (size_t i = 0; i < book->rule_count; i++) {
        if (!str_equal(book->rules[i].id, id)) continue;
        show_rule(book, i, out);
        found = true;
    }
    return found;
}

bool codebook_show(const codebook *book, str name, buf *out, error *err) {
    uint8_t index = codebook_code(book, name);
    if (index == 255) {
        if (show_rules(book, name, out)) return true;
        error_set(err, ATTUNE_USAGE, "error: no code or rule \"%.*s\"",
                  (int)(name.len < 100 ? name.len : 100), name.at);
        return error_hint(err, "attune codebook list prints the codes, show CODE its rules");
    }
    const code *of = &book->codes[index];
    add_line(out, "code", of->name);
    add_line(out, "family", str_from(families[of->family]));
    add_line(out, "label", of->label);
    add_line(out, "axis", of->axis);
    add_line(out, "definition", of->definition);
    add_line(out, "source", of->source);
    for (size_t i = 0; i < book->rule_count; i++)
        if (gives(book, &book->rules[i], index)) show_rule(book, i, out);
    return true;
}

// The reading of one file of sentences.
typedef struct reading {
    sheet sheet;
    buf text;
    arena *keep;
    const char *path;
    sentence *all;
    uint8_t pack;
    error *err;
    bool complete;
} reading;

static void read_sentences(void *context) {
    reading *r = context;
    if (!file_read(r->path, LIMIT_CODEBOOK, &r->text, r->err)) return;
    if (!sheet_read(&r->sheet, r->keep, r->path, buf_str(&r->text),
                    "context,text,expect,reject,note", r->err))
        return;
    r->all = arena_array(r->keep, sentence, r->sheet.row_count + 1);
    for (size_t row = 0; row < r->sheet.row_count; row++)
        r->all[row] = (sentence){
            .context = sheet_cell(&r->sheet, row, 0),
            .text = sheet_cell(&r->sheet, row, 1),
            .expect = sheet_cell(&r->sheet, row, 2),
            .reject = sheet_cell(&r->sheet, row, 3),
            .note = sheet_cell(&r->sheet, row, 4),
            .line = r->sheet.lines[row],
            .pack = r->pack,
        };
    r->complete = true;
}

bool codebook_sentences(const codebook *book, size_t pack_index, arena *keep, const sentence **all,
                        size_t *count, const char **path, error *err) {
    *path = book->engine->packs[pack_index].files[FILE_SENTENCES].path;
    *all = NULL;
    *count = 0;
    if (!file_exists(*path)) return true;
    reading r = {.keep = keep, .path = *path, .pack = (uint8_t)pack_index, .err = err};
    bool enough = memory_protect(read_sentences, &r);
    *all = r.all;
    *count = r.sheet.row_count;
    sheet_release(&r.sheet);
    buf_release(&r.text);
    if (!enough) memory_exhausted();
    return r.complete;
}

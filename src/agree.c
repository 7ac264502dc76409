// agree: coding sheets in, agreement out.
#include "attune.h"

#include "reader/notices.h"
#include "report/agreement.h"

// One call from outside; whatever it holds is freed by release.
typedef struct visit {
    const attune_options *options;
    const char *const *paths;
    size_t count;
    sheets sheets;
    agreement_table table;
    sink to;
    spool rows;
    csv csv;
    error *err;
} visit;

static void release(visit *v) {
    sheets_release(&v->sheets);
    agreement_release(&v->table);
    spool_release(&v->rows);
    sink_release(&v->to);
}

static bool read_sheets(visit *v) {
    for (size_t i = 0; i < v->count; i++)
        if (!sheets_add(&v->sheets, v->paths[i], v->err)) return false;
    if (v->sheets.coders + v->sheets.answered >= 2 && v->sheets.coders >= 1) return true;
    error_set(v->err, ATTUNE_USAGE, "error: agree compares at least two sheets");
    return error_hint(v->err, "attune sample --answers gives the program's own");
}

// Sheets of another draw, or that nobody has filled in, would look like coders without an opinion.
static void tell_overlap(const visit *v) {
    notices to = {.to = v->options->notice, .context = v->options->context};
    agreement_overlap n = agreement_overlap_of(&v->sheets);
    if (n.coded == 0)
        notices_say(&to, NOTICE_ROWS, "the column code takes codes, or none",
                    "no message has a code by a coder");
    else if (n.compared < n.coded)
        notices_say(&to, NOTICE_ROWS, "sheet and answers need the same log, -n and --seed",
                    "%zu of %zu coded messages have nothing to be compared with",
                    n.coded - n.compared, n.coded);
}

static void compare(void *context) {
    visit *v = context;
    const attune_options *o = v->options;
    v->to = sink_of(o->out ? o->out : stdout, "the output", false);
    if (!read_sheets(v)) return;
    const column_list *list = columns_of("agreement");
    v->rows = (spool){.to = &v->to, .err = v->err};
    v->csv = (csv){.to = &v->rows, .columns = list->count};
    csv_header(&v->csv, list);
    spool_commit(&v->rows);
    agreement_options how = {o->seed, o->permutations, o->prevalence};
    agreement_rows(&v->table, &v->sheets, &how, &v->csv);
    spool_hold(&v->rows);
    if (!v->err->status) sink_flush(&v->to, v->err);
    if (!v->err->status) tell_overlap(v);
}

int attune_agree(const attune_options *options, const char *const *paths, size_t count,
                 attune_error *err) {
    visit v = {.options = options, .paths = paths, .count = count, .err = err};
    if (!memory_protect(compare, &v)) error_set(err, ATTUNE_INTERNAL, "error: out of memory");
    release(&v);
    return err->status;
}

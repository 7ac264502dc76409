#include "report/report.h"

#include "report/datapackage.h"
#include "report/folder.h"
#include "report/kwic.h"
#include "report/pairs.h"
#include "report/remarks.h"
#include "report/rows.h"
#include "report/sample.h"
#include "report/sequence.h"
#include "report/table.h"

#include <stdlib.h>

// A table on its way: its rows in a spool until their conversation stands, then in a sink.
typedef struct output {
    const table *table; // NULL for the rows of read, classify and tokens
    char file_name[32]; // "speakers.csv"
    sink to;
    spool rows;
    csv csv;
} output;

struct report {
    report_options options;
    error failed; // the first failure of an output
    folder folder;
    output *outputs;
    size_t output_count;
    bool wants_pairs;
    names names;
    tally tally;
    sequence sequence;
    kwic kwic;
    sample sample;
    remarks remarks;
    exchange_events events;
    closing closing; // of the conversation that is open
    arena pairs, scratch, curve;
    manifest manifest;
    json description; // datapackage and manifest while they are written
    sink description_sink;
};

static bool reporting(const report *r) { return r->options.run->task == ATTUNE_REPORT; }

static bool sequencing(const report *r) { return r->options.run->task == ATTUNE_SEQ; }

bool report_wants_tokens(const report *r) {
    return r->options.run->task == ATTUNE_TOKENS ||
           (sequencing(r) && r->sequence.selection.by_words);
}

bool report_stands(const report *r, error *err) {
    if (r->failed.status && !err->status) *err = r->failed;
    return r->failed.status == 0;
}

// ---- what exchange tells ----

static void on_session(void *context, const session *s) {
    report *r = context;
    session numbered = *s;
    numbered.initiator = names_find(&r->names, s->initiator);
    for (size_t i = 0; i < r->output_count; i++) {
        output *o = &r->outputs[i];
        if (o->table && o->table->session_row)
            o->table->session_row(&r->closing, &o->csv, &numbered);
    }
}

static void on_episode(void *context, const episode *e) {
    report *r = context;
    if (!reporting(r)) return;
    episode numbered = *e;
    numbered.asker = names_number(&r->names, e->asker);
    numbered.answerer = names_number(&r->names, e->answerer);
    tally_episode(&r->tally, &numbered);
}

static void on_reask(void *context, uint32_t episode_number, uint32_t asker, uint32_t answerer) {
    report *r = context;
    (void)episode_number;
    if (reporting(r))
        tally_reask(&r->tally, names_number(&r->names, asker), names_number(&r->names, answerer));
}

static void on_taken(void *context, uint32_t speaker, uint32_t taker, uint64_t count) {
    report *r = context;
    if (reporting(r))
        tally_affirmed(&r->tally, names_number(&r->names, speaker), names_number(&r->names, taker),
                       count);
}

const exchange_events *report_events(report *r) { return &r->events; }

// ---- opening ----

// The folder that --force may replace holds nothing but what a report writes.
static bool ours(str name) {
    if (str_equal(name, STR("manifest.json")) || str_equal(name, STR("datapackage.json")))
        return true;
    char stem[32];
    if (!str_ends(name, STR(".csv")) || name.len - 4 >= sizeof stem) return false;
    memcpy(stem, name.at, name.len - 4);
    stem[name.len - 4] = '\0';
    return table_by_name(stem);
}

static const char *temporary_folder(void) {
    const char *named = getenv("TMPDIR");
    return named && named[0] ? named : "/tmp";
}

// Columns of an output: those of its table, all or without the codes of a message.
static void start_rows(report *r, output *o, const char *columns_name, size_t without) {
    const column_list *list = columns_of(columns_name);
    o->rows = (spool){.to = &o->to, .folder = temporary_folder(), .err = &r->failed};
    o->csv = (csv){.to = &o->rows, .columns = list->count - without};
    csv_header(&o->csv, list);
    if (o->table) suppress_init(&o->csv.small, list, r->options.run->min_cell);
    spool_commit(&o->rows);
}

static bool open_stream(report *r, error *err) {
    const attune_options *run = r->options.run;
    output *o = r->outputs = memory_alloc(sizeof *o);
    r->output_count = 1;
    o->to = sink_of(run->out ? run->out : stdout, "the output", false);
    switch (run->task) {
    case ATTUNE_READ: start_rows(r, o, "messages", 2); return true;
    case ATTUNE_CLASSIFY: start_rows(r, o, "messages", 0); return true;
    case ATTUNE_TRACE: start_rows(r, o, "trace", 0); return true;
    case ATTUNE_KWIC:
        start_rows(r, o, "kwic", 0);
        return kwic_init(&r->kwic, run, r->options.book, err);
    case ATTUNE_SAMPLE:
        start_rows(r, o, run->answers ? "answers" : "sheet", 0);
        return sample_init(&r->sample, run, r->options.book, err);
    case ATTUNE_TOKENS: start_rows(r, o, "tokens", 0); return true;
    case ATTUNE_SEQ:
        start_rows(r, o, "sequence", 0);
        return sequence_init(&r->sequence, run, r->options.book, err);
    case ATTUNE_REPORT: break;
    }
    const char *name = run->table ? run->table : "speakers";
    o->table = table_by_name(name);
    if (!o->table) {
        error_set(err, ATTUNE_USAGE, "error: no table \"%s\"", name);
        return error_hint(
            err, "one of speakers, codes, dyads, reciprocity, timeline, episodes, indicators, "
                 "sessions, conversations");
    }
    r->wants_pairs = o->table->pairs;
    start_rows(r, o, name, 0);
    return true;
}

static bool open_folder(report *r, error *err) {
    const attune_options *run = r->options.run;
    if (!folder_open(&r->folder, run->folder, run->force, ours, err)) return false;
    size_t count = 0;
    while (table_at(count)) count++;
    r->outputs = memory_alloc(count * sizeof *r->outputs);
    for (size_t i = 0; i < count; i++) {
        output *o = &r->outputs[i];
        o->table = table_at(i);
        snprintf(o->file_name, sizeof o->file_name, "%s.csv", o->table->name);
        FILE *file = folder_create(&r->folder, o->file_name, err);
        if (!file) return false;
        o->to = sink_of(file, o->file_name, true);
        r->output_count++;
        start_rows(r, o, o->table->name, 0);
        r->wants_pairs |= o->table->pairs;
    }
    return true;
}

typedef struct opening {
    report *report;
    error *err;
    bool ok;
} opening;

static void open_report(void *context) {
    opening *o = context;
    report *r = o->report;
    const attune_options *run = r->options.run;
    o->ok = reporting(r) && run->folder ? open_folder(r, o->err) : open_stream(r, o->err);
    o->ok = o->ok && report_stands(r, o->err);
    tally_init(&r->tally, &(tally_options){
                              .book = r->options.book,
                              .days = r->options.days,
                              .period = run->period,
                              .min_confidence = exchange_confidence(run->min_confidence),
                              .folder = r->wants_pairs ? temporary_folder() : NULL,
                              .err = &r->failed,
                          });
}

report *report_new(const report_options *options, error *err) {
    report *r = memory_alloc(sizeof *r);
    r->options = *options;
    r->folder = FOLDER_NONE;
    r->names.raw = r->manifest.raw = options->run->names == ATTUNE_NAMES_RAW;
    r->names.key = options->key;
    r->events = (exchange_events){r, on_session, on_episode, on_reask, on_taken};
    opening o = {.report = r, .err = err};
    bool enough = memory_protect(open_report, &o);
    if (enough && o.ok) return r;
    report_free(r);
    if (!enough) memory_exhausted();
    return NULL;
}

// ---- a conversation ----

bool report_begin(report *r, const conversation *c, error *err) {
    names_begin(&r->names, c);
    tally_begin(&r->tally);
    transitions_begin(&r->sequence.transitions);
    kwic_begin(&r->kwic);
    sample_begin(&r->sample);
    for (size_t i = 0; i < r->output_count; i++) spool_hold(&r->outputs[i].rows);
    r->closing = (closing){
        .options = &r->options,
        .conversation = c,
        .tally = &r->tally,
        .names = &r->names,
        .scratch = &r->scratch,
        .curve = &r->curve,
    };
    return report_stands(r, err);
}

// The number of the author, NO_SPEAKER for the system.
static uint32_t meet(report *r, const message *m) {
    if (m->kind == KIND_SYSTEM) return NO_SPEAKER;
    if (!r->closing.dated && m->time_kind != TIME_NONE) {
        r->closing.dated = true;
        r->closing.origin = m->effective;
    }
    return names_meet(&r->names, m);
}

// What other tasks than a report make of a message.
__attribute__((noinline)) static void write_message(report *r, const report_entry *e) {
    const message *m = e->message;
    uint32_t speaker = meet(r, m);
    csv *out = &r->outputs[0].csv;
    bool said = m->kind != KIND_SYSTEM;
    switch (r->options.run->task) {
    case ATTUNE_REPORT: break;
    case ATTUNE_READ: message_row(out, &r->names, m, r->options.book, NULL); break;
    case ATTUNE_CLASSIFY: message_row(out, &r->names, m, r->options.book, e->codes); break;
    case ATTUNE_TRACE: trace_rows(out, &r->names, r->options.book, e); break;
    case ATTUNE_SEQ:
        if (speaker == NO_SPEAKER) break;
        sequence_message(&r->sequence, &r->options, speaker, m, e->codes, e->where, e->tokens,
                         e->token_count);
        break;
    case ATTUNE_KWIC:
        if (said) kwic_message(&r->kwic, &r->names, e, out, &r->failed);
        break;
    case ATTUNE_SAMPLE:
        if (said) sample_message(&r->sample, &r->names, e);
        break;
    case ATTUNE_TOKENS:
        if (names_is_other(&r->names, m->speaker)) break;
        token_rows(out, &r->names, m, r->options.book, e->tokens, e->token_count);
        break;
    }
}

// Kept apart like write_message, so that the many that are only counted save no registers for it.
__attribute__((noinline)) static void count_message(report *r, const report_entry *e) {
    uint32_t speaker = meet(r, e->message), to = NO_SPEAKER;
    if (speaker == NO_SPEAKER) return;
    tally_message(&r->tally, speaker, e->message, e->analysis, e->where);
    if (e->codes->count == 0) return;
    if (e->where->affirmation) to = names_number(&r->names, e->where->addressee);
    tally_codes(&r->tally, speaker, e->codes, e->where, to);
}

// Most messages are of somebody known, mention nobody, and have no codes: with those, nothing is
// called but the tally.
void report_message(report *r, const report_entry *e) {
    const message *m = e->message;
    if (!reporting(r)) {
        write_message(r, e);
        return;
    }
    uint32_t speaker = names_find(&r->names, m->speaker);
    bool known = speaker != NO_SPEAKER && r->closing.dated && m->kind != KIND_SYSTEM;
    if (known && !m->mention_count && !e->codes->count)
        tally_message(&r->tally, speaker, m, e->analysis, e->where);
    else
        count_message(r, e);
}

void report_quiet(report *r, const message *m, const analysis *a, const placement *where,
                  size_t count) {
    static const coding none = {0};
    for (size_t i = 0; i < count; i++) {
        // Whom the tally knows has a number.
        if (!r->names.renumbered && r->closing.dated)
            i += tally_quiet(&r->tally, m + i, a + i, where + i, count - i);
        if (i < count) report_message(r, &(report_entry){m + i, a + i, &none, .where = where + i});
    }
}

static bool has_timeline(const report *r) {
    for (size_t i = 0; i < r->output_count; i++)
        if (r->outputs[i].table == table_by_name("timeline")) return reporting(r);
    return false;
}

bool report_commit(report *r, const exchange *x, error *err) {
    r->closing.exchange = x;
    if (reporting(r)) tally_end(&r->tally, r->names.count);
    arena_reset(&r->pairs);
    if (r->wants_pairs) r->closing.pairs = pair_list_of(&r->tally, &r->pairs);
    for (size_t i = 0; i < r->output_count; i++) {
        output *o = &r->outputs[i];
        arena_reset(&r->scratch);
        spool_commit(&o->rows);
        if (o->table && o->table->rows) o->table->rows(&r->closing, &o->csv);
    }
    if (sequencing(r)) sequence_rows(&r->sequence, &r->closing, &r->outputs[0].csv);
    remarks_count(&r->remarks, &r->closing, &r->sequence, has_timeline(r));
    kwic_stand(&r->kwic);
    sample_stand(&r->sample);
    manifest_conversation(&r->manifest, r->closing.conversation);
    names_stand(&r->names);
    return report_stands(r, err);
}

void report_rollback(report *r) {
    for (size_t i = 0; i < r->output_count; i++) spool_rollback(&r->outputs[i].rows);
}

// ---- the end ----

bool report_input(report *r, const char *path, error *err) {
    return manifest_input(&r->manifest, path, err);
}

static bool write_description(report *r, const char *name, manifest_file *written, error *err) {
    sink *s = &r->description_sink;
    sink_release(s);
    FILE *file = folder_create(&r->folder, name, err);
    if (!file) return false;
    *s = sink_of(file, name, true);
    if (!sink_write(s, buf_str(&r->description.out), err) || !sink_close(s, err)) return false;
    if (written) {
        *written = (manifest_file){.name = name, .bytes = s->bytes};
        memcpy(written->sha256, s->digest, sizeof s->digest);
    }
    buf_reset(&r->description.out);
    r->description.filled = false;
    return true;
}

static bool finish_folder(report *r, const attune_counts *counts,
                          const uint32_t *undetermined_by_rule, error *err) {
    size_t count = r->output_count;
    manifest_file *files = arena_array(&r->scratch, manifest_file, count + 1);
    for (size_t i = 0; i < count; i++) {
        const output *o = &r->outputs[i];
        files[i] = (manifest_file){o->file_name, o->to.bytes, o->rows.count, true, {0}};
        memcpy(files[i].sha256, o->to.digest, sizeof o->to.digest);
    }
    datapackage_write(&r->description, files, count, r->options.run->dates);
    if (!write_description(r, "datapackage.json", &files[count], err)) return false;
    manifest_write(&r->manifest, &r->description, &r->options, counts, undetermined_by_rule, files,
                   count + 1);
    return write_description(r, "manifest.json", NULL, err) && folder_finish(&r->folder, err);
}

bool report_finish(report *r, const attune_counts *counts, const uint32_t *undetermined_by_rule,
                   error *err) {
    if (sequencing(r)) sequence_pooled_rows(&r->sequence, r->options.run, &r->outputs[0].csv);
    if (r->options.run->task == ATTUNE_KWIC) kwic_rows(&r->kwic, &r->outputs[0].csv);
    if (r->options.run->task == ATTUNE_SAMPLE) sample_rows(&r->sample, &r->outputs[0].csv);
    for (size_t i = 0; i < r->output_count; i++) {
        output *o = &r->outputs[i];
        spool_hold(&o->rows);
        if (!report_stands(r, err) || !sink_close(&o->to, err)) return false;
    }
    arena_reset(&r->scratch);
    return r->folder.self < 0 || finish_folder(r, counts, undetermined_by_rule, err);
}

bool report_remark(const report *r, size_t *which, remark *out) {
    bool places = r->options.run->task == ATTUNE_KWIC;
    remarks_of all = {
        .counted = &r->remarks,
        .run = r->options.run,
        .asked = sequencing(r) ? &r->sequence.selection
                 : places      ? &r->kwic.wanted
                               : NULL,
        .met = places ? r->kwic.met : r->sequence.met,
        .empty = r->folder.self < 0 && r->outputs[0].rows.count == 0,
    };
    return remarks_next(&all, which, out);
}

void report_free(report *r) {
    if (!r) return;
    for (size_t i = 0; i < r->output_count; i++) {
        spool_release(&r->outputs[i].rows);
        sink_release(&r->outputs[i].to);
    }
    free(r->outputs);
    sink_release(&r->description_sink);
    folder_release(&r->folder);
    names_release(&r->names);
    tally_release(&r->tally);
    sequence_release(&r->sequence);
    kwic_release(&r->kwic);
    sample_release(&r->sample);
    arena_release(&r->pairs);
    arena_release(&r->scratch);
    arena_release(&r->curve);
    manifest_release(&r->manifest);
    buf_release(&r->description.out);
    free(r);
}

// attune: one run from paths to tables. The whole flow is fill, work and fold below.
#include "attune.h"

#include "exchange/exchange.h"
#include "folding.h"
#include "pipeline/pipeline.h"
#include "report/rejects.h"
#include "report/report.h"
#include "run_options.h"

#include <stdlib.h>

struct attune {
    attune_options options; // strings in memory
    arena memory;
    codebook *book;
    zone *days;
    name_key *key; // of pseudonyms, or NULL
    inputs *in;
    intake *intake;
    exchange *exchange;
    report *report;
    rejects *rejects;         // or NULL
    classifier **classifiers; // one per thread
    batch *batches;
    const batch *last; // filled, behind which there is nothing, or NULL
    size_t threads, batch_count;
    folding folding;
    uint32_t *undetermined; // matches that stopped at a limit, by rule
    attune_counts counts;
    notices notices; // of fold; intake has its own
};

// ---- the flow
// ------------------------------------------------------------------------------------

// Takes the message that was given, and those behind it that come as easily.
static void take_more(attune *run, batch *b, size_t most) {
    size_t first = b->count++, end = b->room < most ? b->room : most;
    b->text_bytes += b->messages[first].text.len;
    if (b->count < end && b->text_bytes < LIMIT_BATCH)
        b->count += intake_more(run->intake, &b->memory, &b->messages[b->count], end - b->count,
                                LIMIT_BATCH - b->text_bytes);
    while (++first < b->count) b->text_bytes += b->messages[first].text.len;
}

// Takes messages from the log until the batch is full, the source would block, or there are no
// more.
static bool fill(void *context, batch *b, bool *more, error *err) {
    attune *run = context;
    size_t most = run->options.batch_messages ? run->options.batch_messages : LIMIT_BATCH_MESSAGES;
    intake_forget(run->intake, b->mark); // it was folded since, and all that were filled before
    while (b->count < most && b->text_bytes < LIMIT_BATCH && b->event_count < LIMIT_BATCH_EVENTS) {
        // The room comes first: a conversation at its end is nobody's until it stands here.
        memory_reserve(b->messages, b->room, b->count + 1);
        memory_reserve(b->events, b->event_room, b->event_count + 1);
        conversation *which = NULL;
        message *m = &b->messages[b->count];
        intake_result got = intake_next(run->intake, &b->memory, m, &which, err);
        if (got == INTAKE_MESSAGE) {
            take_more(run, b, most);
        } else if (got == INTAKE_BEGIN || got == INTAKE_END || got == INTAKE_DROP) {
            b->events[b->event_count++] = (batch_event){b->count, got, which};
        } else {
            *more = got == INTAKE_WAIT;
            if (!*more) run->last = b;
            break;
        }
    }
    b->mark = intake_mark(run->intake);
    return true;
}

// A thread that never gets a batch needs none.
static classifier *classifier_of(attune *run, size_t worker) {
    classifier **c = &run->classifiers[worker];
    if (*c) return *c;
    *c = classifier_new(run->book, run->options.no_filter);
    classifier_share(*c, pipeline_alone);
    return *c;
}

// Finds the tokens and candidates of each message, in any order.
static void work(void *context, size_t worker, batch *b) {
    attune *run = context;
    memory_reserve(b->analyses, b->analysis_room, b->count);
    if (run->options.task == ATTUNE_READ) {
        if (b->count) memset(b->analyses, 0, b->count * sizeof *b->analyses);
        return;
    }
    classifier *c = classifier_of(run, worker);
    bool tokenizing = report_wants_tokens(run->report);
    bool tokens_only = run->options.task == ATTUNE_TOKENS;
    if (tokenizing) memory_reserve(b->tokens, b->token_room, b->count);
    classifier_trace(c, run->options.task == ATTUNE_TRACE ? &b->cancelled : NULL);
    for (size_t i = 0; i < b->count; i++) {
        const message *m = &b->messages[i];
        b->analyses[i] = tokens_only ? (analysis){0} : classify(c, m, &b->found);
        if (tokenizing)
            b->tokens[i].rows = classify_tokens(c, m->text, &b->memory, &b->tokens[i].count);
    }
}

// What is worked with is done with, and what it found stands in the run.
static void drop_classifiers(attune *run) {
    for (size_t i = 0; i < run->threads; i++) {
        if (!run->classifiers[i]) continue;
        const uint32_t *by_rule = classifier_undetermined(run->classifiers[i]);
        for (size_t j = 0; j < run->book->rule_count; j++) run->undetermined[j] += by_rule[j];
        classifier_free(run->classifiers[i]);
        run->classifiers[i] = NULL;
    }
}

// Only this batch is left: the memory of all others is room for the tables that come of it.
static void make_room(attune *run) {
    drop_classifiers(run);
    codebook_drop_fast(run->book);
    for (size_t i = 0; i < run->batch_count; i++)
        if (&run->batches[i] != run->last) batch_release(&run->batches[i]);
}

// Follows who answers whom and counts, in the order of the log.
static bool fold(void *context, batch *b, error *err) {
    attune *run = context;
    if (b == run->last) make_room(run);
    if (!folding_take(&run->folding, b, err)) return false;
    if (run->options.progress) {
        attune_counts now = intake_counts(run->intake);
        run->options.progress(run->options.context, now.bytes, now.read);
    }
    return report_stands(run->report, err);
}

// ---- a run
// ---------------------------------------------------------------------------------------

static bool load(attune *run, error *err) {
    attune_options *o = &run->options;
    if (!run_options_check(o, err)) return false;
    if (o->zone && !(run->days = zone_new(o->zone, err))) return false;
    if (o->names == ATTUNE_NAMES_KEYED && !(run->key = name_key_new(o->key_file, err)))
        return false;
    run->book = codebook_new(o->lexicons, o->codebook, o->lang, err);
    if (!run->book) return false;
    run->undetermined = arena_array(&run->memory, uint32_t, run->book->rule_count + 1);
    return true;
}

// A call from outside, so that memory that runs out anywhere below ends it.
typedef struct call {
    attune *run;
    const attune_options *options;
    const char *const *paths;
    size_t count;
    error *err;
    bool ok;
} call;

static void prepare(void *context) {
    call *c = context;
    c->run->options = run_options_copy(c->options, &c->run->memory);
    c->run->threads = (size_t)c->run->options.threads;
    c->run->batch_count = pipeline_depth(c->run->threads);
    c->ok = load(c->run, c->err);
}

attune *attune_new(const attune_options *options, attune_error *err) {
    call c = {.run = calloc(1, sizeof *c.run), .options = options, .err = err};
    if (!c.run || !memory_protect(prepare, &c))
        error_set(err, ATTUNE_INTERNAL, "error: out of memory");
    if (c.ok) return c.run;
    attune_free(c.run);
    return NULL;
}

static bool open_stages(attune *run, const char *const *paths, size_t count, error *err) {
    const attune_options *o = &run->options;
    run->notices = (notices){.to = o->notice, .context = o->context};
    run->in = inputs_new(paths, count,
                         &(input_options){o->encoding, o->read_size, o->max_members, o->max_ratio});
    if (o->rejects) {
        bool raw = o->names == ATTUNE_NAMES_RAW;
        if (!(run->rejects = rejects_new(o->rejects, o->force, raw, err))) return false;
    }
    intake_options taking = {
        .reader = {run_options_date_order(o), o->map, o->speakers, o->me, o->max_record},
        .format = o->format,
        .alias = o->alias,
        .since = o->since,
        .until = o->until,
        .exclude = o->exclude,
        .only = o->only,
        .consent = o->consent,
        .sort = o->sort,
        .raw = o->names == ATTUNE_NAMES_RAW,
        .unsummed = !o->folder, // the manifest has them
        .max_memory = o->max_memory,
        .max_rejects = o->max_rejects,
        .zone = run->days,
        .notice = o->notice,
        .context = o->context,
        .reject = run->rejects ? rejects_add : NULL,
        .reject_context = run->rejects,
    };
    if (!(run->intake = intake_new(run->in, &taking, err))) return false;
    run->report = report_new(&(report_options){o, run->book, run->days, run->key}, err);
    if (!run->report) return false;
    exchange_options following = run_options_exchange(o);
    run->exchange = exchange_new(run->book, &following, report_events(run->report));
    run->folding = (folding){
        .exchange = run->exchange,
        .report = run->report,
        .notices = &run->notices,
        .task = o->task,
        .follows = o->task != ATTUNE_READ && o->task != ATTUNE_TOKENS,
    };
    run->classifiers = arena_array(&run->memory, classifier *, run->threads);
    run->batches = arena_array(&run->memory, batch, run->batch_count);
    return true;
}

// Adds what the parts counted to the run's counts.
static void gather(attune *run) {
    run->counts = intake_counts(run->intake);
    run->counts.undetermined = run->folding.undetermined;
    run->counts.broken_codes = run->folding.broken_codes;
    drop_classifiers(run);
}

// Tables without a row are no result: the folder does not appear.
static bool no_messages(const attune *run, error *err) {
    error_set(err, ATTUNE_EMPTY, "error: no messages, so no tables");
    if (run->counts.read)
        return error_hint(err, "the summary says why the records were dropped; attune read shows "
                               "what is left");
    return error_hint(err, "attune formats lists what it reads");
}

// What no row says: a word mistyped after --given would look like something that never happens.
static void tell_remarks(attune *run) {
    remark one;
    for (size_t which = 0; report_remark(run->report, &which, &one);)
        notices_say(&run->notices, NOTICE_ROWS, one.hint, "%s", one.text);
}

static bool finish(attune *run, const call *c) {
    gather(run);
    if (c->err->status) return false; // some input could not be read to its end
    const attune_counts *n = &run->counts;
    uint64_t dropped =
        n->system + n->excluded + n->bad_time + n->malformed + n->too_long + n->duplicate;
    if (n->read != n->used + dropped || n->used != run->folding.committed)
        return error_set(c->err, ATTUNE_INTERNAL, "error: the counts do not add up");
    for (size_t i = 0; run->options.folder && i < c->count; i++)
        if (!report_input(run->report, c->paths[i], c->err)) return false;
    if (run->rejects && !rejects_finish(run->rejects, c->err)) return false;
    if (run->options.folder && n->used == 0) return no_messages(run, c->err);
    if (!report_finish(run->report, &run->counts, run->undetermined, c->err)) return false;
    if (n->used) tell_remarks(run);
    return true;
}

static void run_through(void *context) {
    call *c = context;
    attune *run = c->run;
    if (!open_stages(run, c->paths, c->count, c->err)) return;
    pipeline flow = {run, fill, work, fold};
    c->ok = pipeline_run(&flow, run->batches, run->threads, c->err) && finish(run, c);
}

int attune_run(attune *run, const char *const *paths, size_t count, attune_error *err) {
    call made = {.run = run, .paths = paths, .count = count, .err = err};
    if (!memory_protect(run_through, &made))
        error_set(err, ATTUNE_INTERNAL, "error: out of memory");
    if (!made.ok) return err->status;
    const attune_counts *c = &run->counts;
    // What read writes has rows for system lines too.
    if (run->options.task == ATTUNE_READ ? c->read == 0 : c->used == 0) return ATTUNE_EMPTY;
    uint64_t flaws = c->bad_time + c->malformed + c->too_long + c->duplicate + c->late +
                     c->undetermined + c->contradictions + c->assumed + c->returned +
                     c->unreadable_files + c->broken_codes;
    return flaws ? ATTUNE_FLAWED : ATTUNE_OK;
}

attune_counts attune_counted(const attune *run) { return run->counts; }

// Frees the conversations of batches that were never folded.
static void drop_batch(batch *b) {
    for (size_t i = 0; i < b->event_count; i++)
        if (b->events[i].what != INTAKE_BEGIN && b->events[i].which)
            conversation_free(b->events[i].which);
    batch_release(b);
}

void attune_free(attune *run) {
    if (!run) return;
    for (size_t i = 0; run->batches && i < run->batch_count; i++) drop_batch(&run->batches[i]);
    for (size_t i = 0; run->classifiers && i < run->threads; i++)
        classifier_free(run->classifiers[i]);
    exchange_free(run->exchange);
    report_free(run->report);
    rejects_free(run->rejects);
    intake_free(run->intake);
    inputs_free(run->in);
    codebook_free(run->book);
    zone_free(run->days);
    name_key_free(run->key);
    arena_release(&run->memory);
    free(run);
}

bool attune_format_at(size_t index, attune_format *out) {
    const reader *r = reader_at(index);
    if (r) *out = (attune_format){r->name, r->summary, r->carries, r->how_to};
    return r;
}

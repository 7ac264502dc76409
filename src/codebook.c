// codebook: list, show and check for people, and index. Checking runs every sentence through the
// same stages as a chat.
#include "attune.h"

#include "base/utf8.h"
#include "classify/codebook_check.h"
#include "exchange/exchange.h"
#include "report/sink.h"
#include "run_options.h"

#include <stdlib.h>

// One call from outside; whatever it holds is freed by release, also when memory ran out on the
// way.
typedef struct visit {
    const attune_options *options;
    const char *code; // to show
    codebook *book;
    classifier *classifier;
    exchange *exchange;
    uint8_t cut; // percent: from which a code counts
    hits found;
    buf out;
    sink to; // where out goes
    arena memory;
    error *err;
    int status;
} visit;

static void release(visit *v) {
    exchange_free(v->exchange);
    classifier_free(v->classifier);
    codebook_free(v->book);
    free(v->found.at);
    sink_release(&v->to);
    buf_release(&v->out);
    arena_release(&v->memory);
}

static void print(void *context) {
    visit *v = context;
    if (sink_write(&v->to, buf_str(&v->out), v->err)) sink_flush(&v->to, v->err);
}

static int call(void (*body)(void *), visit *v, FILE *out) {
    v->to = (sink){.file = out, .name = "the output"};
    if (!memory_protect(body, v) || !memory_protect(print, v))
        error_set(v->err, ATTUNE_INTERNAL, "error: out of memory");
    int status = v->err->status ? v->err->status : v->status;
    release(v);
    return status;
}

static bool load(visit *v) {
    v->book = codebook_new(v->options->lexicons, v->options->codebook, v->options->lang, v->err);
    return v->book;
}

static bool load_whole(visit *v, buf *index) {
    const attune_options *o = v->options;
    v->book = codebook_new_whole(o->lexicons, o->codebook, o->lang, index, v->err);
    return v->book;
}

static void make_index(void *context) {
    visit *v = context;
    if (!load_whole(v, &v->out) || v->book->pack_count == 1) return;
    buf_reset(&v->out); // what is there would be taken for one
    error_set(v->err, ATTUNE_USAGE, "error: an index is of one language");
    error_hint(v->err, "for example: attune codebook index --lang en > lexicons/en/index");
}

static void list(void *context) {
    visit *v = context;
    if (load(v)) codebook_list(v->book, &v->out);
}

static void show(void *context) {
    visit *v = context;
    if (load(v)) codebook_show(v->book, str_from(v->code), &v->out, v->err);
}

// ---- sentences
// -----------------------------------------------------------------------------------

static void tell_nothing_of_session(void *c, const session *s) { (void)c, (void)s; }
static void tell_nothing_of_episode(void *c, const episode *e) { (void)c, (void)e; }
static void tell_nothing_of_reask(void *c, uint32_t number, uint32_t asker, uint32_t answerer) {
    (void)c, (void)number, (void)asker, (void)answerer;
}
static void tell_nothing_of_taken(void *c, uint32_t speaker, uint32_t taker, uint64_t count) {
    (void)c, (void)speaker, (void)taker, (void)count;
}
static const exchange_events nothing = {NULL, tell_nothing_of_session, tell_nothing_of_episode,
                                        tell_nothing_of_reask, tell_nothing_of_taken};

// One message of a sentence's little chat, a minute after the one before.
static void say(visit *v, uint32_t number, uint32_t speaker, str text, coding *out) {
    message m = {
        .text = text,
        .kind = KIND_TEXT,
        .time_kind = TIME_LOCAL,
        .time = (int64_t)number * 60000,
        .effective = (int64_t)number * 60000,
        .precision = 1000,
        .speaker = speaker,
        .number = number,
    };
    v->found.count = 0;
    analysis a = classify(v->classifier, &m, &v->found);
    exchange_message(v->exchange, &m, &a, v->found.at, out);
}

// The codes of the sentence behind its context.
static void code_sentence(visit *v, const sentence *s, coding *out) {
    uint32_t number = 0;
    exchange_begin(v->exchange);
    for (str rest = s->context; rest.len;) {
        str_cut_result line = str_cut(rest, '\n');
        str_cut_result said = str_cut(line.head, ':');
        bool by_b = str_equal(str_trim(said.head), STR("B"));
        if (str_trim(line.head).len) say(v, ++number, by_b, str_trim(said.tail), out);
        rest = line.tail;
    }
    say(v, ++number, 1, s->text, out);
    exchange_end(v->exchange);
}

static bool fits(str name, str pattern) {
    if (!str_ends(pattern, STR("*"))) return str_equal(name, pattern);
    return str_starts(name, str_take(pattern, pattern.len - 1));
}

// Whether a code or theme that fits the pattern is there at this confidence or more.
static bool has(const codebook *book, const coding *c, str pattern, unsigned confidence) {
    for (uint32_t i = 0; i < c->count; i++) {
        const coded *one = &c->at[i];
        if (one->confidence < confidence) continue;
        if (fits(book->codes[one->code].name, pattern)) return true;
        for (size_t theme = 0; theme < book->theme_count; theme++)
            if (one->themes >> theme & 1 &&
                fits(book->codes[book->theme_code[theme]].name, pattern))
                return true;
    }
    return false;
}

// A code that is misspelled would prove nothing where it must not be there.
static bool is_known(const codebook *book, str pattern) {
    for (size_t i = 0; i < book->code_count; i++)
        if (fits(book->codes[i].name, pattern)) return true;
    return false;
}

static void begin_finding(buf *out, const char *path, const sentence *s, const char *what,
                          str which) {
    utf8_add_printable(out, str_from(path));
    buf_printf(out, ":%u: error: %s ", (unsigned)s->line, what);
    utf8_add_printable(out, which);
}

// Appends a finding for every code of the list that does not exist, is missing (wanted) or there
// (not wanted); returns their number.
static size_t compare(visit *v, const char *path, const sentence *s, const coding *c,
                      str list_of_codes, bool wanted) {
    size_t findings = 0;
    for (str rest = list_of_codes; rest.len;) {
        str_cut_result one = str_cut(rest, ' ');
        rest = one.tail;
        if (!one.head.len) continue;
        bool known = is_known(v->book, one.head);
        if (known && has(v->book, c, one.head, wanted ? 0 : v->cut) == wanted) continue;
        findings++;
        begin_finding(&v->out, path, s,
                      !known   ? "no code of the name"
                      : wanted ? "the sentence is not coded"
                               : "the sentence is coded",
                      one.head);
        if (known) {
            buf_add(&v->out, STR("; its codes: "));
            coding_write(&v->out, v->book, c);
        }
        buf_add_char(&v->out, '\n');
    }
    return findings;
}

static bool check_pack(visit *v, size_t pack_index, size_t *findings) {
    const sentence *all;
    const char *path;
    size_t count;
    if (!codebook_sentences(v->book, pack_index, &v->memory, &all, &count, &path, v->err))
        return false;
    for (size_t i = 0; i < count; i++) {
        coding c = {.count = 0};
        code_sentence(v, &all[i], &c);
        *findings += compare(v, path, &all[i], &c, all[i].expect, true);
        *findings += compare(v, path, &all[i], &c, all[i].reject, false);
    }
    utf8_add_printable(&v->out, v->book->packs[pack_index].lang);
    buf_printf(&v->out, ": %zu sentences\n", count);
    return true;
}

static void check(void *context) {
    visit *v = context;
    bool complete = true;
    if (!run_options_check(v->options, v->err) || !load_whole(v, NULL)) return;
    size_t findings = codebook_check(v->book, &v->out, &complete, v->err);
    if (!complete) return;
    exchange_options options = run_options_exchange(v->options);
    v->cut = options.min_confidence;
    v->classifier = classifier_new(v->book, v->options->no_filter);
    v->exchange = exchange_new(v->book, &options, &nothing);
    for (size_t i = 0; i < v->book->pack_count; i++)
        if (!check_pack(v, i, &findings)) return;
    buf_printf(&v->out, "%zu codes, %zu rules, %zu findings\n", v->book->code_count,
               v->book->rule_count, findings);
    v->status = findings ? ATTUNE_USAGE : ATTUNE_OK;
}

int attune_codebook_list(const attune_options *options, FILE *out, attune_error *err) {
    visit v = {.options = options, .err = err};
    return call(list, &v, out);
}

int attune_codebook_show(const attune_options *options, const char *name, FILE *out,
                         attune_error *err) {
    visit v = {.options = options, .code = name, .err = err};
    return call(show, &v, out);
}

int attune_codebook_index(const attune_options *options, FILE *out, attune_error *err) {
    visit v = {.options = options, .err = err};
    return call(make_index, &v, out);
}

int attune_codebook_check(const attune_options *options, FILE *out, attune_error *err) {
    visit v = {.options = options, .err = err};
    return call(check, &v, out);
}

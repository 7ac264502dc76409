#include "run_options.h"

#include "base/limits.h"
#include "base/str.h"
#include "input/legacy.h"

#include <unistd.h>

#ifndef ATTUNE_LEXICONS
#define ATTUNE_LEXICONS "/usr/local/share/attune/lexicons"
#endif

attune_options attune_defaults(void) {
    return (attune_options){
        .task = ATTUNE_REPORT,
        .max_record = LIMIT_RECORD,
        .max_memory = LIMIT_MEMORY,
        .max_members = LIMIT_MEMBERS_OPENED,
        .max_ratio = LIMIT_RATIO,
        .max_rejects = -1,
        .lexicons = ATTUNE_LEXICONS,
        .lang = "auto",
        .min_confidence = 0.7,
        .window = 24 * 3600 * 1000,
        .session_gap = 60 * 60 * 1000,
        .turn_gap = 2 * 60 * 1000,
        .episode_gap = 10 * 60 * 1000,
        .names = ATTUNE_NAMES_SEQ,
        .period = ATTUNE_WEEK,
        .seed = 1,
        .permutations = 1999,
        .table = "speakers",
        .lag_first = 1,
        .lag_last = 1,
        .unit = ATTUNE_UNIT_FLOOR,
        .sample = 200,
        .context_turns = 3,
        .prevalence = -1,
        .out = stdout,
    };
}

static void copy_string(const char **s, arena *keep) {
    if (!*s) return;
    size_t size = strlen(*s) + 1;
    *s = memcpy(arena_bytes(keep, size), *s, size);
}

attune_options run_options_copy(const attune_options *given, arena *keep) {
    attune_options all = *given, *o = &all;
    const char **strings[] = {&o->format,   &o->date_order, &o->zone,     &o->encoding, &o->map,
                              &o->speakers, &o->me,         &o->alias,    &o->since,    &o->until,
                              &o->exclude,  &o->only,       &o->lexicons, &o->codebook, &o->lang,
                              &o->table,    &o->folder,     &o->rejects,  &o->given,    &o->target,
                              &o->code,     &o->key_file,   &o->consent,  &o->sandbox};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) copy_string(strings[i], keep);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (o->threads <= 0) o->threads = cores < 1 ? 1 : cores > 4 ? 4 : (int)cores;
    return all;
}

static const struct {
    const char *name;
    date_order order;
} orders[] = {{"ymd", ORDER_YMD}, {"ydm", ORDER_YDM}, {"dmy", ORDER_DMY},
              {"mdy", ORDER_MDY}, {"myd", ORDER_MYD}, {"dym", ORDER_DYM}};

date_order run_options_date_order(const attune_options *o) {
    for (size_t i = 0; o->date_order && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(o->date_order, orders[i].name) == 0) return orders[i].order;
    return ORDER_NONE;
}

// Whoever links the library may give a number that no enumeration has.
static bool check_enumerations(const attune_options *o, error *err) {
    const struct {
        const char *name;
        unsigned value, last;
    } all[] = {
        {"task", o->task, ATTUNE_SAMPLE},        {"names", o->names, ATTUNE_NAMES_KEYED},
        {"dates", o->dates, ATTUNE_DATES_YEAR},  {"period", o->period, ATTUNE_MONTH},
        {"unit", o->unit, ATTUNE_UNIT_FLOOR},    {"who", o->who, ATTUNE_WHO_ANY},
        {"order", o->order, ATTUNE_ORDER_RIGHT}, {"strata", o->strata, ATTUNE_STRATA_NONE},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].value > all[i].last)
            return error_set(err, ATTUNE_USAGE, "error: no %s has the number %u", all[i].name,
                             all[i].value);
    return true;
}

static bool check_date_order(const attune_options *o, error *err) {
    if (!o->date_order || run_options_date_order(o) != ORDER_NONE) return true;
    return error_set(err, ATTUNE_USAGE, "error: no date order \"%s\"", o->date_order) ||
           error_hint(err, "one of dmy, mdy, ymd, ydm, myd, dym");
}

static bool no_encoding(const char *name, error *err) {
    char list[300] = "";
    for (encoding i = ENCODING_UTF8; i < ENCODING_NONE; i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", i ? ", " : "", encoding_name(i));
    }
    return error_set(err, ATTUNE_USAGE, "error: no encoding \"%s\"", name) ||
           error_hint(err, "one of %s", list);
}

static bool check_encoding(const attune_options *o, error *err) {
    if (!o->encoding) return true;
    encoding which = encoding_of(str_from(o->encoding));
    if (which == ENCODING_NONE) return no_encoding(o->encoding, err);
    legacy tried = {0};
    if (encoding_is_legacy(which) && !legacy_open(&tried, which))
        return error_set(err, ATTUNE_USAGE, "error: this system cannot convert the encoding \"%s\"",
                         o->encoding) ||
               error_hint(err, "the C library has no table of it; save the log as UTF-8 elsewhere");
    legacy_close(&tried);
    return true;
}

static bool check_values(const attune_options *o, error *err) {
    if (!(o->min_confidence >= 0 && o->min_confidence <= 1))
        return error_set(err, ATTUNE_USAGE, "error: --min-confidence must lie in 0 to 1");
    if (o->window <= 0 || o->session_gap <= 0)
        return error_set(err, ATTUNE_USAGE, "error: --window and --session-gap must be above 0");
    if (o->turn_gap < 0 || o->episode_gap < 0)
        return error_set(err, ATTUNE_USAGE,
                         "error: --turn-gap and --episode-gap must be 0 or more");
    if (o->max_record == 0 || o->max_memory == 0)
        return error_set(err, ATTUNE_USAGE, "error: --max-record and --max-memory must be above 0");
    if (o->max_record > LIMIT_RECORD_MOST)
        return error_set(err, ATTUNE_USAGE, "error: --max-record is at most %dM",
                         LIMIT_RECORD_MOST >> 20) ||
               error_hint(err, "what is longer is skipped and counted, and the run goes on");
    return true;
}

static bool check_privacy(const attune_options *o, error *err) {
    if (o->names == ATTUNE_NAMES_KEYED && !o->key_file)
        return error_set(err, ATTUNE_USAGE, "error: --names keyed needs a key") ||
               error_hint(err, "--key-file FILE; to make one: (umask 077; head -c 32 /dev/urandom "
                               "> FILE)");
    if (o->names != ATTUNE_NAMES_KEYED && o->key_file)
        return error_set(err, ATTUNE_USAGE, "error: --key-file is for --names keyed");
    if (o->task != ATTUNE_REPORT && (o->dates != ATTUNE_DATES_FULL || o->min_cell))
        return error_set(err, ATTUNE_USAGE, "error: --dates and --min-cell are for report");
    if (o->consent && !str_trim(str_from(o->consent)).len)
        return error_set(err, ATTUNE_USAGE, "error: --consent needs a phrase");
    return true;
}

bool run_options_check(const attune_options *o, error *err) {
    return check_enumerations(o, err) && check_values(o, err) && check_encoding(o, err) &&
           check_privacy(o, err) && check_date_order(o, err);
}

exchange_options run_options_exchange(const attune_options *o) {
    return (exchange_options){o->window,         o->session_gap,
                              o->turn_gap,       o->episode_gap,
                              o->window_session, exchange_confidence(o->min_confidence)};
}

// options: the command line of the subcommands that read logs.
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef bool option_parse(command *c, void *field, const char *value);

typedef struct option {
    const char *name;    // with its dashes
    const char *other;   // another spelling, or NULL
    option_parse *parse; // NULL: a flag, whose field is a bool
    size_t field;        // offset in command
} option;

static bool parse_string(command *c, void *field, const char *value) {
    (void)c;
    *(const char **)field = value;
    return true;
}

// A whole number with an optional unit of the table, times its factor.
static bool parse_units(const char *value, const char *const units[], const int64_t factors[],
                        size_t count, int64_t *out) {
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (end == value || errno || number < 0) return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(end, units[i]) != 0) continue;
        if (number > INT64_MAX / factors[i]) return false;
        *out = number * factors[i];
        return true;
    }
    return false;
}

static bool parse_duration(command *c, void *field, const char *value) {
    static const char *const units[] = {"ms", "s", "m", "h", "d"};
    static const int64_t factors[] = {1, 1000, 60 * 1000, 3600 * 1000, 24 * 3600 * 1000};
    (void)c;
    return parse_units(value, units, factors, 5, field);
}

static bool parse_window(command *c, void *field, const char *value) {
    if (strcmp(value, "session") != 0) return parse_duration(c, field, value);
    c->options.window_session = true;
    return true;
}

static bool parse_size(command *c, void *field, const char *value) {
    static const char *const units[] = {"", "k", "K", "M", "G"};
    static const int64_t factors[] = {1, 1 << 10, 1 << 10, 1 << 20, 1 << 30};
    int64_t number;
    (void)c;
    if (!parse_units(value, units, factors, 5, &number) || number == 0) return false;
    *(size_t *)field = (size_t)number;
    return true;
}

static bool parse_count(command *c, void *field, const char *value) {
    static const char *const units[] = {""};
    static const int64_t factors[] = {1};
    (void)c;
    return parse_units(value, units, factors, 1, field);
}

static bool parse_seed(command *c, void *field, const char *value) {
    int64_t number;
    if (!parse_count(c, &number, value)) return false;
    *(uint64_t *)field = (uint64_t)number;
    return true;
}

static bool parse_uint32(command *c, void *field, const char *value) {
    int64_t number;
    if (!parse_count(c, &number, value) || number > UINT32_MAX) return false;
    *(uint32_t *)field = (uint32_t)number;
    return true;
}

static bool parse_threads(command *c, void *field, const char *value) {
    int64_t number;
    if (!parse_count(c, &number, value) || number < 1 || number > 256) return false;
    *(int *)field = (int)number;
    return true;
}

static bool parse_share(command *c, void *field, const char *value) {
    char *end;
    (void)c;
    double number = strtod(value, &end);
    if (end == value || *end || !(number >= 0 && number <= 1)) return false;
    *(double *)field = number;
    return true;
}

static bool parse_names(command *c, void *field, const char *value) {
    (void)c;
    attune_names *names = field;
    if (strcmp(value, "seq") == 0)
        *names = ATTUNE_NAMES_SEQ;
    else if (strcmp(value, "raw") == 0)
        *names = ATTUNE_NAMES_RAW;
    else if (strcmp(value, "keyed") == 0)
        *names = ATTUNE_NAMES_KEYED;
    else
        return false;
    return true;
}

static bool parse_dates(command *c, void *field, const char *value) {
    static const char *const names[] = {"full", "offset", "year"};
    (void)c;
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) != 0) continue;
        *(attune_dates *)field = (attune_dates)i;
        return true;
    }
    return false;
}

static bool parse_sandbox(command *c, void *field, const char *value) {
    bool known =
        strcmp(value, "auto") == 0 || strcmp(value, "require") == 0 || strcmp(value, "off") == 0;
    return known && parse_string(c, field, value);
}

static bool parse_period(command *c, void *field, const char *value) {
    static const char *const names[] = {"day", "week", "month"};
    (void)c;
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) != 0) continue;
        *(attune_period *)field = (attune_period)i;
        return true;
    }
    return false;
}

// One lag, or the first and the last of several: 1..5.
static bool parse_lag(command *c, void *field, const char *value) {
    char first[16];
    const char *dots = strstr(value, "..");
    size_t len = dots ? (size_t)(dots - value) : strlen(value);
    if (len >= sizeof first) return false;
    memcpy(first, value, len);
    first[len] = '\0';
    return parse_uint32(c, field, first) &&
           parse_uint32(c, &c->options.lag_last, dots ? dots + 2 : first);
}

// One of a list of words, by its place.
static bool parse_word(const char *value, const char *const words[], int count, int *out) {
    for (*out = 0; *out < count; ++*out)
        if (strcmp(words[*out], value) == 0) return true;
    return false;
}

static bool parse_unit(command *c, void *field, const char *value) {
    static const char *const words[] = {"message", "turn", "floor"};
    int which;
    (void)c;
    if (!parse_word(value, words, 3, &which)) return false;
    *(attune_unit *)field = (attune_unit)which;
    return true;
}

static bool parse_who(command *c, void *field, const char *value) {
    static const char *const words[] = {"other", "self", "any"};
    int which;
    (void)c;
    if (!parse_word(value, words, 3, &which)) return false;
    *(attune_who *)field = (attune_who)which;
    return true;
}

static bool parse_null(command *c, void *field, const char *value) {
    static const char *const words[] = {"shuffle", "shift"};
    int which;
    (void)c;
    if (!parse_word(value, words, 2, &which)) return false;
    *(bool *)field = which == 1;
    return true;
}

static bool parse_order(command *c, void *field, const char *value) {
    static const char *const words[] = {"none", "left", "right"};
    int which;
    (void)c;
    if (!parse_word(value, words, 3, &which)) return false;
    *(attune_order *)field = (attune_order)which;
    return true;
}

static bool parse_strata(command *c, void *field, const char *value) {
    static const char *const words[] = {"code", "family", "none"};
    int which;
    (void)c;
    if (!parse_word(value, words, 3, &which)) return false;
    *(attune_strata *)field = (attune_strata)which;
    return true;
}

static bool parse_table(command *c, void *field, const char *value) {
    const char *name;
    for (size_t i = 0; (name = attune_table_at(i)); i++)
        if (strcmp(name, value) == 0) return parse_string(c, field, name);
    return false;
}

#define FIELD(name) offsetof(command, options.name)

static const option options[] = {
    {"-o", "--output", parse_string, FIELD(folder)},
    {"-j", "--threads", parse_threads, FIELD(threads)},
    {"-q", "--quiet", NULL, offsetof(command, quiet)},
    {"--format", NULL, parse_string, FIELD(format)},
    {"--date-order", NULL, parse_string, FIELD(date_order)},
    {"--tz", NULL, parse_string, FIELD(zone)},
    {"--encoding", NULL, parse_string, FIELD(encoding)},
    {"--map", NULL, parse_string, FIELD(map)},
    {"--speakers", NULL, parse_string, FIELD(speakers)},
    {"--me", NULL, parse_string, FIELD(me)},
    {"--alias", NULL, parse_string, FIELD(alias)},
    {"--since", NULL, parse_string, FIELD(since)},
    {"--until", NULL, parse_string, FIELD(until)},
    {"--exclude", NULL, parse_string, FIELD(exclude)},
    {"--only", NULL, parse_string, FIELD(only)},
    {"--sort", NULL, NULL, FIELD(sort)},
    {"--max-record", NULL, parse_size, FIELD(max_record)},
    {"--max-memory", NULL, parse_size, FIELD(max_memory)},
    {"--max-members", NULL, parse_size, FIELD(max_members)},
    {"--max-ratio", NULL, parse_size, FIELD(max_ratio)},
    {"--max-rejects", NULL, parse_count, FIELD(max_rejects)},
    {"--rejects", NULL, parse_string, FIELD(rejects)},
    {"--codebook", NULL, parse_string, FIELD(codebook)},
    {"--lang", NULL, parse_string, FIELD(lang)},
    {"--min-confidence", NULL, parse_share, FIELD(min_confidence)},
    {"--no-filter", NULL, NULL, FIELD(no_filter)},
    {"--trace", NULL, NULL, offsetof(command, trace)},
    {"--window", NULL, parse_window, FIELD(window)},
    {"--session-gap", NULL, parse_duration, FIELD(session_gap)},
    {"--turn-gap", NULL, parse_duration, FIELD(turn_gap)},
    {"--episode-gap", NULL, parse_duration, FIELD(episode_gap)},
    {"--names", NULL, parse_names, FIELD(names)},
    {"--key-file", NULL, parse_string, FIELD(key_file)},
    {"--dates", NULL, parse_dates, FIELD(dates)},
    {"--min-cell", NULL, parse_uint32, FIELD(min_cell)},
    {"--consent", NULL, parse_string, FIELD(consent)},
    {"--sandbox", NULL, parse_sandbox, offsetof(command, sandbox)},
    {"--period", NULL, parse_period, FIELD(period)},
    {"--seed", NULL, parse_seed, FIELD(seed)},
    {"--permutations", NULL, parse_uint32, FIELD(permutations)},
    {"--min-n", NULL, parse_uint32, FIELD(min_n)},
    {"--table", NULL, parse_table, FIELD(table)},
    {"--force", NULL, NULL, FIELD(force)},
    {"--given", NULL, parse_string, FIELD(given)},
    {"--target", NULL, parse_string, FIELD(target)},
    {"--lag", NULL, parse_lag, FIELD(lag_first)},
    {"--within", NULL, parse_duration, FIELD(within)},
    {"--unit", NULL, parse_unit, FIELD(unit)},
    {"--who", NULL, parse_who, FIELD(who)},
    {"--null", NULL, parse_null, FIELD(null_shift)},
    {"--code", NULL, parse_string, FIELD(code)},
    {"-n", NULL, parse_uint32, FIELD(sample)},
    {"--stratify", NULL, parse_strata, FIELD(strata)},
    {"--context", NULL, parse_uint32, FIELD(context_turns)},
    {"--answers", NULL, NULL, FIELD(answers)},
    {"--prevalence", NULL, parse_share, FIELD(prevalence)},
    {"--batch-messages", NULL, parse_size, FIELD(batch_messages)},
    {"--read-size", NULL, parse_size, FIELD(read_size)},
};

// A concordance is sorted by its words.
static const option order_of_kwic = {"--sort", NULL, parse_order, FIELD(order)};

// Whether argument is the option under this name: alone, as --name=value, or as -jN. *value is the
// text behind it, or NULL.
static bool is_named(const char *name, const char *argument, const char **value) {
    size_t len = name ? strlen(name) : 0;
    if (!len || strncmp(argument, name, len) != 0) return false;
    *value = NULL;
    if (argument[len] == '\0') return true;
    *value = argument + len + (argument[len] == '=');
    return argument[len] == '=' || name[1] != '-';
}

static const option *find(const command *c, const char *argument, const char **value) {
    if (c->options.task == ATTUNE_KWIC && is_named(order_of_kwic.name, argument, value))
        return &order_of_kwic;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (is_named(options[i].name, argument, value) ||
            is_named(options[i].other, argument, value))
            return &options[i];
    return NULL;
}

// Takes the option at argv[*at], moving *at to the last word it used.
static bool take(command *c, char **argv, int argc, int *at) {
    const char *argument = argv[*at], *value = NULL;
    const option *o = find(c, argument, &value);
    if (!o) {
        talk_usage("no such option", argument);
        return false;
    }
    void *field = (char *)c + o->field;
    if (!o->parse) {
        if (value) talk_usage("takes no value", argument);
        *(bool *)field = true;
        return !value;
    }
    if (!value && *at + 1 < argc) value = argv[++*at];
    if (value && o->parse(c, field, value)) return true;
    talk_usage(value ? "no such value for the option" : "needs a value", argument);
    return false;
}

bool options_parse(command *c, char **argv, int argc, int from) {
    int paths = from;
    bool only_paths = false;
    for (int i = from; i < argc; i++) {
        if (only_paths || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[paths++] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            only_paths = true;
        } else if (!take(c, argv, argc, &i)) {
            return false;
        }
    }
    c->paths = (const char *const *)(argv + from);
    c->path_count = (size_t)(paths - from);
    if (c->trace && c->options.task != ATTUNE_CLASSIFY) {
        talk_usage("is an option of classify alone", "--trace");
        return false;
    }
    if (c->trace) c->options.task = ATTUNE_TRACE;
    if (c->options.folder && c->options.task != ATTUNE_REPORT) {
        talk_usage("only report writes a folder", "-o");
        return false;
    }
    bool kwic = c->options.task == ATTUNE_KWIC;
    if (kwic != (c->options.code != NULL)) {
        talk_usage(kwic ? "is needed" : "is an option of kwic alone", "--code");
        return false;
    }
    bool sequences = c->options.task == ATTUNE_SEQ;
    if (sequences != (c->options.given && c->options.target) ||
        (!sequences && (c->options.given || c->options.target))) {
        talk_usage(sequences ? "is needed, and so is --target" : "is an option of seq alone",
                   "--given");
        return false;
    }
    return true;
}

// options: the command line of the subcommands that read logs.
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef bool option_parse(command *c, void *field, const char *value);

// The subcommand that alone takes an option.
typedef enum option_of {
    OF_ALL,
    OF_REPORT,
    OF_CLASSIFY,
    OF_SEQ,
    OF_KWIC,
    OF_SAMPLE,
    OF_AGREE,
} option_of;

typedef struct option {
    const char *name;    // with its dashes
    const char *other;   // another spelling, or NULL
    option_parse *parse; // NULL: a flag, whose field is a bool
    size_t field;        // offset in command
    option_of of;
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
    c->options.window_session = strcmp(value, "session") == 0;
    return c->options.window_session || parse_duration(c, field, value);
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

_Static_assert(sizeof(attune_names) == sizeof(unsigned), "enumerations are as wide as a number");

// One of these words, by its place among them: the value of the enumeration that field is.
static bool parse_word(const char *value, const char *words, void *field) {
    size_t len = strlen(value);
    for (unsigned place = 0; *words; place++) {
        size_t word = strcspn(words, " ");
        if (word == len && memcmp(words, value, len) == 0) {
            memcpy(field, &place, sizeof place);
            return true;
        }
        words += word + (words[word] == ' ');
    }
    return false;
}

static bool parse_names(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "seq raw keyed", field);
}

static bool parse_dates(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "full offset year", field);
}

static bool parse_sandbox(command *c, void *field, const char *value) {
    bool known =
        strcmp(value, "auto") == 0 || strcmp(value, "require") == 0 || strcmp(value, "off") == 0;
    return known && parse_string(c, field, value);
}

static bool parse_period(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "day week month", field);
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

static bool parse_unit(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "message turn floor", field);
}

static bool parse_who(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "other self any", field);
}

static bool parse_null(command *c, void *field, const char *value) {
    unsigned which;
    (void)c;
    if (!parse_word(value, "shuffle shift", &which)) return false;
    *(bool *)field = which == 1;
    return true;
}

static bool parse_order(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "none left right", field);
}

static bool parse_strata(command *c, void *field, const char *value) {
    (void)c;
    return parse_word(value, "code family none", field);
}

static bool parse_table(command *c, void *field, const char *value) {
    const char *name;
    for (size_t i = 0; (name = attune_table_at(i)); i++)
        if (strcmp(name, value) == 0) return parse_string(c, field, name);
    return false;
}

#define FIELD(name) offsetof(command, options.name)

static const option options[] = {
    {"-o", "--output", parse_string, FIELD(folder), OF_REPORT},
    {"-j", "--threads", parse_threads, FIELD(threads), OF_ALL},
    {"-q", "--quiet", NULL, offsetof(command, quiet), OF_ALL},
    {"--format", NULL, parse_string, FIELD(format), OF_ALL},
    {"--date-order", NULL, parse_string, FIELD(date_order), OF_ALL},
    {"--tz", NULL, parse_string, FIELD(zone), OF_ALL},
    {"--encoding", NULL, parse_string, FIELD(encoding), OF_ALL},
    {"--map", NULL, parse_string, FIELD(map), OF_ALL},
    {"--speakers", NULL, parse_string, FIELD(speakers), OF_ALL},
    {"--me", NULL, parse_string, FIELD(me), OF_ALL},
    {"--alias", NULL, parse_string, FIELD(alias), OF_ALL},
    {"--since", NULL, parse_string, FIELD(since), OF_ALL},
    {"--until", NULL, parse_string, FIELD(until), OF_ALL},
    {"--exclude", NULL, parse_string, FIELD(exclude), OF_ALL},
    {"--only", NULL, parse_string, FIELD(only), OF_ALL},
    {"--sort", NULL, NULL, FIELD(sort), OF_ALL},
    {"--max-record", NULL, parse_size, FIELD(max_record), OF_ALL},
    {"--max-memory", NULL, parse_size, FIELD(max_memory), OF_ALL},
    {"--max-members", NULL, parse_size, FIELD(max_members), OF_ALL},
    {"--max-ratio", NULL, parse_size, FIELD(max_ratio), OF_ALL},
    {"--max-rejects", NULL, parse_count, FIELD(max_rejects), OF_ALL},
    {"--rejects", NULL, parse_string, FIELD(rejects), OF_ALL},
    {"--codebook", NULL, parse_string, FIELD(codebook), OF_ALL},
    {"--lang", NULL, parse_string, FIELD(lang), OF_ALL},
    {"--min-confidence", NULL, parse_share, FIELD(min_confidence), OF_ALL},
    {"--no-filter", NULL, NULL, FIELD(no_filter), OF_ALL},
    {"--trace", NULL, NULL, offsetof(command, trace), OF_CLASSIFY},
    {"--window", NULL, parse_window, FIELD(window), OF_ALL},
    {"--session-gap", NULL, parse_duration, FIELD(session_gap), OF_ALL},
    {"--turn-gap", NULL, parse_duration, FIELD(turn_gap), OF_ALL},
    {"--episode-gap", NULL, parse_duration, FIELD(episode_gap), OF_ALL},
    {"--names", NULL, parse_names, FIELD(names), OF_ALL},
    {"--key-file", NULL, parse_string, FIELD(key_file), OF_ALL},
    {"--dates", NULL, parse_dates, FIELD(dates), OF_ALL},
    {"--min-cell", NULL, parse_uint32, FIELD(min_cell), OF_ALL},
    {"--consent", NULL, parse_string, FIELD(consent), OF_ALL},
    {"--sandbox", NULL, parse_sandbox, offsetof(command, sandbox), OF_ALL},
    {"--period", NULL, parse_period, FIELD(period), OF_REPORT},
    {"--seed", NULL, parse_seed, FIELD(seed), OF_ALL},
    {"--permutations", NULL, parse_uint32, FIELD(permutations), OF_ALL},
    {"--min-n", NULL, parse_uint32, FIELD(min_n), OF_ALL},
    {"--table", NULL, parse_table, FIELD(table), OF_REPORT},
    {"--force", NULL, NULL, FIELD(force), OF_ALL},
    {"--given", NULL, parse_string, FIELD(given), OF_SEQ},
    {"--target", NULL, parse_string, FIELD(target), OF_SEQ},
    {"--lag", NULL, parse_lag, FIELD(lag_first), OF_SEQ},
    {"--within", NULL, parse_duration, FIELD(within), OF_SEQ},
    {"--unit", NULL, parse_unit, FIELD(unit), OF_SEQ},
    {"--who", NULL, parse_who, FIELD(who), OF_SEQ},
    {"--null", NULL, parse_null, FIELD(null_shift), OF_SEQ},
    {"--code", NULL, parse_string, FIELD(code), OF_KWIC},
    {"-n", NULL, parse_uint32, FIELD(sample), OF_SAMPLE},
    {"--stratify", NULL, parse_strata, FIELD(strata), OF_SAMPLE},
    {"--context", NULL, parse_uint32, FIELD(context_turns), OF_SAMPLE},
    {"--answers", NULL, NULL, FIELD(answers), OF_SAMPLE},
    {"--prevalence", NULL, parse_share, FIELD(prevalence), OF_AGREE},
    {"--batch-messages", NULL, parse_size, FIELD(batch_messages), OF_ALL},
    {"--read-size", NULL, parse_size, FIELD(read_size), OF_ALL},
};

// A concordance is sorted by its words.
static const option order_of_kwic = {"--sort", NULL, parse_order, FIELD(order), OF_KWIC};

// Whether the subcommand takes the option; what else says so on standard error.
static bool is_taken(const command *c, const option *o) {
    static const struct {
        const char *subcommand, *refused;
    } owners[] = {
        [OF_ALL] = {"", ""},
        [OF_REPORT] = {"report", "is an option of report alone"},
        [OF_CLASSIFY] = {"classify", "is an option of classify alone"},
        [OF_SEQ] = {"seq", "is an option of seq alone"},
        [OF_KWIC] = {"kwic", "is an option of kwic alone"},
        [OF_SAMPLE] = {"sample", "is an option of sample alone"},
        [OF_AGREE] = {"agree", "is an option of agree alone"},
    };
    if (o->of == OF_ALL || strcmp(c->subcommand, owners[o->of].subcommand) == 0) return true;
    talk_usage(owners[o->of].refused, o->name);
    return false;
}

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
    if (!is_taken(c, o)) return false;
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
    if (c->trace) c->options.task = ATTUNE_TRACE;
    if (c->options.task == ATTUNE_KWIC && !c->options.code) {
        talk_usage("is needed", "--code");
        return false;
    }
    if (c->options.task == ATTUNE_SEQ && !(c->options.given && c->options.target)) {
        talk_usage("needs --given and --target", "seq");
        return false;
    }
    return true;
}

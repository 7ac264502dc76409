// simulate: a made-up log on standard output.
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// Of digits alone: strtoull would also take " -1", and make it the largest number there is.
static bool parse_count(const char *text, uint64_t *out) {
    char *end;
    if (text[strspn(text, "0123456789")] != '\0') return false;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    *out = number;
    return end != text && !errno;
}

static bool parse_number(const char *text, double *out) {
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0';
}

static bool parse_time(const char *text, int64_t *out) {
    static const char *const units[] = {"ms", "s", "m", "h", "d"};
    static const int64_t factors[] = {1, 1000, 60000, 3600000, 86400000};
    char *end;
    long number = strtol(text, &end, 10);
    for (size_t i = 0; end != text && number >= 0 && number < 1000000000 && i < 5; i++) {
        if (strcmp(end, units[i]) != 0) continue;
        *out = number * factors[i];
        return true;
    }
    return false;
}

static bool take(attune_simulation *s, const char *name, const char *value) {
    const struct {
        const char *name;
        uint64_t *count;
        double *number;
        int64_t *time;
    } options[] = {
        {"--dyads", &s->dyads, NULL, NULL},
        {"--messages", &s->messages, NULL, NULL},
        {"--seed", &s->seed, NULL, NULL},
        {"--request-rate", NULL, &s->request_rate, NULL},
        {"--affirmation-rate", NULL, &s->affirmation_rate, NULL},
        {"--answer-probability", NULL, &s->answer_probability, NULL},
        {"--relief-slope", NULL, &s->relief_slope, NULL},
        {"--volume-trend", NULL, &s->volume_trend, NULL},
        {"--hot-sessions", NULL, &s->hot_sessions, NULL},
        {"--answer-delay", NULL, NULL, &s->answer_delay},
        {"--precision", NULL, NULL, &s->precision},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(options[i].name, name) != 0) continue;
        bool understood = value && (options[i].count    ? parse_count(value, options[i].count)
                                    : options[i].number ? parse_number(value, options[i].number)
                                                        : parse_time(value, options[i].time));
        if (!understood) talk_usage(value ? "no such value for the option" : "needs a value", name);
        return understood;
    }
    talk_usage("no such option", name);
    return false;
}

// --name value, or --name=value.
static bool take_next(attune_simulation *s, int argc, char **argv, int *i) {
    char name[32];
    const char *word = argv[(*i)++], *equals = strchr(word, '=');
    if (!equals) return take(s, word, *i < argc ? argv[(*i)++] : NULL);
    size_t len = (size_t)(equals - word);
    if (len >= sizeof name) return take(s, word, NULL);
    memcpy(name, word, len);
    name[len] = '\0';
    return take(s, name, equals + 1);
}

int simulate_main(int argc, char **argv) {
    attune_simulation simulation = attune_simulation_defaults();
    for (int i = 2; i < argc;)
        if (!take_next(&simulation, argc, argv, &i)) return ATTUNE_USAGE;
    attune_error err = {0};
    int status = attune_simulate(&simulation, stdout, &err);
    if (err.status) talk_error(&err);
    return output_close(stdout, status);
}

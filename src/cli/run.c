// run: the subcommands that read logs: report, read, tokens, classify, seq, kwic and sample.
#include "cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int output_close(FILE *out, int status) {
    if (status == ATTUNE_OUTPUT) return status; // it has been said why
    bool failed = ferror(out);
    errno = 0;
    if (fflush(out) != 0) failed = true;
    if (!failed) return status;
    if (errno != EPIPE)
        fprintf(stderr, "attune: error: writing failed: %s\n",
                errno ? strerror(errno) : "output error");
    return ATTUNE_OUTPUT;
}

// What was counted, and that the rows are text, unless there are none.
static void tell_end(const command *c, const attune *run, int status) {
    attune_task task = c->options.task;
    bool text = task == ATTUNE_KWIC || (task == ATTUNE_SAMPLE && !c->options.answers);
    attune_counts counts = attune_counted(run);
    // An option that ends a run midway leaves it without counts.
    if (status < ATTUNE_INTERNAL && (status != ATTUNE_USAGE || counts.read)) talk_summary(&counts);
    if (text && (counts.used || status >= ATTUNE_INTERNAL))
        fputs("attune: this prints message text: keep it where the chat may be kept\n", stderr);
}

// A command behind an option is a path, of a file that hardly anybody has.
static bool is_late_command(const command *c) {
    static const char *const commands[] = {"report",   "read",     "tokens", "classify",
                                           "seq",      "kwic",     "sample", "agree",
                                           "simulate", "codebook", "formats"};
    for (size_t i = 0; i < c->path_count; i++)
        for (size_t k = 0; k < sizeof commands / sizeof *commands; k++)
            if (strcmp(c->paths[i], commands[k]) == 0 && access(c->paths[i], F_OK) != 0) {
                talk_usage("no such file; a command is the first word", c->paths[i]);
                return true;
            }
    return false;
}

int run_main(attune_task task, const char *subcommand, int argc, char **argv, int from) {
    command c = {.subcommand = subcommand, .options = attune_defaults()};
    c.options.task = task;
    if (!options_parse(&c, argv, argc, from) || is_late_command(&c)) return ATTUNE_USAGE;
    lexicons_find(c.lexicons, sizeof c.lexicons);
    if (c.lexicons[0]) c.options.lexicons = c.lexicons;
    talk_begin(&c);
    if (!sandbox_enter(&c)) return ATTUNE_USAGE;
    attune_error err = {0};
    attune *run = attune_new(&c.options, &err);
    int status = run ? attune_run(run, c.paths, c.path_count, &err) : err.status;
    if (err.status) talk_error(&err);
    if (run && !c.quiet) tell_end(&c, run, status);
    attune_free(run);
    return output_close(stdout, status);
}

// main: finds the subcommand; without one it is report.
#include "cli.h"

#include <signal.h>
#include <string.h>

typedef struct subcommand {
    const char *name;
    attune_task task;
} subcommand;

static const subcommand tasks[] = {
    {"report", ATTUNE_REPORT},     {"read", ATTUNE_READ}, {"tokens", ATTUNE_TOKENS},
    {"classify", ATTUNE_CLASSIFY}, {"seq", ATTUNE_SEQ},   {"kwic", ATTUNE_KWIC},
    {"sample", ATTUNE_SAMPLE},
};

// Anywhere on the command line, but not among the paths behind --.
static bool asks_for_help(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

int main(int argc, char **argv) {
    // Beyond a limit of the size of files a write fails then, as on a full disk, and is cleaned up.
    signal(SIGXFSZ, SIG_IGN);
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "help") == 0 || asks_for_help(argc, argv)) return help_main();
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (strcmp(name, tasks[i].name) == 0) return run_main(tasks[i].task, name, argc, argv, 2);
    if (strcmp(name, "agree") == 0) return agree_main(argc, argv);
    if (strcmp(name, "codebook") == 0) return codebook_main(argc, argv);
    if (strcmp(name, "simulate") == 0) return simulate_main(argc, argv);
    if (strcmp(name, "formats") == 0) return formats_main();
    if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) return version_main();
    return run_main(ATTUNE_REPORT, "report", argc, argv, 1);
}

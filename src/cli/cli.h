// cli: what the files of the command line share. They see the public header and nothing else of the
// library.
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "attune.h"

// The command line of every subcommand but simulate, formats, help and version.
typedef struct command {
    const char *subcommand; // its name
    attune_options options;
    const char *const *paths;
    size_t path_count;
    bool quiet;
    bool trace;
    const char *sandbox; // auto, require, off, or NULL
    char lexicons[4096]; // the folder found, or ""
} command;

// Reads the options of argv[from] on; what is none is a path, and everything is after --. On a
// mistake says so on standard error and returns false. argv is reordered: the paths come to stand
// together.
bool options_parse(command *c, char **argv, int argc, int from);

// Where the shipped codebook lies: $ATTUNE_LEXICONS, else beside the program (../lexicons in a
// build tree, ../share/attune/lexicons when installed), else the folder compiled in (then "" is
// written).
void lexicons_find(char *out, size_t size);

// Takes from the program what it does not need for this command, as far as the kernel can, and sets
// options.sandbox to what was taken. False after a word on standard error when --sandbox=require is
// not met.
bool sandbox_enter(command *c);

// Standard error. talk_error prints the reason and the hint; talk_summary the three lines that end
// a run.
void talk_begin(command *c);
void talk_error(const attune_error *err);
void talk_summary(const attune_counts *counts);
void talk_usage(const char *what, const char *argument);

// One function per subcommand; each returns the exit status. argv[1] is its name where it was
// given.
int run_main(attune_task task, const char *subcommand, int argc, char **argv, int from);
int codebook_main(int argc, char **argv);
int agree_main(int argc, char **argv);
int simulate_main(int argc, char **argv);
int formats_main(void);
int help_main(void);
int version_main(void);

// status when everything printed on out has reached the system, else 74, with a word on standard
// error where status does not say so yet.
int output_close(FILE *out, int status);

#endif

// agree: coding sheets against each other.
#include "cli.h"

#include <string.h>

int agree_main(int argc, char **argv) {
    command c = {.subcommand = "agree", .options = attune_defaults()};
    if (!options_parse(&c, argv, argc, 2)) return ATTUNE_USAGE;
    talk_begin(&c);
    if (!sandbox_enter(&c)) return ATTUNE_USAGE;
    attune_error err = {0};
    int status = attune_agree(&c.options, c.paths, c.path_count, &err);
    if (err.status) talk_error(&err);
    return output_close(stdout, status);
}

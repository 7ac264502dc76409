// agree: coding sheets against each other.
#include "cli.h"

#include <string.h>

int agree_main(int argc, char **argv) {
    if (argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0))
        return help_main(0, NULL);
    command c = {.options = attune_defaults()};
    if (!options_parse(&c, argv, argc, 2)) return ATTUNE_USAGE;
    talk_begin(&c);
    if (!sandbox_enter(&c)) return ATTUNE_USAGE;
    attune_error err = {0};
    int status = attune_agree(&c.options, c.paths, c.path_count, &err);
    if (err.status) talk_error(&err);
    return output_close(stdout, status);
}

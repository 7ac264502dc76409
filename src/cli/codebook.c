// codebook: list, show, check and index.
#include "cli.h"

#include <string.h>

int codebook_main(int argc, char **argv) {
    const char *verb = argc > 2 ? argv[2] : "list";
    command c = {.subcommand = "codebook", .options = attune_defaults()};
    if (!options_parse(&c, argv, argc, argc > 2 ? 3 : 2)) return ATTUNE_USAGE;
    lexicons_find(c.lexicons, sizeof c.lexicons);
    if (c.lexicons[0]) c.options.lexicons = c.lexicons;
    if (strcmp(verb, "check") == 0 && c.path_count == 1) c.options.codebook = c.paths[0];
    if (!sandbox_enter(&c)) return ATTUNE_USAGE;
    attune_error err = {0};
    int status;
    if (strcmp(verb, "list") == 0 && c.path_count == 0) {
        status = attune_codebook_list(&c.options, stdout, &err);
    } else if (strcmp(verb, "show") == 0 && c.path_count == 1) {
        status = attune_codebook_show(&c.options, c.paths[0], stdout, &err);
    } else if (strcmp(verb, "check") == 0 && c.path_count <= 1) {
        status = attune_codebook_check(&c.options, stdout, &err);
    } else if (strcmp(verb, "index") == 0 && c.path_count == 0) {
        status = attune_codebook_index(&c.options, stdout, &err);
    } else {
        talk_usage(
            "codebook takes list, show CODE, show RULE, check [FOLDER], or index --lang LANGUAGE",
            verb);
        return ATTUNE_USAGE;
    }
    if (err.status) talk_error(&err);
    return output_close(stdout, status);
}

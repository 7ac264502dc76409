// formats: what can be read, and how to get it out of the app.
#include "cli.h"

int formats_main(void) {
    attune_format f;
    for (size_t i = 0; attune_format_at(i, &f); i++)
        printf("%s%-14s %s\n%-14s carries: %s\n%-14s to get it: %s\n", i ? "\n" : "", f.name,
               f.summary, "", f.carries, "", f.how_to);
    return output_close(stdout, ATTUNE_OK);
}

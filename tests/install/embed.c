// embed: the table of the speakers of a log, as a program of somebody else gets it from the
// installed library. The first argument is the folder of the codebooks, the second the log.
#include <attune.h>

int main(int argc, char **argv) {
    if (argc != 3) return ATTUNE_USAGE;
    attune_options options = attune_defaults();
    options.lexicons = argv[1];
    attune_error err = {0};
    attune *run = attune_new(&options, &err);
    const char *log = argv[2];
    int status = run ? attune_run(run, &log, 1, &err) : err.status;
    if (*err.what) fprintf(stderr, "%s\n", err.what);
    attune_free(run);
    return status;
}

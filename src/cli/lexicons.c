// lexicons: where the shipped codebook lies.
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_codebook(const char *folder) {
    char path[4200];
    snprintf(path, sizeof path, "%s/codes.csv", folder);
    return access(path, R_OK) == 0;
}

void lexicons_find(char *out, size_t size) {
    const char *named = getenv("ATTUNE_LEXICONS");
    if (named && named[0]) {
        snprintf(out, size, "%s", named);
        return;
    }
    // The folder of the program itself; where the system does not tell, the folder compiled in
    // serves.
    static const char *const beside[] = {"../lexicons", "../../lexicons",
                                         "../share/attune/lexicons"};
    char program[3072];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    out[0] = '\0';
    if (len <= 0) return;
    program[len] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash) return;
    *slash = '\0';
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(out, size, "%s/%s", program, beside[i]);
        if (is_codebook(out)) return;
    }
    out[0] = '\0';
}

// stress: a pipe that goes on, full of requests and answers, takes no more memory after four
// hundred thousand messages than after a hundred thousand.
#include "attune.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// The sanitizers keep what is freed.
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED true
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

static const char *lexicons;

static void check(bool holds, const char *sentence) {
    if (holds) return;
    fprintf(stderr, "endless: not true: %s\n", sentence);
    exit(1);
}

// A request every 37 minutes, affirmed three times of four, with the themes in turn.
static void talk(long messages) {
    static const char *const themes[] = {"T.LOVE", "T.SAFETY", "T.CONFLICT"};
    puts("time,speaker,text,codes");
    for (long i = 0; i < messages; i += 2) {
        long minute = i / 2 * 37, year = 1991 + minute / (336 * 1440), day = minute / 1440 % 28 + 1;
        long month = minute / (28 * 1440) % 12 + 1;
        printf("%ld-%02ld-%02ldT%02ld:%02ld:00,Ann,?,R.DIRECT/%s@0.9\n", year, month, day,
               minute / 60 % 24, minute % 60, themes[i / 2 % 3]);
        printf("%ld-%02ld-%02ldT%02ld:%02ld:59,Ben,!,%s@0.9\n", year, month, day, minute / 60 % 24,
               minute % 60, i % 8 ? "A.LOVE" : "N.AMBIV");
    }
}

// Runs a report of every table on its standard input in a child; its peak in kB.
static long peak_of(long messages) {
    char folder[] = "/tmp/attune-endless-XXXXXX";
    check(mkdtemp(folder) != NULL, "a folder can be made");
    char path[64];
    snprintf(path, sizeof path, "%s/t", folder);
    int ends[2];
    check(pipe(ends) == 0, "a pipe can be made");
    fflush(stdout);
    pid_t writer = fork();
    if (writer == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        talk(messages);
        fflush(stdout);
        _exit(0);
    }
    pid_t reader = fork();
    if (reader == 0) {
        dup2(ends[0], 0);
        close(ends[0]);
        close(ends[1]);
        attune_options options = attune_defaults();
        options.lexicons = lexicons;
        options.folder = path;
        options.threads = 1;
        attune_error err = {0};
        attune *run = attune_new(&options, &err);
        int status = run ? attune_run(run, NULL, 0, &err) : err.status;
        attune_free(run);
        if (status > ATTUNE_FLAWED) fprintf(stderr, "endless: %s\n", err.what);
        _exit(status > ATTUNE_FLAWED);
    }
    close(ends[0]);
    close(ends[1]);
    int status;
    struct rusage before, after;
    waitpid(writer, &status, 0);
    getrusage(RUSAGE_CHILDREN, &before);
    waitpid(reader, &status, 0);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the report ends well");
    getrusage(RUSAGE_CHILDREN, &after);
    for (size_t i = 0; attune_table_at(i); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s/%s.csv", path, attune_table_at(i));
        check(unlink(name) == 0, "every table is there");
    }
    static const char *const others[] = {"datapackage.json", "manifest.json"};
    for (size_t i = 0; i < 2; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s/%s", path, others[i]);
        unlink(name);
    }
    rmdir(path);
    rmdir(folder);
    return after.ru_maxrss;
}

int main(void) {
    lexicons = getenv("ATTUNE_LEXICONS");
    check(lexicons != NULL, "ATTUNE_LEXICONS is set");
    long unit = SANITIZED ? 1000 : 100000;
    long few = peak_of(unit), many = peak_of(4 * unit); // of children the largest peak counts
    check(SANITIZED || many <= few + few / 20, "ten times the messages take no more memory");
    puts("endless: memory does not grow with the log");
    return 0;
}

// faults: runs the program over scenarios and lets every allocation and every system call fail, one
// run for each, once and for good; and kills it around every call that changes a file. After each
// run: it ended by itself (when it was not killed) with a status of the program, with all memory
// and descriptors given back; what stands under the output's name is complete or as it was before.
//
//     faults [--whole N] [--share PERCENT] [--seed S] [--jobs J] [--mode M] SCENARIOS FOLDER
//
// SCENARIOS is a file with a command line each; %o stands for the output folder, %k for a key file.
// Of the first N scenarios every point is tried, of the others a share, chosen by the seed.
#define _GNU_SOURCE
#include "faults/inject.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int attune_main(int argc, char **argv);
void __gcov_dump(void) __attribute__((weak)); // there when coverage is measured

enum { WORDS = 64, DESCRIPTORS = 64, LEAKED = 190, OPEN = 191, SECONDS = 20 };

typedef struct scenario {
    char line[1024];
    char *words[WORDS];
    int count;
    bool folder;  // it writes one
    size_t files; // in it
    unsigned long points[INJECT_MODES];
    long blocks; // that stay in libraries for good
    uint64_t output;
    int status;
} scenario;

typedef struct setting {
    unsigned long whole, share, seed, jobs, job;
    unsigned long mode; // the only one that is tried, or 0
    const char *work;   // folder of this job
    unsigned long runs, bad;
} setting;

static uint64_t mix(uint64_t hash, const void *bytes, size_t len) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++) hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash;
}

static uint64_t hash_file(uint64_t hash, const char *path) {
    char block[16384];
    FILE *file = fopen(path, "rb");
    if (!file) return hash;
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;) hash = mix(hash, block, got);
    fclose(file);
    return hash;
}

// The names and contents of a folder, whatever their order; 0 when there is none.
static uint64_t hash_folder(const char *path) {
    DIR *open = opendir(path);
    if (!open) return 0;
    uint64_t sum = 1;
    for (const struct dirent *e; (e = readdir(open));) {
        if (e->d_name[0] == '.') continue;
        char name[2048];
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        sum += hash_file(mix(0xCBF29CE484222325u, e->d_name, strlen(e->d_name)), name);
    }
    closedir(open);
    return sum;
}

static size_t count_names(const char *path) {
    DIR *open = opendir(path);
    size_t names = 0;
    while (open && readdir(open)) names++;
    if (open) closedir(open);
    return names;
}

// Whether a folder has as many files as the complete one, the manifest among them, which is written
// last.
static bool is_complete(const char *path, size_t files) {
    char name[2048];
    struct stat about;
    snprintf(name, sizeof name, "%s/manifest.json", path);
    return stat(name, &about) == 0 && about.st_size > 0 && count_names(path) == files;
}

static void remove_below(const char *path, bool itself) {
    DIR *open = opendir(path);
    if (!open) {
        if (itself) unlink(path);
        return;
    }
    for (const struct dirent *e; (e = readdir(open));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char name[2048];
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        remove_below(name, true);
    }
    closedir(open);
    if (itself) rmdir(path);
}

static size_t open_descriptors(void) {
    size_t open = 0;
    for (int i = 3; i < DESCRIPTORS; i++) open += fcntl(i, F_GETFD) >= 0;
    return open;
}

static void output_path(const setting *s, char *path, size_t size, const char *name) {
    snprintf(path, size, "%s/%s", s->work, name);
}

// In the child: the run itself.
static _Noreturn void run(const setting *s, const scenario *c, inject_mode mode, unsigned long n,
                          int report) {
    char folder[1024], key[1024], out[1024], *words[WORDS + 1];
    output_path(s, folder, sizeof folder, "out/tables");
    output_path(s, key, sizeof key, "key");
    output_path(s, out, sizeof out, "stdout");
    for (int i = 0; i < c->count; i++)
        words[i] = strcmp(c->words[i], "%o") == 0   ? folder
                   : strcmp(c->words[i], "%k") == 0 ? key
                                                    : c->words[i];
    words[c->count] = NULL;
    if (!freopen(out, "wb", stdout) || !freopen("/dev/null", "wb", stderr)) abort();
    setvbuf(stdout, NULL, _IONBF, 0);
    setvbuf(stderr, NULL, _IONBF, 0);
    alarm(SECONDS);
    size_t descriptors = open_descriptors();
    inject_start(mode, n);
    int status = attune_main(c->count, words);
    inject_stop();
    if (__gcov_dump) __gcov_dump();
    unsigned long counts[INJECT_MODES + 1];
    for (int i = 0; i < INJECT_MODES; i++) counts[i] = inject_count((inject_mode)i);
    counts[INJECT_MODES] = (unsigned long)inject_blocks();
    if (report >= 0 && write(report, counts, sizeof counts) != sizeof counts) abort();
    if (mode != INJECT_NOTHING && inject_blocks() > c->blocks) _exit(LEAKED);
    if (open_descriptors() > descriptors) _exit(OPEN);
    _exit(status);
}

// Runs it, and waits for its end.
static int child(const setting *s, scenario *c, inject_mode mode, unsigned long n) {
    int pipes[2] = {-1, -1}, result;
    if (mode == INJECT_NOTHING && pipe(pipes) != 0) abort();
    fflush(stdout);
    pid_t pid = fork();
    if (pid < 0) abort();
    if (pid == 0) run(s, c, mode, n, pipes[1]);
    if (mode == INJECT_NOTHING) {
        unsigned long counts[INJECT_MODES + 1] = {0};
        close(pipes[1]);
        if (read(pipes[0], counts, sizeof counts) == sizeof counts) {
            memcpy(c->points, counts, sizeof c->points);
            c->blocks = (long)counts[INJECT_MODES];
        }
        close(pipes[0]);
    }
    while (waitpid(pid, &result, 0) < 0 && errno == EINTR) {
    }
    return result;
}

static uint64_t output_of(const setting *s, const scenario *c) {
    char path[1024];
    output_path(s, path, sizeof path, c->folder ? "out/tables" : "stdout");
    return c->folder ? hash_folder(path) : hash_file(7, path);
}

static void clean(const setting *s) {
    char path[1024];
    output_path(s, path, sizeof path, "out");
    remove_below(path, false);
    output_path(s, path, sizeof path, "temporary");
    remove_below(path, false);
}

static void complain(setting *s, const scenario *c, inject_mode mode, unsigned long n,
                     const char *what) {
    static const char *const names[] = {"nothing",       "allocation", "allocations from",
                                        "call",          "calls from", "interrupted",
                                        "one byte from", "killed at",  "killed behind"};
    printf("faults: %s: %s %lu: %s\n", c->line, names[mode], n, what);
    s->bad++;
}

// What must hold after a run in which the point failed.
static void judge(setting *s, scenario *c, inject_mode mode, unsigned long n, int result) {
    char out[1024], temporary[1024];
    output_path(s, out, sizeof out, "out");
    output_path(s, temporary, sizeof temporary, "temporary");
    bool killed = mode == INJECT_KILL_BEFORE || mode == INJECT_KILL_AFTER;
    if (killed && WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL) {
        uint64_t there = output_of(s, c);
        if (c->folder && there != 0 && there != c->output)
            complain(s, c, mode, n, "the folder is there and not complete");
        // What the dead run left is in nobody's way.
        int again = child(s, c, INJECT_NOTHING, 0);
        bool done = there == c->output && c->folder; // it refuses a folder that exists
        if (!done &&
            (!WIFEXITED(again) || WEXITSTATUS(again) != c->status || output_of(s, c) != c->output))
            complain(s, c, mode, n, "running it again gives something else");
        return;
    }
    if (WIFSIGNALED(result)) {
        complain(s, c, mode, n, strsignal(WTERMSIG(result)));
        return;
    }
    int status = WEXITSTATUS(result);
    bool known = status <= 4 || status == 70 || status == 74;
    if (!known)
        complain(s, c, mode, n,
                 status == LEAKED ? "memory is lost"
                 : status == OPEN ? "a file stays open"
                                  : "no status of the program");
    if (count_names(temporary) != 2) complain(s, c, mode, n, "a temporary file is left");
    bool same = status == c->status;
    if (same && output_of(s, c) != c->output)
        complain(s, c, mode, n, "it went well, and the output is another");
    // 1 says that some of the input could not be read; the tables of the rest are whole.
    char tables[1024];
    output_path(s, tables, sizeof tables, "out/tables");
    uint64_t there = same || !c->folder ? 0 : output_of(s, c);
    bool whole = there == c->output || (status == 1 && is_complete(tables, c->files));
    if (there && !whole)
        complain(s, c, mode, n, "it failed, and there is a folder that is not complete");
}

static bool is_chosen(const setting *s, size_t index, int mode, unsigned long n) {
    uint64_t key[4] = {s->seed, index, (uint64_t)mode, n};
    uint64_t hash = mix(0xCBF29CE484222325u, key, sizeof key);
    hash ^= hash >> 29;
    hash *= 0xBF58476D1CE4E5B9u;
    hash ^= hash >> 32;
    if (hash % s->jobs != s->job) return false;
    return index < s->whole || (hash >> 20) % 100 < s->share;
}

static void try_scenario(setting *s, scenario *c, size_t index) {
    clean(s);
    int result = child(s, c, INJECT_NOTHING, 0);
    c->status = WIFEXITED(result) ? WEXITSTATUS(result) : -1;
    c->output = output_of(s, c);
    char tables[1024];
    output_path(s, tables, sizeof tables, "out/tables");
    c->files = count_names(tables);
    if (c->status < 0 || c->status > 4) {
        complain(s, c, INJECT_NOTHING, 0, "it fails without a fault");
        return;
    }
    for (int mode = INJECT_MEMORY; mode < INJECT_MODES; mode++) {
        if (s->mode && s->mode != (unsigned long)mode) continue;
        unsigned long last = c->points[mode];
        if (mode == INJECT_SHORT && last > 1)
            last = 1; // from the first on, or it is the same again
        for (unsigned long n = 1; n <= last; n++) {
            if (!is_chosen(s, index, mode, n)) continue;
            clean(s);
            s->runs++;
            judge(s, c, (inject_mode)mode, n, child(s, c, (inject_mode)mode, n));
        }
    }
    clean(s);
}

// Takes the next command line of text; false when there is none.
static bool next_scenario(char **text, scenario *c) {
    static char kept[sizeof c->line], name[] = "attune";
    for (;;) {
        char *line = strsep(text, "\n");
        if (!line) return false;
        if (line[0] == '#' || line[0] == '\0') continue;
        *c = (scenario){.words = {name}, .count = 1};
        snprintf(c->line, sizeof c->line, "%s", line);
        memcpy(kept, c->line, sizeof kept);
        break;
    }
    char *rest = kept;
    for (char *word; (word = strsep(&rest, " ")) && c->count < WORDS;) {
        c->words[c->count++] = word;
        c->folder |= strcmp(word, "%o") == 0;
    }
    return true;
}

static void make_key(const setting *s) {
    char path[1100];
    output_path(s, path, sizeof path, "key");
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, "a key that is no secret, 32 bytes", 32) != 32) abort();
    close(file);
}

static int work(setting *s, const char *scenarios, const char *folder) {
    char work_folder[1024], path[1100];
    snprintf(work_folder, sizeof work_folder, "%s/%lu", folder, s->job);
    s->work = work_folder;
    mkdir(work_folder, 0700);
    output_path(s, path, sizeof path, "out");
    mkdir(path, 0700);
    output_path(s, path, sizeof path, "temporary");
    mkdir(path, 0700);
    setenv("TMPDIR", path, 1);
    make_key(s);
    // Read before the first fork: who ends moves the place in a file that both have open.
    static char text[64 << 10];
    FILE *from = fopen(scenarios, "rb");
    if (!from) return 1;
    text[fread(text, 1, sizeof text - 1, from)] = '\0';
    fclose(from);
    scenario c;
    size_t index = 0;
    for (char *rest = text; next_scenario(&rest, &c); index++) try_scenario(s, &c, index);
    printf("faults: job %lu: %zu scenarios, %lu runs, %lu bad\n", s->job, index, s->runs, s->bad);
    fflush(stdout);
    return s->bad ? 1 : 0;
}

int main(int argc, char **argv) {
    setting s = {.whole = 1000, .share = 0, .seed = 1, .jobs = 1};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        unsigned long value = strtoul(argv[at + 1], NULL, 10);
        if (strcmp(argv[at], "--whole") == 0) s.whole = value;
        if (strcmp(argv[at], "--share") == 0) s.share = value;
        if (strcmp(argv[at], "--seed") == 0) s.seed = value;
        if (strcmp(argv[at], "--mode") == 0) s.mode = value;
        if (strcmp(argv[at], "--jobs") == 0) s.jobs = value ? value : 1;
    }
    if (at + 2 != argc) {
        fprintf(stderr, "usage: faults [--whole N] [--share PERCENT] [--seed S] [--jobs J] "
                        "[--mode M] SCENARIOS FOLDER\n");
        return 2;
    }
    for (s.job = 1; s.job < s.jobs; s.job++) {
        if (fork() == 0) _exit(work(&s, argv[at], argv[at + 1]));
    }
    s.job = 0;
    int bad = work(&s, argv[at], argv[at + 1]), result;
    while (wait(&result) > 0) bad |= !WIFEXITED(result) || WEXITSTATUS(result) != 0;
    return bad;
}

// canary: random logs in which every name, title, text, file name and member holds a token, read
// with random options; the token must be nowhere in what a report writes and says.
//
//     canary [RUNS [SEED]]
#define _XOPEN_SOURCE 700
#include "attune.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKEN "qzxj" // in no word of the program

static uint64_t state;

static uint32_t draw(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

typedef struct text {
    char at[1 << 16];
    size_t len;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *t, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int put = vsnprintf(t->at + t->len, sizeof t->at - t->len, format, list);
    va_end(list);
    if (put > 0 && t->len + (size_t)put < sizeof t->at) t->len += (size_t)put;
}

static const char *name_of(uint32_t who) {
    static const char *const names[] = {TOKEN " Ada", TOKEN "-Ben", "Cy \xC3\xA9 " TOKEN,
                                        "=" TOKEN "()", TOKEN "@x.org"};
    return names[who % 5];
}

static const char *words(void) {
    static const char *const all[] = {"do you still love me",
                                      "of course I love you",
                                      "are we ok",
                                      "yes",
                                      "no",
                                      "stop asking me that",
                                      "<Media omitted>",
                                      "IMG-2024.jpg (file attached)",
                                      "This message was deleted",
                                      "http://a.b/c",
                                      "@Ada look",
                                      "\xF0\x9F\x98\x82 lol"};
    return all[draw(sizeof all / sizeof *all)];
}

// One log of a random format; *suffix is what such files are called.
static void write_log(text *t, const char **suffix) {
    uint32_t format = draw(6), speakers = 2 + draw(3), count = 3 + draw(30), minute = 0;
    static const char *const suffixes[] = {".txt", ".txt", ".csv", ".csv", ".jsonl", ".json"};
    *suffix = suffixes[format];
    t->len = 0;
    if (format == 2) add(t, "speaker,text,time,conversation\n");
    if (format == 3)
        add(t, "conversation,message,time,time_kind,precision_s,speaker,reply_to,mentions,kind,"
               "flags,text,codes\n");
    if (format == 5)
        add(t, "{\"name\":\"" TOKEN "\",\"type\":\"personal_chat\",\"id\":7,\"messages\":[");
    for (uint32_t i = 0; i < count; i++) {
        const char *who = name_of(draw(speakers)), *said = words();
        minute += draw(90);
        uint32_t day = 10 + minute / 1440, hour = minute / 60 % 24, of_hour = minute % 60;
        switch (format) {
        case 0:
            add(t, "%u/03/2024, %02u:%02u - %s: %s " TOKEN "%u\n", day, hour, of_hour, who, said,
                i);
            break;
        case 1: add(t, "%s: %s " TOKEN "%u\n", who, said, i); break;
        case 2:
            add(t, "\"%s\",\"%s " TOKEN "%u\",2024-03-%uT%02u:%02u," TOKEN "%u\n", who, said, i,
                day, hour, of_hour, draw(2));
            break;
        case 3:
            add(t, TOKEN ",%u,2024-03-%uT%02u:%02u:00Z,utc,60,\"%s\",,,text,,\"%s\"," TOKEN "\n", i,
                day, hour, of_hour, who, said);
            break;
        case 4:
            add(t,
                "{\"speaker\":\"%s\",\"text\":\"%s " TOKEN
                "\",\"time\":\"2024-03-%uT%02u:%02u\"}\n",
                who, said, day, hour, of_hour);
            break;
        default:
            add(t,
                "%s{\"id\":%u,\"type\":\"message\",\"date\":\"2024-03-%uT%02u:%02u:00\","
                "\"from\":\"%s\",\"from_id\":\"user" TOKEN "%u\",\"text\":\"%s " TOKEN "\"}",
                i ? "," : "", i, day, hour, of_hour, who, (unsigned)strlen(who), said);
        }
    }
    if (format == 5) add(t, "]}");
}

// Changes, cuts and doubles some of it.
static void damage(text *t) {
    for (uint32_t i = draw(6); i > 0 && t->len; i--)
        t->at[draw((uint32_t)t->len)] = (char)draw(256);
    if (draw(4) == 0) t->len = draw((uint32_t)t->len + 1);
}

static void put_file(const char *path, const char *at, size_t len) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, at, len) != (ssize_t)len || close(file) != 0) abort();
}

static void put_archive(const char *path, const char *member, const text *t) {
    struct archive *a = archive_write_new();
    struct archive_entry *e = archive_entry_new();
    archive_write_set_format_zip(a);
    archive_write_open_filename(a, path);
    archive_entry_set_pathname(e, member);
    archive_entry_set_size(e, (la_int64_t)t->len);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0600);
    archive_write_header(a, e);
    archive_write_data(a, t->at, t->len);
    archive_entry_free(e);
    archive_write_free(a);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static unsigned long leaks, good;
static bool quiet;       // a leak is wanted
static const char *step; // what is looked through

static void look(const char *what, const char *at, size_t len) {
    for (size_t i = 0; i + 4 <= len; i++)
        if (memcmp(at + i, TOKEN, 4) == 0) {
            if (!quiet)
                printf("canary: in %s (%s): %.60s\n", what, step, at + (i > 20 ? i - 20 : 0));
            leaks++;
            return;
        }
}

static int look_file(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)where;
    if (kind != FTW_F) return 0;
    static char block[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) abort();
    look(path, block, fread(block, 1, sizeof block, file));
    fclose(file);
    look("the name of a file", path, strlen(path));
    return 0;
}

static void hear(void *context, const char *said, const char *hint) {
    (void)context;
    look("a notice", said, strlen(said));
    if (hint) look("a hint", hint, strlen(hint));
}

static void random_options(attune_options *o, const char *folder, char paths[3][512]) {
    static const char *const tables[] = {"speakers", "dyads", "episodes", "conversations"};
    o->task = ATTUNE_REPORT;
    o->lexicons = "tests/data/codebook";
    o->notice = hear;
    o->threads = 1 + (int)draw(2);
    if (draw(2)) o->sort = true;
    if (draw(3) == 0) o->only = TOKEN " Ada," TOKEN "-nobody";
    if (draw(3) == 0) o->exclude = TOKEN "-Ben," TOKEN "-none";
    if (draw(4) == 0) o->me = TOKEN "-me";
    if (draw(4) == 0) o->speakers = TOKEN " Ada";
    if (draw(6) == 0) o->consent = TOKEN;
    if (draw(4) == 0) o->max_rejects = draw(3);
    if (draw(4) == 0) o->min_cell = draw(8);
    o->dates = (attune_dates)draw(3);
    if (draw(3) == 0) {
        o->names = ATTUNE_NAMES_KEYED;
        o->key_file = paths[0];
    }
    if (draw(3) == 0) o->alias = paths[1];
    o->rejects = paths[2];
    o->force = true;
    if (draw(2))
        o->folder = folder;
    else
        o->table = tables[draw(4)];
}

static void run_once(const char *root, bool raw) {
    static text t;
    char in[300], out[300], tables[300], path[512], paths[3][512];
    snprintf(in, sizeof in, "%s/in", root);
    snprintf(out, sizeof out, "%s/out", root);
    snprintf(tables, sizeof tables, "%s/out/tables", root);
    snprintf(paths[0], sizeof paths[0], "%s/key", root);
    snprintf(paths[1], sizeof paths[1], "%s/alias", root);
    snprintf(paths[2], sizeof paths[2], "%s/out/rejects", root);
    mkdir(in, 0700);
    mkdir(out, 0700);
    put_file(paths[0], "0123456789abcdef0123456789abcdef", 32);
    const char *alias = TOKEN " Ada," TOKEN "-Ben\n" TOKEN "," TOKEN "-two\n";
    put_file(paths[1], alias, strlen(alias));
    for (uint32_t i = 0, files = 1 + draw(3); i < files; i++) {
        const char *suffix;
        write_log(&t, &suffix);
        if (draw(2)) damage(&t);
        bool packed = draw(4) == 0;
        snprintf(path, sizeof path, "%s/WhatsApp Chat with " TOKEN "%u%s", in, (unsigned)i,
                 packed ? ".zip" : suffix);
        if (packed)
            put_archive(path, TOKEN "/_chat " TOKEN ".txt", &t);
        else
            put_file(path, t.at, t.len);
    }
    attune_options options = attune_defaults();
    random_options(&options, tables, paths);
    snprintf(path, sizeof path, "%s/out/stdout", root);
    options.out = fopen(path, "wb");
    if (!options.out) abort();
    if (raw) {
        options.names = ATTUNE_NAMES_RAW;
        options.key_file = options.only = options.consent = NULL;
        options.min_cell = 0;
    }
    attune_error err = {0};
    attune *run = attune_new(&options, &err);
    const char *const inputs[] = {in};
    if (run && attune_run(run, inputs, 1, &err) <= ATTUNE_FLAWED) good++;
    attune_free(run);
    fclose(options.out);
    step = options.folder ? "a folder" : "a table";
    look("an error", err.what, strlen(err.what));
    look("its hint", err.hint, strlen(err.hint));
    nftw(out, look_file, 16, FTW_PHYS);
    nftw(in, remove_one, 16, FTW_PHYS | FTW_DEPTH);
    nftw(out, remove_one, 16, FTW_PHYS | FTW_DEPTH);
}

int main(int argc, char **argv) {
    unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 200;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    char root[64], temporary[80];
    snprintf(root, sizeof root,
             "/dev/shm/attune-canary-XXXXXX"); // every run puts its folder on disk
    if (!mkdtemp(root)) {
        snprintf(root, sizeof root, "/tmp/attune-canary-XXXXXX");
        if (!mkdtemp(root)) abort();
    }
    snprintf(temporary, sizeof temporary, "%s/temporary", root);
    mkdir(temporary, 0700);
    setenv("TMPDIR", temporary, 1);
    for (unsigned long i = 0; i < runs; i++) {
        state = (seed << 32) + i * 2654435761u + 1;
        draw(2);
        run_once(root, false);
    }
    // The token is found where it is: a run with raw names has it.
    unsigned long before = leaks;
    quiet = true;
    for (int i = 0; i < 20; i++) run_once(root, true);
    bool found = leaks > before;
    leaks = before;
    if (rmdir(temporary) != 0) {
        printf("canary: a temporary file is left\n");
        leaks++;
    }
    nftw(root, remove_one, 16, FTW_PHYS | FTW_DEPTH);
    printf("canary: %lu runs, %lu with tables, %lu leaks\n", runs, good, leaks);
    if (!found || good < runs / 4) printf("canary: the runs say nothing\n");
    return leaks != 0 || !found || good < runs / 4;
}

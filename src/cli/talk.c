// talk: what the program says on standard error.
#include "cli.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct terminal {
    bool shows_progress, line_open;
    int64_t last; // ms of the last progress line
} terminal;

static terminal screen;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void clear_line(void) {
    if (screen.line_open) fputs("\r\033[K", stderr);
    screen.line_open = false;
}

static void notice(void *context, const char *text, const char *hint) {
    const command *c = context;
    if (c->quiet) return;
    clear_line();
    fprintf(stderr, "attune: %s\n", text);
    if (hint && hint[0]) fprintf(stderr, "attune: hint: %s\n", hint);
}

static void progress(void *context, uint64_t bytes, uint64_t messages) {
    (void)context;
    int64_t time = now();
    if (time - screen.last < 200) return;
    screen.last = time;
    fprintf(stderr, "\r%" PRIu64 " MB, %" PRIu64 " records\033[K", bytes / 1000000, messages);
    screen.line_open = true;
}

void talk_begin(command *c) {
    c->options.notice = notice;
    c->options.context = c;
    screen.shows_progress = !c->quiet && isatty(STDERR_FILENO);
    screen.last = now();
    if (screen.shows_progress) c->options.progress = progress;
}

void talk_error(const attune_error *err) {
    clear_line();
    if (err->what[0]) fprintf(stderr, "attune: %s\n", err->what);
    if (err->hint[0]) fprintf(stderr, "attune: hint: %s\n", err->hint);
}

void talk_usage(const char *what, const char *argument) {
    // What no terminal should see, and what is not ASCII, which no option is.
    char shown[128];
    size_t len = 0;
    for (; *argument && len + 5 < sizeof shown; argument++) {
        unsigned char c = (unsigned char)*argument;
        bool plain = c >= ' ' && c < 0x7f;
        len += (size_t)snprintf(shown + len, sizeof shown - len, plain ? "%c" : "\\x%02x", c);
    }
    shown[len] = '\0';
    fprintf(stderr, "attune: error: %s: %s\nattune: hint: attune help lists the options\n", shown,
            what);
}

// Prints ", name n" when n is not 0, without the comma at first.
static void item(const char **comma, const char *name, uint64_t n) {
    if (!n) return;
    fprintf(stderr, "%s%s %" PRIu64, *comma, name, n);
    *comma = ", ";
}

void talk_summary(const attune_counts *c) {
    clear_line();
    fprintf(stderr,
            "read     %" PRIu64 " records in %" PRIu64 " conversation%s, %" PRIu64 " bytes\n",
            c->read, c->conversations, c->conversations == 1 ? "" : "s", c->bytes);
    const char *comma = " (";
    fprintf(stderr, "used     %" PRIu64 " messages", c->used);
    item(&comma, "late", c->late);
    item(&comma, "repaired", c->lenient);
    item(&comma, "undetermined", c->undetermined);
    item(&comma, "against the date order", c->contradictions);
    item(&comma, "date orders assumed", c->assumed);
    item(&comma, "conversations begun again", c->returned);
    item(&comma, "with unknown codes", c->broken_codes);
    fprintf(stderr, "%s\ndropped  %" PRIu64, comma[0] == ',' ? ")" : "", c->read - c->used);
    comma = " (";
    item(&comma, "system lines", c->system);
    item(&comma, "excluded", c->excluded);
    item(&comma, "bad time", c->bad_time);
    item(&comma, "malformed", c->malformed);
    item(&comma, "too long", c->too_long);
    item(&comma, "duplicate", c->duplicate);
    fprintf(stderr, "%s", comma[0] == ',' ? ")" : "");
    if (c->unreadable_files)
        fprintf(stderr, "; files that cannot be read: %" PRIu64, c->unreadable_files);
    if (c->skipped_files) fprintf(stderr, "; files that are no log: %" PRIu64, c->skipped_files);
    fputc('\n', stderr);
}

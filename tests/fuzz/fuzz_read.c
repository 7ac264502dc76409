// fuzz_read: any bytes as a log of any format. Reading them a few bytes at a time gives the same
// messages as reading them at once, every record is accounted for, and what comes out is valid
// UTF-8.
//
// The first byte chooses the format (255: it is found out), the second how many bytes are read at a
// time.
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "reader/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct outcome {
    uint64_t hash, messages;
    attune_counts counts;
    int status;
} outcome;

static void require(bool held) {
    if (!held) abort();
}

static void add(outcome *o, str s) {
    require(utf8_valid(s) == s.len);
    o->hash = (o->hash ^ str_hash(s)) * 0x9E3779B97F4A7C15u + s.len;
}

static outcome read_all(const char *path, const char *format, size_t read_size) {
    outcome o = {0};
    error err = {0};
    inputs *in = inputs_new(&path, 1, &(input_options){.read_size = read_size});
    intake_options options = {.reader.max_record = LIMIT_RECORD,
                              .format = format,
                              .max_memory = LIMIT_MEMORY,
                              .max_rejects = -1};
    intake *taken = intake_new(in, &options, &err);
    require(taken != NULL);
    arena keep = {0};
    for (bool more = true; more;) {
        message m = {0};
        conversation *which = NULL;
        switch (intake_next(taken, &keep, &m, &which, &err)) {
        case INTAKE_MESSAGE:
            o.messages++;
            add(&o, m.text);
            add(&o, m.author);
            add(&o, m.id);
            add(&o, m.reply_to);
            o.hash += (uint64_t)m.time * 31 + m.kind + m.flags * 8u + m.time_kind * 64u;
            require(m.speaker == INTERN_NONE || m.speaker < which->speakers.count);
            break;
        case INTAKE_END:
        case INTAKE_DROP: conversation_free(which); break;
        case INTAKE_DONE: more = false; break;
        case INTAKE_BEGIN:
        case INTAKE_WAIT: break;
        }
        arena_reset(&keep);
    }
    o.counts = intake_counts(taken);
    o.status = err.status;
    arena_release(&keep);
    intake_free(taken);
    inputs_free(in);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[] = "/tmp/attune-fuzz-XXXXXX";
    static int file = -1;
    if (file < 0) file = mkstemp(path);
    if (size < 2) return 0;
    size_t formats = 0;
    while (reader_at(formats)) formats++;
    const char *format = data[0] == 255 ? NULL : reader_at(data[0] % formats)->name;
    require(ftruncate(file, 0) == 0 && pwrite(file, data + 2, size - 2, 0) == (ssize_t)(size - 2));

    outcome whole = read_all(path, format, 0);
    outcome pieces = read_all(path, format, 1 + data[1] % 17u);
    require(whole.hash == pieces.hash && whole.messages == pieces.messages &&
            whole.status == pieces.status);
    attune_counts c = whole.counts;
    require(c.read ==
            c.used + c.system + c.excluded + c.bad_time + c.malformed + c.too_long + c.duplicate);
    // How far a broken archive is unpacked depends on how much is asked for at a time.
    require(whole.status || (c.read == pieces.counts.read && c.used == pieces.counts.used));
    return 0;
}

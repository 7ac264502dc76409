// What intake makes of files, as text that a test can compare.
#ifndef TESTS_READER_TAKEN_H
#define TESTS_READER_TAKEN_H

#include "reader/intake.h" // before <time.h>, which has a macro TIME_UTC

#include "base/limits.h"
#include "input/packed.h"

typedef struct taken {
    buf events;  // "<id|speaker:text|speaker:text|+>": conversations, + stands, - is taken back
    buf notices; // one line each
    attune_counts counts;
    error err;
    size_t waits;
    uint64_t sum; // of the messages of the conversation that came by last
    bool summed;  // a conversation has a checksum
} taken;

static inline void taken_notice(void *context, const char *text, const char *hint) {
    taken *t = context;
    buf_printf(&t->notices, "%s\n%s\n", text, hint ? hint : "");
}

static inline void taken_message(taken *t, const message *m, const conversation *c) {
    buf_add_char(&t->events, '|');
    buf_add(&t->events, m->author);
    buf_add_char(&t->events, ':');
    buf_add(&t->events, m->text);
    cr_assert(m->speaker == INTERN_NONE || m->speaker < c->speakers.count);
    for (uint32_t i = 0; i < m->mention_count; i++)
        buf_printf(&t->events, "@%.*s", (int)c->speaker_names[m->mentions[i]].len,
                   c->speaker_names[m->mentions[i]].at);
    if (m->late) buf_add_char(&t->events, '!');
    if (m->kind == KIND_SYSTEM) buf_add(&t->events, STR("(system)"));
    cr_assert_eq(m->number, c->used + c->system);
    t->sum += m->sum;
    cr_assert(message_id(m, (char[MESSAGE_DIGITS]){0}).len);
}

static inline void taken_conserved(const attune_counts *c) {
    cr_assert_eq(c->read, c->used + c->system + c->excluded + c->bad_time + c->malformed +
                              c->too_long + c->duplicate);
}

// Takes the paths with options, of which what is 0 gets its default.
static inline taken take_paths(const char *const *paths, size_t count, intake_options o,
                               size_t read_size) {
    taken t = {0};
    if (!o.reader.max_record) o.reader.max_record = LIMIT_RECORD;
    if (!o.max_memory) o.max_memory = LIMIT_MEMORY;
    if (!o.max_rejects) o.max_rejects = -1;
    o.notice = taken_notice;
    o.context = &t;
    inputs *in = inputs_new(paths, count, &(input_options){.read_size = read_size});
    intake *job = intake_new(in, &o, &t.err);
    arena keep = {0};
    for (bool more = job != NULL; more;) {
        message m;
        conversation *c = NULL;
        intake_result result = intake_next(job, &keep, &m, &c, &t.err);
        if (result == INTAKE_BEGIN) t.sum = 0;
        if (result == INTAKE_BEGIN) buf_printf(&t.events, "<%.*s", (int)c->id.len, c->id.at);
        if (result == INTAKE_MESSAGE) taken_message(&t, &m, c);
        if (result == INTAKE_END || result == INTAKE_DROP) {
            buf_add(&t.events, result == INTAKE_END ? STR("|+>") : STR("|->"));
            cr_assert_eq(c->read, c->used + c->system + c->excluded + c->bad_time + c->malformed +
                                      c->too_long + c->duplicate);
            cr_assert_eq(t.sum, c->sum, "what is lost shows in the sum");
            t.summed |= c->checksum[0] || c->checksum[1];
            conversation_free(c);
        }
        t.waits += result == INTAKE_WAIT;
        more = result != INTAKE_DONE;
        attune_counts now = intake_counts(job);
        if (!more) taken_conserved(&now);
        arena_reset(&keep);
    }
    if (job) t.counts = intake_counts(job);
    arena_release(&keep);
    intake_free(job);
    inputs_free(in);
    return t;
}

static inline taken take_text(const char *text, intake_options o) {
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "log", str_from(text));
    taken t = take_paths(&path, 1, o, 0);
    packed_remove(folder);
    return t;
}

static inline void taken_release(taken *t) {
    buf_release(&t->events);
    buf_release(&t->notices);
}

static inline void expect_events(taken *t, const char *wanted) {
    buf_add_char(&t->events, '\0');
    cr_assert_str_eq(t->events.at, wanted);
    taken_release(t);
}

#define HEAD                                                                                       \
    "conversation,message,time,time_kind,precision_s,speaker,reply_to,mentions,kind,flags,text\n"

// A CSV table of a chat that begins at an hour; 20 messages are enough to be known again.
static inline void taken_long_chat(buf *out, int hour, size_t count) {
    buf_add(out, STR("conversation_id,speaker,text,timestamp\n"));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "c,%s,words %zu,2024-03-01T%02d:%02d:00\n", i % 2 ? "Ada" : "Ben", i, hour,
                   (int)i);
}

#endif

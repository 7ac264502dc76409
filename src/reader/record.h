// record: a message as one run of bytes, to wait for its turn in memory or in a file.
#ifndef READER_RECORD_H
#define READER_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "reader/message.h"

// The part that is summed, with text, id and author right behind it; its numbers are little-endian.
typedef struct record_head {
    int64_t time;
    uint32_t text, id, author; // lengths
    uint8_t kind, flags, zero[2];
} record_head;

static inline uint32_t record_little32(uint32_t n) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    n = __builtin_bswap32(n);
#endif
    return n;
}

static inline int64_t record_little64(int64_t n) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    n = (int64_t)__builtin_bswap64((uint64_t)n);
#endif
    return n;
}

static inline void record_set_head(record_head *head, const message *m) {
    head->time = record_little64(m->time);
    head->text = record_little32((uint32_t)m->text.len);
    head->id = record_little32((uint32_t)m->id.len);
    head->author = record_little32((uint32_t)m->author.len);
    head->kind = m->kind;
    head->flags = m->flags;
    head->zero[0] = head->zero[1] = 0;
}

// Appends what a reader set of *m.
void record_pack(buf *out, const message *m);

// For a message that has no other strings than text, id and author, as most: half the instructions.
static inline bool record_is_plain(const message *m) {
    return !(m->reply_to.len | m->author_id.len | m->conversation.len | m->title.len |
             m->mentioned_count | m->rules.len | (m->codes.at != NULL));
}

// Such a message as it waits. What a reader sets of it stands here, its strings right behind.
typedef struct record {
    char flat[MESSAGE_PLAIN - MESSAGE_FLAT]; // as in a message
    record_head head;
} record;

// Bytes of what is summed of it, from head on.
static inline size_t record_plain_size(const message *m) {
    return sizeof(record_head) + m->text.len + m->id.len + m->author.len;
}

static inline void record_put(record *to, const message *m) {
    memcpy(to->flat, (const char *)m + MESSAGE_FLAT, sizeof to->flat);
    record_set_head(&to->head, m);
    char *text = (char *)(to + 1), *id = text + m->text.len;
    if (m->text.len) memcpy(text, m->text.at, m->text.len);
    if (m->id.len) memcpy(id, m->id.at, m->id.len);
    str_put(id + m->id.len, m->author);
}

// The same of a usual one, which has words and nothing else.
static inline void record_put_usual(record *to, const message *m) {
    memcpy(to->flat, (const char *)m + MESSAGE_FLAT, sizeof to->flat);
    to->head = (record_head){.time = record_little64(m->time),
                             .text = record_little32((uint32_t)m->text.len),
                             .author = record_little32((uint32_t)m->author.len)};
    char *text = (char *)(to + 1);
    memcpy(text, m->text.at, m->text.len);
    str_put(text + m->text.len, m->author);
}

// Sets *out to the message that was put: its strings stand behind from. What is zero is set string
// by string, because gcc clears a whole struct of this size with an instruction that takes long to
// begin.
static inline void record_take(const record *from, message *out) {
    memcpy((char *)out + MESSAGE_FLAT, from->flat, sizeof from->flat);
    out->time = record_little64(from->head.time);
    out->text = str_of((const char *)(from + 1), record_little32(from->head.text));
    out->id = str_of(out->text.at + out->text.len, record_little32(from->head.id));
    out->author = str_of(out->id.at + out->id.len, record_little32(from->head.author));
    out->mentioned_count = 0;
    out->mentioned = NULL;
    out->author_id = out->conversation = out->title = out->reply_to = (str){0};
    out->codes = out->rules = (str){0};
}

// Sets *out to the message whose bytes stand at the start of bytes: its strings point there, its
// list of mentioned into keep.
void record_view(str bytes, arena *keep, message *out);

// Moves what is used of a view beyond intake into keep: text, id, reply_to, codes, rules; other
// strings are emptied.
void record_keep(message *view, arena *keep);

// Empties these other strings alone.
static inline void record_bare(message *view) {
    view->author = view->author_id = view->conversation = view->title = (str){"", 0};
    view->mentioned = NULL;
    view->mentioned_count = 0;
}

// Adds XXH3-128 over size bytes, which are the lengths and the kind, flags, time, text, id and
// author of a record, to a sum of 128 bits, which is the same for any order of records and any
// machine.
void record_sum_of(const void *head, size_t size, uint64_t sum[2]);
void record_sum(const char *text, uint64_t sum[2]); // of the record whose text begins there
const char *record_text(str bytes);                 // of a record

#endif

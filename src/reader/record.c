#include "reader/record.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { STRINGS = 9 };

// What precedes the strings, which follow in the order of fields(), then the lengths of the mentioned and those.
typedef struct fixed {
    int64_t time;
    uint64_t line;
    uint32_t precision, mentioned;
    int16_t offset;
    uint8_t time_kind, kind, flags;
    bool lenient, coded;
    uint32_t len[STRINGS];
} fixed;

static void fields(message *m, str *out[STRINGS]) {
    str *all[STRINGS] = {&m->text,   &m->id,        &m->reply_to,     &m->codes, &m->rules,
                         &m->author, &m->author_id, &m->conversation, &m->title};
    memcpy(out, all, sizeof all);
}

static char *put(char *at, const void *bytes, size_t len) {
    if (len) memcpy(at, bytes, len);
    return at + len;
}

void record_pack(buf *out, const message *m) {
    message copy = *m;
    str *string[STRINGS];
    fields(&copy, string);
    fixed head = {
        .time = m->time,
        .line = m->line,
        .precision = m->precision,
        .mentioned = m->mentioned_count,
        .offset = m->offset,
        .time_kind = m->time_kind,
        .kind = m->kind,
        .flags = m->flags,
        .lenient = m->lenient,
        .coded = m->codes.at != NULL,
    };
    size_t size = sizeof head;
    for (size_t i = 0; i < STRINGS; i++) {
        head.len[i] = (uint32_t)string[i]->len;
        size += string[i]->len;
    }
    for (size_t i = 0; i < m->mentioned_count; i++) size += sizeof(size_t) + m->mentioned[i].len;

    char *at = put(buf_more(out, size), &head, sizeof head);
    for (size_t i = 0; i < STRINGS; i++) at = put(at, string[i]->at, string[i]->len);
    for (size_t i = 0; i < m->mentioned_count; i++) {
        at = put(at, &m->mentioned[i].len, sizeof(size_t));
        at = put(at, m->mentioned[i].at, m->mentioned[i].len);
    }
    out->len += size;
}

message record_view(str bytes, arena *keep) {
    fixed head;
    memcpy(&head, bytes.at, sizeof head);
    message m = {
        .time = head.time,
        .line = head.line,
        .precision = head.precision,
        .mentioned_count = head.mentioned,
        .offset = head.offset,
        .time_kind = head.time_kind,
        .kind = head.kind,
        .flags = head.flags,
        .lenient = head.lenient,
    };
    str *string[STRINGS];
    fields(&m, string);
    const char *at = bytes.at + sizeof head;
    for (size_t i = 0; i < STRINGS; i++) {
        *string[i] = str_of(at, head.len[i]);
        at += head.len[i];
    }
    if (!head.coded) m.codes = (str){0};
    if (head.mentioned == 0) return m;
    str *mentioned = arena_array(keep, str, head.mentioned);
    for (size_t i = 0; i < head.mentioned; i++) {
        size_t len;
        memcpy(&len, at, sizeof len);
        mentioned[i] = str_of(at + sizeof len, len);
        at += sizeof len + len;
    }
    m.mentioned = mentioned;
    return m;
}

static char *put_number(char *at, uint64_t value) {
    for (int i = 0; i < 8; i++) *at++ = (char)(unsigned char)(value >> (8 * i));
    return at;
}

static char *put_string(char *at, str s) { return put(put_number(at, s.len), s.at, s.len); }

void record_sum(const message *m, buf *scratch, uint64_t sum[2]) {
    buf_reset(scratch);
    char *start = buf_more(scratch, 6 * 8 + m->id.len + m->author.len + m->text.len);
    char *at = put_string(start, m->id);
    at = put_number(at, (uint64_t)m->time);
    at = put_string(at, m->author);
    at = put_number(at, (uint64_t)m->kind << 8 | m->flags);
    at = put_string(at, m->text);
    XXH128_hash_t hash = XXH3_128bits(start, (size_t)(at - start));
    sum[0] += hash.low64;
    sum[1] += hash.high64 + (sum[0] < hash.low64);
}

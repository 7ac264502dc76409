#include "reader/record.h"

#include <stddef.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

// What precedes the strings: text, id, author, reply_to, codes, rules, author_id, conversation,
// title; then the lengths of the mentioned, each with its bytes.
typedef struct fixed {
    uint64_t line;
    uint32_t precision, mentioned;
    uint32_t reply_to, codes, rules, author_id, conversation, title; // lengths
    int16_t offset;
    uint8_t time_kind;
    bool lenient, usual, coded, replaces;
    bool more; // there are other strings than text and author: most records have none
    record_head sum;
} fixed;

_Static_assert(sizeof(record_head) == 24 &&
                   offsetof(fixed, sum) + sizeof(record_head) == sizeof(fixed) &&
                   offsetof(record, head) + sizeof(record_head) == sizeof(record),
               "nothing stands between what is summed and the text");

static char *put(char *at, str s) {
    if (s.at) memcpy(at, s.at, s.len);
    return at + s.len;
}

static void put_mentioned(buf *out, const message *m) {
    for (size_t i = 0; i < m->mentioned_count; i++) {
        buf_add(out, str_of((const char *)&m->mentioned[i].len, sizeof(size_t)));
        buf_add(out, m->mentioned[i]);
    }
}

// Bytes of the strings behind the author.
static size_t size_behind(const message *m) {
    return m->reply_to.len + m->codes.len + m->rules.len + m->author_id.len + m->conversation.len +
           m->title.len;
}

static void put_behind(buf *out, char *at, const message *m) {
    at = put(at, m->reply_to);
    at = put(at, m->codes);
    at = put(at, m->rules);
    at = put(at, m->author_id);
    at = put(at, m->conversation);
    put(at, m->title);
    if (m->mentioned_count) put_mentioned(out, m);
}

void record_pack(buf *out, const message *m) {
    size_t behind = size_behind(m);
    fixed head = {
        .line = m->line,
        .precision = m->precision,
        .mentioned = m->mentioned_count,
        .reply_to = (uint32_t)m->reply_to.len,
        .codes = (uint32_t)m->codes.len,
        .rules = (uint32_t)m->rules.len,
        .author_id = (uint32_t)m->author_id.len,
        .conversation = (uint32_t)m->conversation.len,
        .title = (uint32_t)m->title.len,
        .offset = m->offset,
        .time_kind = m->time_kind,
        .lenient = m->lenient,
        .usual = m->usual,
        .coded = m->codes.at != NULL,
        .replaces = m->replaces,
        .more = behind || m->mentioned_count || m->codes.at,
    };
    record_set_head(&head.sum, m);
    size_t size = sizeof head + m->text.len + m->id.len + m->author.len + behind;
    char *at = buf_more(out, size);
    out->len += size;
    memcpy(at, &head, sizeof head);
    at = put(at + sizeof head, m->text);
    at = put(at, m->id);
    at = put(at, m->author);
    if (head.more) put_behind(out, at, m);
}

static str cut(const char **at, uint32_t len) {
    str s = str_of(*at, len);
    *at += len;
    return s;
}

static const str *view_mentioned(const char *at, uint32_t count, arena *keep) {
    str *mentioned = arena_array(keep, str, count);
    for (size_t i = 0; i < count; i++) {
        memcpy(&mentioned[i].len, at, sizeof(size_t));
        mentioned[i].at = at + sizeof(size_t);
        at = mentioned[i].at + mentioned[i].len;
    }
    return mentioned;
}

static void view_behind(const char *at, const fixed *head, arena *keep, message *out) {
    out->reply_to = cut(&at, head->reply_to);
    out->codes = cut(&at, head->codes);
    out->rules = cut(&at, head->rules);
    out->author_id = cut(&at, head->author_id);
    out->conversation = cut(&at, head->conversation);
    out->title = cut(&at, head->title);
    if (!head->coded) out->codes = (str){0};
    if (head->mentioned) out->mentioned = view_mentioned(at, head->mentioned, keep);
}

void record_view(str bytes, arena *keep, message *out) {
    fixed head;
    memcpy(&head, bytes.at, sizeof head);
    const char *at = record_text(bytes);
    memset(out, 0, sizeof *out);
    out->time = record_little64(head.sum.time);
    out->line = head.line;
    out->precision = head.precision;
    out->mentioned_count = head.mentioned;
    out->offset = head.offset;
    out->time_kind = head.time_kind;
    out->kind = head.sum.kind;
    out->flags = head.sum.flags;
    out->lenient = head.lenient;
    out->usual = head.usual;
    out->replaces = head.replaces;
    out->text = cut(&at, record_little32(head.sum.text));
    out->id = cut(&at, record_little32(head.sum.id));
    out->author = cut(&at, record_little32(head.sum.author));
    if (head.more) view_behind(at, &head, keep, out);
}

void record_keep(message *view, arena *keep) {
    // They stand one behind the other, the author among them; an empty id stands nowhere.
    const char *old = view->text.at;
    bool more = view->rules.at != NULL;
    size_t size =
        more ? (size_t)(view->rules.at + view->rules.len - old) : view->text.len + view->id.len;
    char *at = memcpy(arena_bytes(keep, size), old, size);
    view->text.at = at;
    view->id.at = at + view->text.len;
    if (more) {
        view->reply_to.at = at + (view->reply_to.at - old);
        view->rules.at = at + (view->rules.at - old);
        if (view->codes.at) view->codes.at = at + (view->codes.at - old);
    }
    record_bare(view);
}

const char *record_text(str bytes) { return bytes.at + sizeof(fixed); }

__attribute__((flatten)) // 10 instructions less
void
record_sum_of(const void *head, size_t size, uint64_t sum[2]) {
    XXH128_hash_t hash = XXH3_128bits(head, size);
    sum[0] += hash.low64;
    sum[1] += hash.high64 + (sum[0] < hash.low64);
}

void record_sum(const char *text, uint64_t sum[2]) {
    const char *start = text - sizeof(record_head);
    record_head head;
    memcpy(&head, start, sizeof head);
    size_t len = (size_t)record_little32(head.text) + record_little32(head.id) +
                 record_little32(head.author);
    record_sum_of(start, sizeof head + len, sum);
}

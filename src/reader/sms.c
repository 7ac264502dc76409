// sms: the XML of SMS Backup & Restore, read by expat behind a filter that mends what the app
// writes wrong and passes over pictures.
#include "base/limits.h"
#include "reader/reader.h"
#include "reader/sms_record.h"
#include "reader/xml_filter.h"

#include <expat.h>

enum { REMEMBERED = 1 << 16 }; // records that a repeated one is told by

typedef struct backup {
    XML_Parser parser;
    xml_filter filter;
    sms_record record;
    bool inside;  // <smses> was opened
    bool foreign; // the file is another of the same app
    bool ready;   // the record is complete
    bool too_long, lenient;
    uint64_t line;  // of the record
    uint64_t *seen; // hashes of records, each in the slot it falls into
} backup;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 8 << 10);
    if (!str_starts(str_trim(str_take(head, 64)), STR("<"))) return 0;
    return str_contains(start, STR("<smses")) ? 95 : 0;
}

static str attribute(const XML_Char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return str_from(attributes[1]);
    return (str){"", 0};
}

static void XMLCALL begin_element(void *own, const XML_Char *name, const XML_Char **attributes) {
    backup *b = own;
    bool multimedia = strcmp(name, "mms") == 0;
    if (!b->inside) {
        b->inside = true;
        b->foreign = strcmp(name, "smses") != 0;
    } else if (multimedia || strcmp(name, "sms") == 0) {
        sms_record_begin(&b->record, multimedia);
        b->line = b->filter.tag_line;
        b->too_long = b->lenient = false;
        for (; *attributes; attributes += 2)
            sms_record_attribute(&b->record, str_from(attributes[0]), str_from(attributes[1]));
    } else if (strcmp(name, "part") == 0) {
        sms_record_part(&b->record, attribute(attributes, "ct"), attribute(attributes, "text"));
    } else if (strcmp(name, "addr") == 0) {
        sms_record_addr(&b->record, attribute(attributes, "type"),
                        attribute(attributes, "address"));
    }
    b->too_long |= b->filter.cut;
    b->lenient |= b->filter.lenient;
}

static void XMLCALL end_element(void *own, const XML_Char *name) {
    backup *b = own;
    b->ready |= strcmp(name, "sms") == 0 || strcmp(name, "mms") == 0;
}

static const str wanted[] = {{"address", 7},       {"date", 4},    {"type", 4}, {"body", 4},
                             {"contact_name", 12}, {"msg_box", 7}, {"ct", 2},   {"text", 4}};

static bool open_backup(reader_state *state) {
    backup *b = state->own;
    xml_filter_init(&b->filter, state->in, wanted, sizeof wanted / sizeof *wanted,
                    state->options->max_record);
    b->seen = arena_array(&state->memory, uint64_t, REMEMBERED);
    b->parser = XML_ParserCreate("UTF-8"); // the source has decoded what the file says it is
    if (!b->parser) memory_exhausted();
    XML_SetUserData(b->parser, b);
    XML_SetElementHandler(b->parser, begin_element, end_element);
    return true;
}

static reader_result broken(reader_state *state, const char *why) {
    backup *b = state->own;
    if (source_failed(state->in, state->err)) return READER_FAILED;
    error_set(state->err, ATTUNE_INPUT, "%s:%llu: error: %s", source_label(state->in),
              (unsigned long long)b->filter.line, why);
    if (b->foreign)
        error_hint(state->err, "back up messages, not calls");
    else
        error_hint(state->err, "make the backup again; what stands before this line is not used");
    return READER_FAILED;
}

// Whether the record was there before.
static bool is_repeated(backup *b) {
    const sms_record *r = &b->record;
    uint64_t hash = str_hash(buf_str(&r->address));
    hash = hash * 31 + str_hash(buf_str(&r->date));
    hash = hash * 31 + str_hash(buf_str(&r->text));
    hash = hash * 31 + str_hash(buf_str(&r->sender));
    hash = (hash * 31 + (uint64_t)r->box) * 4 + r->multimedia * 2u + r->media;
    uint64_t *slot = &b->seen[(hash ^ hash >> 32) % REMEMBERED];
    bool repeated = *slot == hash && hash;
    *slot = hash;
    return repeated;
}

static reader_result finish(reader_state *state, arena *keep, message *out) {
    backup *b = state->own;
    b->ready = false;
    state->line = b->line;
    state->reason = b->too_long ? REJECT_TOO_LONG : REJECT_DUPLICATE;
    if (b->too_long || is_repeated(b)) return READER_REJECTED;
    sms_record_message(&b->record, keep, out);
    out->lenient = b->lenient;
    out->line = b->line;
    return READER_MESSAGE;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    backup *b = state->own;
    static const char ends_early[] = "the XML ends too early or is malformed here";
    for (;;) {
        xml_filter_result got = xml_filter_next(&b->filter);
        bool last = got == XML_FILTER_END;
        if (got == XML_FILTER_BROKEN) return broken(state, ends_early);
        // The tags are whole, so that the parser never waits for more.
        const char *tag = last ? "" : b->filter.tag.at;
        size_t len = last ? 0 : b->filter.tag.len;
        if (XML_Parse(b->parser, tag, (int)len, last) != XML_STATUS_OK)
            return broken(state, ends_early);
        if (b->foreign) return broken(state, "no backup of messages");
        if (b->ready) return finish(state, keep, out);
        if (last) return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    }
}

static void close_backup(reader_state *state) {
    backup *b = state->own;
    if (b->parser) XML_ParserFree(b->parser);
    xml_filter_release(&b->filter);
    sms_record_release(&b->record);
}

const reader reader_sms = {
    .name = "sms",
    .summary = "XML of SMS Backup & Restore: text and picture messages of an Android phone",
    .carries = "numbers as ids; times to the millisecond",
    .how_to = "Android: SMS Backup & Restore, Back up now, messages; share the sms-….xml file",
    .any_order = true,
    .state_size = sizeof(backup),
    .bid = bid,
    .open = open_backup,
    .next = next,
    .close = close_backup,
};

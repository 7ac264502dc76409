// json: a stream of JSON as events, in bulk and in constant memory: the readers of large exports
// pull what they need and skip the rest. yajl is its oracle in the tests.
//
// Lenient where real exporters are: \xNN, raw control characters and lone surrogates in strings are
// repaired and noted. Deeper than LIMIT_JSON_DEPTH, or broken otherwise, is
// JSON_FAILED. Numbers stay text, because ids exceed 2^53.
#ifndef READER_JSON_H
#define READER_JSON_H

#include "base/buf.h"
#include "base/limits.h"
#include "input/source.h"

typedef enum json_event {
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY, // value is the key
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
    JSON_END,    // the end of the stream, between values at the top
    JSON_FAILED, // no JSON, or it ends inside a value; stays so
} json_event;

typedef struct json {
    source *in;  // NULL when reading from a str
    str window;  // what was peeked
    size_t used; // of it, not yet consumed
    str value;   // of the last key, string or number; valid UTF-8; lives until the next event
    buf own;     // holds it where it does not stand in the window as it is
    buf repaired;
    size_t most;            // bytes of a string that are kept; what is beyond is dropped and noted
    size_t left;            // that the values of the running record may take yet
    unsigned record_depth;  // of that record's members; 0 before the first
    uint64_t line;          // of the last event, from 1
    bool lenient, too_long; // some string since they were last cleared was repaired, was cut
    bool comma_needed, key_given, failed;
    bool skipping; // nobody will ask for the strings
    bool over;     // the record has more than it may: its levels end here
    unsigned depth;
    uint8_t is_object[LIMIT_JSON_DEPTH];
} json;

// Begins reading in, or text when in is NULL, keeping the buffers.
void json_begin(json *j, source *in, str text, size_t most);

// A record begins, of which the members are at that depth: it is neither lenient nor too long yet.
// What its values take together is limited from now on (LIMIT_JSON_VALUES): beyond that it is too
// long, and all its levels end.
void json_record(json *j, unsigned depth);

json_event json_next(json *j);

// Skips the value that the event just returned began (an object or array to its end; others are
// over already). false on failure.
bool json_skip(json *j, json_event begun);

// Reads over the value that comes next, of which nobody wants to know anything. false on failure.
bool json_pass(json *j);

static inline str json_value(const json *j) { return j->value; }

// Whether the last key or string is this.
static inline bool json_is(const json *j, const char *name) {
    return j->value.len && j->value.at[0] == name[0] && str_equal(j->value, str_from(name));
}

void json_release(json *j);

#endif

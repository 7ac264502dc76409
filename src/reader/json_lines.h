// json_lines: the objects of a source of JSON lines, or of one list of them, one after the other. A
// line that is broken costs that line; a list that is broken ends there.
#ifndef READER_JSON_LINES_H
#define READER_JSON_LINES_H

#include "reader/json_walk.h"

// Zero-initialize before use, and release l->json.
typedef struct json_lines {
    json json;
    bool listed;
    uint64_t line; // lines read, where they are lines
} json_lines;

// Looks at the beginning of the source.
void json_lines_begin(json_lines *l, reader_state *state);

// Reads the next object, its members by member. READER_MESSAGE: it is read whole, and state->line
// is its line. READER_REJECTED: it is broken or too long. READER_END, READER_FAILED.
reader_result json_lines_next(json_lines *l, reader_state *state, json_member *member, void *own);

// For bids: a bit for each of names (at most 32, the list ends with NULL) that is a key of the
// first object of head; 0 when it begins with none.
uint32_t json_lines_keys(str head, const char *const *names);

#endif

// json_walk: through a JSON document to the objects that are records, and into what they hold.
//
// A document is levels: 0 is the object at its root, and behind a step the list is one level higher
// and each object in it two. Documents may follow one another.
#ifndef READER_JSON_WALK_H
#define READER_JSON_WALK_H

#include "base/arena.h"
#include "reader/json.h"
#include "reader/reader.h"

// In an object of this level the value under key leads on: a list to the next level, an object
// stays on the level.
typedef struct json_step {
    uint8_t level;
    const char *key;
} json_step;

// Takes the value of the key that was just returned, by json_skip at least. false on broken JSON.
typedef bool json_member(json *j, void *own);

typedef struct json_route {
    const json_step *steps;
    size_t step_count;
    unsigned records; // level of the objects that are records
    // An object of a lower level begins; may be NULL.
    void (*begin)(void *own, unsigned level);
    // Any other member of such an object; NULL skips them.
    bool (*member)(json *j, void *own, unsigned level);
} json_route;

// Zero-initialize before use, and release w->json.
typedef struct json_walk {
    json json;
    const json_route *route;
    uint8_t level[LIMIT_JSON_DEPTH]; // of what is open; odd ones are lists
    unsigned depth;
    bool list;
} json_walk;

void json_walk_begin(json_walk *w, const json_route *route, source *in, size_t most);

// The same for documents whose root is the list of the records.
void json_walk_begin_list(json_walk *w, const json_route *route, source *in, size_t most);

// READER_MESSAGE: a record begins (its JSON_OBJECT was returned) and must be read to its end.
// READER_END; or READER_FAILED with *state->err set.
reader_result json_walk_next(json_walk *w, reader_state *state, void *own);

// The failure of a record that could not be read to its end: sets *state->err.
reader_result json_walk_broken(const json_walk *w, reader_state *state);

// The rest of an object whose JSON_OBJECT was returned.
bool json_members(json *j, json_member *member, void *own);

// The value that comes next: an object's members; the members of each object in a list.
bool json_take_members(json *j, json_member *member, void *own);
bool json_take_list(json *j, json_member *member, void *own);

// The value that comes next, when it is a string or a number, else nothing.
bool json_take(json *j, buf *to);
bool json_keep(json *j, arena *keep, str *to);

// Whether the value that comes next is true; whether it is neither empty nor null nor false.
bool json_take_flag(json *j, bool *flag);
bool json_take_some(json *j, bool *some);

#endif

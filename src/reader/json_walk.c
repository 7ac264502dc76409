#include "reader/json_walk.h"

void json_walk_begin(json_walk *w, const json_route *route, source *in, size_t most) {
    w->route = route;
    w->depth = 0;
    w->list = false;
    json_begin(&w->json, in, (str){NULL, 0}, most);
}

void json_walk_begin_list(json_walk *w, const json_route *route, source *in, size_t most) {
    json_walk_begin(w, route, in, most);
    w->list = true;
}

static void enter(json_walk *w, unsigned level, void *own) {
    w->level[w->depth++] = (uint8_t)level;
    if (level % 2 == 0 && w->route->begin) w->route->begin(own, level);
}

// Goes on after a key of an object. false on failure.
static bool follow(json_walk *w, unsigned level, void *own) {
    const json_route *r = w->route;
    for (size_t i = 0; i < r->step_count; i++) {
        if (r->steps[i].level != level || !json_is(&w->json, r->steps[i].key)) continue;
        json_event e = json_next(&w->json);
        if (e != JSON_ARRAY && e != JSON_OBJECT) return json_skip(&w->json, e);
        w->level[w->depth++] = (uint8_t)(level + (e == JSON_ARRAY));
        return true;
    }
    return r->member ? r->member(&w->json, own, level) : json_pass(&w->json);
}

// One event further. *record: a record begins. false on failure.
static bool advance(json_walk *w, json_event e, void *own, bool *record) {
    if (w->depth == 0) {
        if (e == JSON_ARRAY && w->list) {
            w->level[w->depth++] = (uint8_t)(w->route->records - 1);
            return true;
        }
        if (e != JSON_OBJECT) return false;
        enter(w, 0, own);
        return true;
    }
    unsigned level = w->level[w->depth - 1];
    if (e == JSON_KEY) return follow(w, level, own);
    if (e == JSON_OBJECT_END || e == JSON_ARRAY_END) {
        w->depth--;
        return true;
    }
    if (e != JSON_OBJECT) return json_skip(&w->json, e);
    *record = level + 1 == w->route->records;
    if (!*record) enter(w, level + 1, own);
    return true;
}

reader_result json_walk_next(json_walk *w, reader_state *state, void *own) {
    for (bool record = false; !record;) {
        json_event e = json_next(&w->json);
        if (e == JSON_END && w->depth == 0)
            return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        if (e == JSON_FAILED || !advance(w, e, own, &record)) return json_walk_broken(w, state);
    }
    json_record(&w->json, w->json.depth);
    state->line = w->json.line;
    return READER_MESSAGE;
}

reader_result json_walk_broken(const json_walk *w, reader_state *state) {
    if (source_failed(state->in, state->err)) return READER_FAILED;
    error_set(state->err, ATTUNE_INPUT,
              "%s:%llu: error: the JSON ends too early or is malformed here",
              source_label(state->in), (unsigned long long)w->json.line);
    error_hint(state->err, "export the chat again; what stands before this line is not used");
    return READER_FAILED;
}

bool json_members(json *j, json_member *member, void *own) {
    for (;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) return true;
        if (e != JSON_KEY || !member(j, own)) return false;
    }
}

bool json_take_members(json *j, json_member *member, void *own) {
    json_event e = json_next(j);
    return e == JSON_OBJECT ? json_members(j, member, own) : json_skip(j, e);
}

bool json_take_list(json *j, json_member *member, void *own) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END)
        if (e == JSON_OBJECT ? !json_members(j, member, own) : !json_skip(j, e)) return false;
    return true;
}

bool json_take(json *j, buf *to) {
    json_event e = json_next(j);
    buf_reset(to);
    if (e == JSON_STRING || e == JSON_NUMBER) buf_add(to, json_value(j));
    return json_skip(j, e);
}

bool json_keep(json *j, arena *keep, str *to) {
    json_event e = json_next(j);
    bool scalar = e == JSON_STRING || e == JSON_NUMBER;
    *to = scalar ? arena_str(keep, json_value(j)) : (str){"", 0};
    return json_skip(j, e);
}

bool json_take_flag(json *j, bool *flag) {
    json_event e = json_next(j);
    *flag = e == JSON_TRUE;
    return json_skip(j, e);
}

bool json_take_some(json *j, bool *some) {
    json_event e = json_next(j);
    *some = e == JSON_TRUE || e == JSON_NUMBER || (e == JSON_STRING && j->value.len);
    if (e != JSON_OBJECT && e != JSON_ARRAY) return json_skip(j, e);
    json_event end = e == JSON_OBJECT ? JSON_OBJECT_END : JSON_ARRAY_END, inner = json_next(j);
    if (inner == end) return true;
    *some = true;
    for (; inner != end; inner = json_next(j))
        if (inner == JSON_END || !json_skip(j, inner)) return false;
    return true;
}

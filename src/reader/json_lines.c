#include "reader/json_lines.h"

static str first_sign(str head) { return str_take(str_trim(str_take(head, 4096)), 1); }

void json_lines_begin(json_lines *l, reader_state *state) {
    l->line = 0;
    l->listed = str_equal(first_sign(source_peek(state->in, 4096)), STR("["));
    if (!l->listed) return;
    json_begin(&l->json, state->in, (str){NULL, 0}, state->options->max_record);
    json_next(&l->json);
}

static reader_result reject(reader_state *state, reject_reason reason) {
    state->reason = reason;
    return READER_REJECTED;
}

static reader_result next_listed(json_lines *l, reader_state *state, json_member *member,
                                 void *own) {
    json *j = &l->json;
    json_record(j, j->depth + 1);
    json_event e = json_next(j);
    state->line = j->line;
    if (e == JSON_ARRAY_END || e == JSON_END)
        return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    if (e == JSON_OBJECT && json_members(j, member, own))
        return j->too_long ? reject(state, REJECT_TOO_LONG) : READER_MESSAGE;
    if (e != JSON_OBJECT && json_skip(j, e)) return reject(state, REJECT_MALFORMED);
    if (!source_failed(state->in, state->err))
        error_set(state->err, ATTUNE_INPUT,
                  "%s:%llu: error: the JSON ends too early or is malformed here",
                  source_label(state->in), (unsigned long long)j->line);
    return READER_FAILED;
}

reader_result json_lines_next(json_lines *l, reader_state *state, json_member *member, void *own) {
    if (l->listed) return next_listed(l, state, member, own);
    str line;
    bool too_long;
    do {
        if (!source_line(state->in, state->options->max_record, &line, &too_long))
            return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        state->line = ++l->line;
    } while (str_trim(line).len == 0);
    if (too_long) return reject(state, REJECT_TOO_LONG);
    json_begin(&l->json, NULL, line, state->options->max_record);
    bool whole = json_next(&l->json) == JSON_OBJECT && json_members(&l->json, member, own) &&
                 json_next(&l->json) == JSON_END;
    return whole ? READER_MESSAGE : reject(state, REJECT_MALFORMED);
}

static void release_json(void *owner) { json_release(owner); }

uint32_t json_lines_keys(str head, const char *const *names) {
    str sign = first_sign(head);
    if (!str_equal(sign, STR("{")) && !str_equal(sign, STR("["))) return 0;
    json j = {0};
    uint32_t found = 0;
    memory_local held;
    memory_hold(&held, release_json, &j);
    json_begin(&j, NULL, str_take(head, 256 << 10), 256);
    if (sign.at[0] == '[') json_next(&j);
    bool more = json_next(&j) == JSON_OBJECT;
    while (more && json_next(&j) == JSON_KEY) {
        for (size_t i = 0; names[i]; i++) found |= json_is(&j, names[i]) ? 1u << i : 0;
        more = json_pass(&j);
    }
    memory_let_go(&held);
    json_release(&j);
    return found;
}

#include "reader/slack_tables.h"

#include "reader/slack_text.h"

static bool is_one_of(str name, const char *const names[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(name, str_from(names[i]))) return true;
    return false;
}

// 2024-03-01.json
static bool is_day(str name) {
    if (name.len != 15 || !str_ends(name, STR(".json"))) return false;
    for (size_t i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? name.at[i] != '-' : name.at[i] < '0' || name.at[i] > '9') return false;
    }
    return true;
}

static const char *const user_files[] = {"users.json", "org_users.json"};
static const char *const channel_files[] = {"channels.json", "groups.json", "dms.json",
                                            "mpims.json"};
static const char *const others[] = {"integration_logs.json",
                                     "canvases.json",
                                     "canvas_in_the_conversation.json",
                                     "file_conversations.json",
                                     "huddle_transcripts.json",
                                     "lists.json",
                                     "teams.json"};

reader_role slack_role(str path) {
    str name = package_file(path);
    if (is_day(name)) return ROLE_PART;
    if (is_one_of(name, user_files, 2) || is_one_of(name, channel_files, 4)) return ROLE_TABLE;
    return is_one_of(name, others, sizeof others / sizeof *others) ? ROLE_OTHER : ROLE_NONE;
}

// What one entry of a table says. The names are in order of what people see.
typedef struct entry {
    arena *keep;
    str id, name, names[3]; // display name, real name of the profile, real name
    bool bot;
} entry;

static bool take_profile(json *j, void *own) {
    entry *e = own;
    if (json_is(j, "display_name")) return json_keep(j, e->keep, &e->names[0]);
    if (json_is(j, "real_name")) return json_keep(j, e->keep, &e->names[1]);
    return json_pass(j);
}

static bool take_member(json *j, void *own) {
    entry *e = own;
    if (json_is(j, "id")) return json_keep(j, e->keep, &e->id);
    if (json_is(j, "name")) return json_keep(j, e->keep, &e->name);
    if (json_is(j, "real_name")) return json_keep(j, e->keep, &e->names[2]);
    if (json_is(j, "is_bot")) return json_take_flag(j, &e->bot);
    if (json_is(j, "profile")) return json_take_members(j, take_profile, e);
    return json_pass(j);
}

static bool keep_user(package *p, str scope, const entry *e) {
    str name = e->name;
    for (size_t i = 3; i-- > 0;)
        if (e->names[i].len) name = e->names[i];
    return package_set(p, SLACK_USERS, scope, e->id, name) &&
           (!e->bot || package_set(p, SLACK_BOTS, scope, e->id, STR("")));
}

// The folder of a channel has its name, that of a direct chat its id.
static bool keep_channel(package *p, str scope, const entry *e) {
    str folder = e->name.len ? e->name : e->id;
    return package_set(p, SLACK_CHANNELS, scope, folder, e->id) &&
           package_set(p, SLACK_NAMES, scope, e->id, e->name);
}

static bool too_large(reader_state *state) {
    error_set(state->err, ATTUNE_INPUT, "%s: error: more names than attune keeps",
              source_label(state->in));
    return error_hint(state->err, "read the export without this file; ids stand for names then");
}

static const json_route route = {.records = 2};

static bool keep(package *p, str scope, bool user, const entry *e) {
    if (!e->id.len) return true;
    return user ? keep_user(p, scope, e) : keep_channel(p, scope, e);
}

bool slack_table(reader_state *state) {
    slack_base *own = state->own;
    str path = source_path(state->in), scope = package_folder(path);
    bool users = is_one_of(package_file(path), user_files, 2);
    if (!str_starts(str_trim(str_take(source_peek(state->in, 64), 64)), STR("["))) return false;
    json_walk_begin_list(&own->walk, &route, state->in, state->options->max_record);
    while (json_walk_next(&own->walk, state, NULL) == READER_MESSAGE) {
        arena_reset(&own->scratch);
        entry e = {.keep = &own->scratch};
        if (!json_members(&own->walk.json, take_member, &e)) {
            json_walk_broken(&own->walk, state);
            break;
        }
        if (!keep(state->package, scope, users, &e)) {
            too_large(state);
            break;
        }
    }
    return true;
}

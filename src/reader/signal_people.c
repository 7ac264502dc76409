#include "reader/signal_people.h"

#include <stdlib.h>

typedef struct contact {
    arena *keep;
    str id, aci, e164, username, title, recipient;
    str nick[2], given[2], profile[2]; // given and family name
    bool self;
} contact;

static bool take_nickname(json *j, void *own) {
    contact *c = own;
    if (json_is(j, "given")) return json_keep(j, c->keep, &c->nick[0]);
    if (json_is(j, "family")) return json_keep(j, c->keep, &c->nick[1]);
    return json_pass(j);
}

static bool take_contact(json *j, void *own) {
    contact *c = own;
    const struct {
        const char *key;
        str *to;
    } fields[] = {
        {"aci", &c->aci},
        {"e164", &c->e164},
        {"username", &c->username},
        {"systemGivenName", &c->given[0]},
        {"systemFamilyName", &c->given[1]},
        {"profileGivenName", &c->profile[0]},
        {"profileFamilyName", &c->profile[1]},
    };
    if (json_is(j, "nickname")) return json_take_members(j, take_nickname, c);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (json_is(j, fields[i].key)) return json_keep(j, c->keep, fields[i].to);
    return json_pass(j);
}

// "title": "x" and "title": {"title": "x"}
static bool take_title(json *j, void *own) {
    contact *c = own;
    if (!json_is(j, "title")) return json_pass(j);
    json_event e = json_next(j);
    if (e == JSON_STRING) c->title = arena_str(c->keep, json_value(j));
    return e == JSON_OBJECT ? json_members(j, take_title, c) : json_skip(j, e);
}

static bool take_group(json *j, void *own) {
    if (json_is(j, "snapshot")) return json_take_members(j, take_title, own);
    return json_pass(j);
}

static bool take_recipient(json *j, void *own) {
    contact *c = own;
    if (json_is(j, "id")) return json_keep(j, c->keep, &c->id);
    if (json_is(j, "contact")) return json_take_members(j, take_contact, c);
    if (json_is(j, "group")) return json_take_members(j, take_group, c);
    c->self |= json_is(j, "self");
    return json_pass(j);
}

static bool take_account(json *j, void *own) {
    contact *c = own;
    if (json_is(j, "givenName")) return json_keep(j, c->keep, &c->profile[0]);
    if (json_is(j, "familyName")) return json_keep(j, c->keep, &c->profile[1]);
    return json_pass(j);
}

static bool take_chat(json *j, void *own) {
    contact *c = own;
    if (json_is(j, "id")) return json_keep(j, c->keep, &c->id);
    if (json_is(j, "recipientId")) return json_keep(j, c->keep, &c->recipient);
    return json_pass(j);
}

static str joined(arena *keep, const str parts[2]) {
    if (!parts[0].len || !parts[1].len) return parts[0].len ? parts[0] : parts[1];
    size_t len = parts[0].len + 1 + parts[1].len;
    char *at = arena_bytes(keep, len);
    memcpy(at, parts[0].at, parts[0].len);
    at[parts[0].len] = ' ';
    memcpy(at + parts[0].len + 1, parts[1].at, parts[1].len);
    return str_of(at, len);
}

static str name_of(const signal_people *p, const contact *c) {
    if (c->self) return p->me.len ? p->me : STR("Me");
    const str names[] = {joined(c->keep, c->nick),
                         joined(c->keep, c->given),
                         joined(c->keep, c->profile),
                         c->title,
                         c->username,
                         c->e164};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].len) return names[i];
    return (str){"", 0};
}

bool signal_people_account(signal_people *p, json *j) {
    contact c = {.keep = &p->memory};
    if (!json_take_members(j, take_account, &c)) return false;
    p->me = joined(&p->memory, c.profile);
    return true;
}

bool signal_people_recipient(signal_people *p, json *j) {
    contact c = {.keep = &p->memory};
    if (!json_take_members(j, take_recipient, &c)) return false;
    if (c.id.len == 0) return true;
    uint32_t at = intern_add(&p->ids, c.id);
    size_t had = p->room;
    memory_reserve(p->persons, p->room, at + 1);
    if (p->room > had) memset(p->persons + had, 0, (p->room - had) * sizeof *p->persons);
    p->persons[at].key = c.aci.len ? c.aci : c.e164.len ? c.e164 : c.id;
    p->persons[at].name = name_of(p, &c);
    return true;
}

bool signal_people_chat(signal_people *p, json *j) {
    contact c = {.keep = &p->memory};
    if (!json_take_members(j, take_chat, &c)) return false;
    if (c.id.len == 0) return true;
    uint32_t at = intern_add(&p->chats, c.id);
    memory_reserve(p->of, p->chat_room, at + 1);
    p->of[at] = intern_find(&p->ids, c.recipient);
    return true;
}

signal_person signal_people_find(const signal_people *p, str id) {
    uint32_t at = intern_find(&p->ids, id);
    return at == INTERN_NONE ? (signal_person){id, {"", 0}} : p->persons[at];
}

str signal_people_title(const signal_people *p, str chat) {
    uint32_t at = intern_find(&p->chats, chat);
    uint32_t with = at == INTERN_NONE ? INTERN_NONE : p->of[at];
    return with == INTERN_NONE ? (str){"", 0} : p->persons[with].name;
}

str signal_id(arena *keep, str author, str sent) {
    if (sent.len == 0) return (str){"", 0};
    char *at = arena_bytes(keep, author.len + 1 + sent.len);
    if (author.len) memcpy(at, author.at, author.len);
    at[author.len] = ':';
    memcpy(at + author.len + 1, sent.at, sent.len);
    return str_of(at, author.len + 1 + sent.len);
}

void signal_people_release(signal_people *p) {
    arena_release(&p->memory);
    intern_release(&p->ids);
    intern_release(&p->chats);
    free(p->persons);
    free(p->of);
}

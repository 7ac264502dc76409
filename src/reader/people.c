#include "reader/people.h"

#include "base/utf8.h"
#include "input/file.h"
#include "reader/name.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    LARGEST_ALIASES = 16 << 20, // bytes
    ADDRESSES = 32,             // "@" looked at in one message
    MARKED = 256,               // mentions taken of one message
    LONGEST_NAME = 200,         // bytes of a name found after "@"
};

// The first bytes of keys of speakers that are no names.
enum { KEY_OF_ID = '\1', KEY_OF_OTHERS = '\2' };

// The name that is used for one in a log; *replaced when --alias says so. It lives until the next
// call.
static str used_name(people *p, str raw, bool *replaced) {
    str name = name_normal(raw, &p->name);
    if (p->me.len && name_is_me(name)) name = p->me;
    uint32_t at = intern_find(&p->known, name);
    *replaced = at != INTERN_NONE;
    if (!*replaced) return name;
    p->knowns[at].met = true;
    return p->knowns[at].instead;
}

static void add_known(people *p, str name, known what) {
    if (name.len == 0 || intern_find(&p->known, name) != INTERN_NONE) return;
    memory_reserve(p->knowns, p->known_room, p->known.count + 1);
    p->knowns[p->known.count] = what;
    intern_add(&p->known, name);
}

// Both names are used alike from now on, whether the log has an id for one of them or not.
static void add_alias(people *p, str name, str alias, uint64_t line) {
    bool ignored;
    str used = arena_str(&p->memory, used_name(p, name, &ignored));
    add_known(p, used, (known){.instead = used});
    add_known(p, name_normal(alias, &p->name), (known){.instead = used, .line = line});
}

// Cuts the first cell off a row of CSV. The result lives in scratch.
static str cut_cell(str *row, buf *scratch) {
    buf_reset(scratch);
    if (row->len == 0 || row->at[0] != '"') {
        str_cut_result cut = str_cut(*row, ',');
        *row = cut.tail;
        buf_add(scratch, str_trim(cut.head));
        return buf_str(scratch);
    }
    size_t at = 1;
    for (; at < row->len; at++) {
        if (row->at[at] == '"') {
            if (at + 1 == row->len || row->at[at + 1] != '"') break;
            at++;
        }
        buf_add_char(scratch, row->at[at]);
    }
    *row = str_cut(str_drop(*row, at), ',').tail;
    return buf_str(scratch);
}

static bool read_aliases(people *p, str file, const char *path, error *err) {
    if (str_starts(file, STR("\xEF\xBB\xBF"))) file = str_drop(file, 3);
    for (uint64_t line = 1; file.len; line++) {
        str_cut_result cut = str_cut(file, '\n');
        file = cut.tail;
        str row = str_trim(cut.head);
        if (row.len == 0) continue;
        str name = arena_str(&p->memory, cut_cell(&row, &p->face));
        str alias = arena_str(&p->memory, cut_cell(&row, &p->face));
        if (line == 1 && str_equal_nocase(name, STR("name"))) continue;
        if (!name.len || !alias.len)
            return error_set(err, ATTUNE_USAGE, "%s:%" PRIu64 ": error: a row needs two names",
                             path, line) ||
                   error_hint(err, "write \"name,alias\": the name to use, and another that is the "
                                   "same person's");
        add_alias(p, name, alias, line);
    }
    return true;
}

// Takes the names of an option with commas between.
static void choose(people *p, choice *c, const char *list) {
    bool ignored;
    for (str rest = str_from(list); rest.len;) {
        str_cut_result cut = str_cut(rest, ',');
        rest = cut.tail;
        str name = used_name(p, cut.head, &ignored);
        if (name.len == 0 || intern_find(&c->names, name) != INTERN_NONE) continue;
        memory_reserve(c->met, c->room, c->names.count + 1);
        c->met[c->names.count] = false;
        intern_add(&c->names, name);
    }
}

static bool is_chosen(choice *c, str name) {
    uint32_t at = name.len ? intern_find(&c->names, name) : INTERN_NONE;
    if (at == INTERN_NONE) return false;
    return c->met[at] = true;
}

bool people_init(people *p, const intake_options *options, error *err) {
    if (options->reader.me)
        p->me = arena_str(&p->memory, name_normal(str_from(options->reader.me), &p->name));
    if (options->alias) {
        if (!file_read(options->alias, LARGEST_ALIASES, &p->file, err)) {
            err->status = ATTUNE_USAGE;
            return error_hint(err, "--alias takes a file of rows \"name,alias\"");
        }
        if (!read_aliases(p, buf_str(&p->file), options->alias, err)) return false;
    }
    choose(p, &p->excluded, options->exclude);
    choose(p, &p->only, options->only);
    if (options->only && p->only.names.count == 0)
        return error_set(err, ATTUNE_USAGE, "error: --only names nobody");
    for (size_t i = 0; i < p->known.count; i++) p->knowns[i].met = false; // the options are no log
    return true;
}

static void choice_unmet(const choice *c, const char *option, notices *to) {
    for (size_t i = 0; i < c->names.count; i++)
        if (!c->met[i])
            notices_say(to, NOTICE_UNMET, "attune read --names raw shows whom the log names",
                        "%s: nobody has name %zu of the list", option, i + 1);
}

void people_unmet(const people *p, notices *to) {
    choice_unmet(&p->excluded, "--exclude", to);
    choice_unmet(&p->only, "--only", to);
    for (size_t i = 0; i < p->known.count; i++)
        if (p->knowns[i].line && !p->knowns[i].met)
            notices_say(to, NOTICE_UNMET, "attune read --names raw shows whom the log names",
                        "--alias: nobody has the second name of line %" PRIu64, p->knowns[i].line);
}

void people_reset(people *p) {
    p->plain_count = 0;
    intern_reset(&p->faces);
    intern_reset(&p->names);
    memset(p->recent, 0, sizeof p->recent);
    memset(p->keyed, 0, sizeof p->keyed);
}

bool people_are_excluded(people *p, const message *m) {
    bool ignored;
    return is_chosen(&p->excluded, m->author_id) ||
           is_chosen(&p->excluded, used_name(p, m->author, &ignored));
}

// What identifies a speaker: the id behind a byte that begins no name, or the name. It lives in
// p->face.
static str identity(people *p, str id, str name, bool replaced) {
    buf_reset(&p->face);
    bool by_id = id.len && !replaced;
    if (by_id) buf_add_char(&p->face, KEY_OF_ID);
    buf_add(&p->face, by_id ? id : name);
    return buf_str(&p->face);
}

static bool is_key_of(const conversation *c, uint32_t speaker, str name) {
    return str_equal(intern_name(&c->speakers, speaker), name);
}

// The first speaker of that name. A key that is a name is that speaker's name.
static uint32_t find_named(const people *p, const conversation *c, str name) {
    uint32_t at = intern_find(&p->names, name);
    if (at != INTERN_NONE) return p->named[at];
    bool is_name = name.len && name.at[0] != KEY_OF_ID && name.at[0] != KEY_OF_OTHERS;
    return is_name ? intern_find(&c->speakers, name) : INTERN_NONE;
}

// The speaker is found by that name in what others write.
static void name_speaker(people *p, const conversation *c, uint32_t speaker, str name) {
    if (name.len == 0 || find_named(p, c, name) != INTERN_NONE) return;
    memory_reserve(p->named, p->named_room, p->names.count + 1);
    p->named[p->names.count] = speaker;
    intern_add(&p->names, name);
}

static void show_as(people *p, conversation *c, uint32_t speaker, str name) {
    bool is_key = is_key_of(c, speaker, name);
    c->speaker_names[speaker] =
        is_key ? intern_name(&c->speakers, speaker) : arena_str(&c->memory, name);
    name_speaker(p, c, speaker, name);
}

static uint32_t add_speaker(people *p, conversation *c, str key, str name) {
    size_t before = c->speakers.count;
    memory_reserve(c->speaker_names, c->name_room, before + 1);
    uint32_t speaker = intern_add(&c->speakers, key);
    if (speaker == before) c->speaker_names[speaker] = (str){"", 0};
    if (c->speaker_names[speaker].len == 0 && name.len) show_as(p, c, speaker, name);
    return speaker;
}

static bool is_other(people *p, str id, str name) {
    return p->only.names.count && !is_chosen(&p->only, name) && !is_chosen(&p->only, id);
}

// Whom --only does not name: one speaker under a key that no name and no id has.
static uint32_t other_speaker(people *p, conversation *c, str name) {
    size_t before = c->speakers.count;
    memory_reserve(c->speaker_names, c->name_room, before + 1);
    uint32_t speaker = intern_add(&c->speakers, str_of((const char[]){KEY_OF_OTHERS}, 1));
    c->speaker_names[speaker] = STR("other");
    c->other = speaker + 1;
    name_speaker(p, c, speaker, name);
    return speaker;
}

// An id that was mentioned before its owner spoke is its own name until then.
static bool is_shown_as_id(const conversation *c, uint32_t speaker, str id) {
    return id.len && str_equal(c->speaker_names[speaker], id);
}

static uint32_t new_face(people *p, conversation *c, const message *m) {
    bool replaced;
    str id = m->author_id;
    str name = used_name(p, m->author, &replaced);
    if (!replaced && id.len) {
        uint32_t at = intern_find(&p->known, id);
        replaced = at != INTERN_NONE;
        if (replaced) name = p->knowns[at].instead;
        if (replaced) p->knowns[at].met = true;
    }
    if (id.len == 0 && name.len == 0) return INTERN_NONE;
    if (is_other(p, id, name))
        return m->kind == KIND_SYSTEM ? c->other - 1 : other_speaker(p, c, name);
    str key = identity(p, id, name, replaced);
    if (m->kind == KIND_SYSTEM) return intern_find(&c->speakers, key);
    uint32_t speaker = add_speaker(p, c, key, name.len ? name : id);
    if (name.len && is_shown_as_id(c, speaker, id)) show_as(p, c, speaker, name);
    return speaker;
}

// The id and the name as they stand in the log, in p->face.
static str face_of(people *p, const message *m) {
    buf_reset(&p->face);
    buf_add(&p->face, m->author_id);
    buf_add_char(&p->face, '\0');
    buf_add(&p->face, m->author);
    return buf_str(&p->face);
}

static uint32_t remember(people *p, const message *m, str id, str author, uint32_t speaker) {
    p->recent[1] = p->recent[0];
    p->recent[0].id = id;
    p->recent[0].author = author;
    p->recent[0].speaker = speaker;
    p->keyed[m->author_key % PEOPLE_KEYED].key = m->author_key;
    p->keyed[m->author_key % PEOPLE_KEYED].speaker = speaker;
    return speaker;
}

static uint32_t remember_face(people *p, const message *m, uint32_t face) {
    str kept = intern_name(&p->faces, face), id = str_take(kept, m->author_id.len);
    return remember(p, m, id, str_drop(kept, id.len + 1), p->speaker[face]);
}

static uint32_t remember_plain(people *p, const conversation *c, const message *m,
                               uint32_t speaker) {
    return remember(p, m, (str){"", 0}, intern_name(&c->speakers, speaker), speaker);
}

// The speaker of that key, if that is how it stands in the log.
static uint32_t find_plain(const people *p, const conversation *c, const message *m) {
    if (m->author_id.len) return INTERN_NONE;
    uint32_t speaker = intern_find(&c->speakers, m->author);
    return speaker < p->plain_count && p->plain[speaker] ? speaker : INTERN_NONE;
}

// Whether the author is found by find_plain from now on.
static bool make_plain(people *p, const conversation *c, const message *m, uint32_t speaker) {
    if (m->author_id.len || !is_key_of(c, speaker, m->author)) return false;
    memory_reserve(p->plain, p->plain_room, (size_t)speaker + 1);
    while (p->plain_count <= speaker) p->plain[p->plain_count++] = false;
    p->plain[speaker] = true;
    return true;
}

static uint32_t look_up(people *p, conversation *c, const message *m) {
    if (m->author.len == 0 && m->author_id.len == 0) return INTERN_NONE;
    uint32_t speaker = find_plain(p, c, m);
    if (speaker != INTERN_NONE) return remember_plain(p, c, m, speaker);
    uint32_t face = intern_find(&p->faces, face_of(p, m));
    if (face != INTERN_NONE) return remember_face(p, m, face);
    speaker = new_face(p, c, m);
    if (m->kind == KIND_SYSTEM || speaker == INTERN_NONE) return speaker;
    if (make_plain(p, c, m, speaker)) return remember_plain(p, c, m, speaker);
    memory_reserve(p->speaker, p->speaker_room, p->faces.count + 1);
    p->speaker[p->faces.count] = speaker;
    return remember_face(p, m, intern_add(&p->faces, face_of(p, m)));
}

uint32_t people_unkeyed(people *p, conversation *c, const message *m) {
    for (size_t i = 0; i < sizeof p->recent / sizeof *p->recent; i++)
        if (str_same(p->recent[i].author, m->author) && str_equal(p->recent[i].id, m->author_id))
            return m->author.len || m->author_id.len ? p->recent[i].speaker : INTERN_NONE;
    return look_up(p, c, m);
}

// A mark of the format names somebody, known so far or not: by id, or by name.
static uint32_t marked(people *p, conversation *c, const message *m, str who) {
    bool replaced;
    uint32_t speaker = intern_find(&c->speakers, identity(p, who, who, false));
    if (speaker != INTERN_NONE) return speaker;
    str name = used_name(p, who, &replaced);
    if (name.len == 0) return INTERN_NONE;
    speaker = find_named(p, c, name);
    if (speaker != INTERN_NONE) return speaker;
    if (is_other(p, who, name)) return other_speaker(p, c, name);
    str key = identity(p, m->author_id.len ? who : (str){0}, name, replaced);
    return add_speaker(p, c, key, name);
}

static bool joins_word(str s) {
    if (s.len == 0) return false;
    unsigned char c = (unsigned char)s.at[0];
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

// The known speaker with the longest name that s begins with.
static uint32_t at_start(const people *p, const conversation *c, str s) {
    for (size_t len = s.len < LONGEST_NAME ? s.len : LONGEST_NAME; len; len--) {
        if (joins_word(str_drop(s, len))) continue;
        uint32_t speaker = find_named(p, c, str_take(s, len));
        if (speaker != INTERN_NONE) return speaker;
    }
    return INTERN_NONE;
}

static uint32_t add_once(uint32_t *to, uint32_t count, uint32_t speaker) {
    if (speaker == INTERN_NONE) return count;
    for (uint32_t i = 0; i < count; i++)
        if (to[i] == speaker) return count;
    to[count] = speaker;
    return count + 1;
}

static uint32_t in_text(const people *p, const conversation *c, str text, uint32_t *found) {
    uint32_t count = 0;
    str rest = text;
    for (int tries = 0; tries < ADDRESSES && rest.len; tries++) {
        const char *at = memchr(rest.at, '@', rest.len);
        if (!at) break;
        // Behind a letter or digit it belongs to a mail address.
        bool apart = at == text.at || !joins_word(str_of(at - 1, 1));
        rest = str_drop(rest, (size_t)(at - rest.at) + 1);
        if (apart) count = add_once(found, count, at_start(p, c, rest));
    }
    return count;
}

const uint32_t *people_find_mentions(people *p, conversation *c, const message *m, arena *keep,
                                     uint32_t *count) {
    *count = 0;
    uint32_t *list = NULL;
    if (m->mentioned_count) {
        uint32_t marks = m->mentioned_count < MARKED ? m->mentioned_count : MARKED;
        list = arena_array(keep, uint32_t, marks);
        for (uint32_t i = 0; i < marks; i++)
            *count = add_once(list, *count, marked(p, c, m, m->mentioned[i]));
    } else if (memchr(m->text.at, '@', m->text.len)) {
        uint32_t found[ADDRESSES];
        *count = in_text(p, c, m->text, found);
        if (*count == 0) return NULL;
        list = memcpy(arena_array(keep, uint32_t, *count), found, *count * sizeof *found);
    }
    return *count ? list : NULL;
}

void people_release(people *p) {
    arena_release(&p->memory);
    buf_release(&p->file);
    buf_release(&p->face);
    buf_release(&p->name);
    intern_release(&p->known);
    intern_release(&p->excluded.names);
    intern_release(&p->only.names);
    intern_release(&p->faces);
    intern_release(&p->names);
    free(p->knowns);
    free(p->excluded.met);
    free(p->only.met);
    free(p->plain);
    free(p->speaker);
    free(p->named);
    *p = (people){0};
}

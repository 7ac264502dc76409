#include "reader/group_account.h"

#include <stdlib.h>

void group_account_reset(group_account *g) {
    *g = (group_account){.first_time = INT64_MIN,
                         .sections = g->sections,
                         .room = g->room,
                         .called = {g->called.at, 0, g->called.room}};
}

// The parts of a section come one after the other, but for what else a folder holds.
static group_section *section_of(group_account *g, const gather_part *part) {
    if (g->last < g->count && g->sections[g->last].section == part->section)
        return &g->sections[g->last];
    memory_reserve(g->sections, g->room, g->count + 1);
    g->last = g->count++;
    g->sections[g->last] = (group_section){.section = part->section};
    return &g->sections[g->last];
}

static void add_sum(uint64_t to[2], const uint64_t from[2]) {
    to[0] += from[0];
    to[1] += from[1] + (to[0] < from[0]);
}

void group_account_add(group_account *g, const gather_part *part) {
    uint64_t contradictions = g->dialect.contradictions + part->dialect.contradictions;
    if (g->dialect.evidence == EVIDENCE_NONE) g->dialect = part->dialect;
    g->dialect.contradictions = contradictions;
    if (!g->of) buf_add(&g->called, part->called);
    g->of = part->of;
    g->failed |= part->failed;
    drops_add(&g->drops, &part->drops);
    if (part->timed && (g->first_time == INT64_MIN || part->first_time < g->first_time))
        g->first_time = part->first_time;
    group_section *s = section_of(g, part);
    if (!s->name) s->name = part->name;
    s->messages += part->messages;
    add_sum(s->sum, part->sum);
}

static int by_section(const void *a, const void *b) {
    uint64_t x = ((const group_section *)a)->section, y = ((const group_section *)b)->section;
    return (x > y) - (x < y);
}

// One entry for each section, in ascending order.
static void unite(group_account *g) {
    if (g->count) qsort(g->sections, g->count, sizeof *g->sections, by_section);
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        group_section *to = kept ? &g->sections[kept - 1] : NULL, *from = &g->sections[i];
        if (to && to->section == from->section) {
            if (!to->name) to->name = from->name;
            to->messages += from->messages;
            add_sum(to->sum, from->sum);
        } else {
            g->sections[kept++] = *from;
        }
    }
    g->count = kept;
    g->last = 0;
}

size_t group_account_settle(group_account *g, seen *copies, size_t *alike) {
    size_t count = 0;
    *alike = 0;
    g->settled = true;
    unite(g);
    for (size_t i = 0; i < g->count && !g->failed; i++) {
        group_section *s = &g->sections[i];
        uint64_t name = s->name ? s->name : seen_unnamed(g->of->name);
        bool copy = seen_copy(copies, name, s->sum, s->messages, s->section);
        s->copy = copy && s->name;
        count += s->copy;
        *alike += copy && !s->name;
    }
    return count;
}

bool group_account_is_copy(group_account *g, uint64_t section) {
    if (g->last >= g->count || g->sections[g->last].section != section) {
        group_section wanted = {.section = section};
        const group_section *found =
            bsearch(&wanted, g->sections, g->count, sizeof *g->sections, by_section);
        if (!found) return false;
        g->last = (size_t)(found - g->sections);
    }
    return g->sections[g->last].copy;
}

// What a record with an id is known by, or 0.
static uint64_t identity_of(const message *m) {
    if (!m->id.len && (m->kind != KIND_REACTION || !m->reply_to.len)) return 0;
    const str parts[] = {m->id, m->reply_to, m->text, m->author_id.len ? m->author_id : m->author};
    uint64_t hash = m->kind + 1u;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = (hash ^ str_hash(parts[i])) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ? hash : 1;
}

// The edits of a time come before anything else of that time.
static bool is_replaced(group_account *g, const message *m) {
    if ((!g->replaced_count && !m->replaces) || !m->id.len) return false;
    uint64_t id = str_hash(m->id);
    size_t have = g->replaced_count < GROUP_RECENT ? g->replaced_count : GROUP_RECENT;
    for (size_t i = 0; i < have; i++)
        if (g->replaced[i] == id) return true;
    if (m->replaces) g->replaced[g->replaced_count++ % GROUP_RECENT] = id;
    return false;
}

bool group_account_repeats(group_account *g, const message *m, uint64_t section) {
    if (m->effective != g->recent_time) g->recent_count = g->replaced_count = 0;
    g->recent_time = m->effective;
    if (is_replaced(g, m)) return true;
    uint64_t what = g->count > 1 ? identity_of(m) : 0;
    if (!what) return false;
    size_t have = g->recent_count < GROUP_RECENT ? g->recent_count : GROUP_RECENT;
    for (size_t i = 0; i < have; i++)
        if (g->recent[i].what == what && g->recent[i].section != section) {
            g->shared++;
            return true;
        }
    size_t at = g->recent_count++ % GROUP_RECENT;
    g->recent[at].what = what;
    g->recent[at].section = section;
    return false;
}

void group_account_release(group_account *g) {
    free(g->sections);
    buf_release(&g->called);
}

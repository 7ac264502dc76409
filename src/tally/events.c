// events: what the course of a conversation says: its floors, and the episodes that exchange tells.
#include "base/memory.h"
#include "tally/tally.h"

// Moves what a place has counted to the maps.
static void settle(tally *t, floor_place *p) {
    const uint32_t *counts = p->counts;
    uint32_t floors = counts[0] + counts[1] + counts[2] + counts[3];
    if (floors == 0) return;
    uint32_t *own = tuples_at(&t->session_floors, &p->speaker);
    own[0] += floors;
    own[1] += counts[0] + counts[2];
    if (p->before == NO_SPEAKER) return;
    const uint32_t key[] = {p->before, p->speaker};
    uint32_t *pair = tuples_at(&t->pairs, key);
    for (size_t i = 0; i < 4; i++) pair[PAIR_N11 + i] += counts[i];
    uint32_t given = counts[0] + counts[1];
    if (given) *tuples_at(&t->session_given, key) += given;
}

// For every pair of the session the null distribution of n11 rests on three numbers: the answerer's
// floors, those with an affirmation, and those that follow a request of the asker
// (doc/statistics.md). Sessions in which one of the last two is 0 say nothing.
static void add_strata(tally *t) {
    for (size_t i = 0; i < t->session_given.count; i++) {
        const uint32_t *pair = tuples_key(&t->session_given, i);
        uint32_t given = *tuples_values(&t->session_given, i);
        const uint32_t *own = tuples_find(&t->session_floors, &pair[1]);
        if (own[1] == 0) continue;
        const uint32_t key[STRATUM_KEY] = {pair[0], pair[1], own[0], own[1], given};
        ++*tuples_at(&t->strata, key);
    }
}

void tally_end_floors(tally *t) {
    floor_count(&t->floor);
    for (size_t i = 0; i < TALLY_PLACES; i++) settle(t, &t->places[i]);
    add_strata(t);
    tuples_reset(&t->session_floors);
    tuples_reset(&t->session_given);
    memset(t->places, 0, sizeof t->places);
    t->floor = (running_floor){.speaker = NO_SPEAKER};
}

void tally_take_place(tally *t, floor_place *p, uint32_t before, uint32_t speaker) {
    settle(t, p);
    *p = (floor_place){.before = before, .speaker = speaker};
}

static void log_episode(tally *t, const episode *e, uint32_t before) {
    if (before) {
        episode_record *last = episode_log_edit(t->episodes, before);
        last->next = e->number;
        last->next_start = e->start;
        last->next_active = e->at_start.active;
        last->next_messages = (uint32_t)e->at_start.messages;
        last->next_session = e->session;
    }
    *episode_log_edit(t->episodes, e->number) = (episode_record){
        .start = e->start,
        .last_request = e->last_request,
        .close = e->close,
        .first_reply = e->first_reply,
        .active_close = e->at_close.active,
        .themes = e->themes,
        .asker = e->asker,
        .answerer = e->answerer,
        .session = e->session,
        .session_close = e->at_close.session,
        .messages_close = (uint32_t)e->at_close.messages,
        .requests = e->requests,
        .explained = e->explained,
        .precision = e->precision,
        .before = before,
        .form = e->form,
        .outcome = e->outcome,
        .confidence = e->confidence,
        .flags = (uint8_t)((e->inactive ? EPISODE_INACTIVE : 0) |
                           (e->opens_with_double ? EPISODE_OPENS_WITH_DOUBLE : 0)),
    };
}

// Of a pair only one episode is open at a time, so they are told in the order of their numbers.
void tally_episode(tally *t, const episode *e) {
    const uint32_t pair[2] = {e->asker, e->answerer};
    tuples_entry(&t->pairs, pair);
    uint32_t *course = tuples_at(&t->courses, pair);
    if (t->episodes) log_episode(t, e, course[COURSE_LAST]);
    course[COURSE_LAST] = e->number;
    course[COURSE_EPISODES]++;
    course[COURSE_REQUESTS] += e->requests;
    course[COURSE_EXPLAINED] += e->explained;
    course[COURSE_OUTCOMES + e->outcome]++;
}

void tally_affirmed(tally *t, uint32_t speaker, uint32_t addressee, uint64_t count) {
    tuples_at(&t->pairs, (uint32_t[]){speaker, addressee})[PAIR_AFFIRMATIONS] += (uint32_t)count;
}

void tally_reask(tally *t, uint32_t asker, uint32_t answerer) {
    tuples_at(&t->courses, (uint32_t[]){asker, answerer})[COURSE_REASKED]++;
}

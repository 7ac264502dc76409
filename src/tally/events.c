// events: what exchange tells of floors and episodes.
#include "base/memory.h"
#include "tally/tally.h"

// For every pair of the session the null distribution of n11 rests on three numbers: the answerer's
// floors, those with an affirmation, and those that follow a request of the asker (metrics.md 8).
// Sessions in which one of the last two is 0 say nothing.
void tally_close_floors(tally *t) {
    for (size_t i = 0; i < t->session_given.count; i++) {
        const uint32_t *pair = tuples_key(&t->session_given, i);
        uint32_t given = *tuples_values(&t->session_given, i);
        const uint32_t *own = tuples_find(&t->session_floors, &pair[1]);
        if (!own || own[1] == 0) continue;
        const uint32_t key[STRATUM_KEY] = {pair[0], pair[1], own[0], own[1], given};
        ++*tuples_at(&t->strata, key);
    }
    tuples_reset(&t->session_floors);
    tuples_reset(&t->session_given);
    memset(t->places, 0, sizeof t->places);
}

static const floor_place *place_of(tally *t, uint32_t before, uint32_t speaker) {
    floor_place *p = &t->places[(before * 5 + speaker) % TALLY_PLACES];
    if (p->own && p->before == before && p->speaker == speaker) return p;
    *p = (floor_place){.before = before, .speaker = speaker};
    if (before != NO_SPEAKER) p->pair = tuples_entry(&t->pairs, (uint32_t[]){before, speaker}) + 1;
    p->own = tuples_entry(&t->session_floors, &speaker) + 1;
    return p;
}

void tally_floors(tally *t, const floors *f, uint32_t before, uint32_t speaker) {
    if (f->session != t->floors_session) {
        tally_close_floors(t);
        t->floors_session = f->session;
    }
    const floor_place *p = place_of(t, before, speaker);
    uint32_t *own = tuples_values_at(&t->session_floors, p->own - 1);
    own[0]++;
    own[1] += f->affirmation;
    if (before == NO_SPEAKER) return;
    size_t cell = f->request_before ? (f->affirmation ? PAIR_N11 : PAIR_N12)
                                    : (f->affirmation ? PAIR_N21 : PAIR_N22);
    tuples_values_at(&t->pairs, p->pair - 1)[cell]++;
    if (f->request_before) ++*tuples_at(&t->session_given, (uint32_t[]){before, speaker});
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
        .active_start = e->at_start.active,
        .active_close = e->at_close.active,
        .themes = e->themes,
        .asker = e->asker,
        .answerer = e->answerer,
        .session = e->session,
        .session_close = e->at_close.session,
        .messages_start = (uint32_t)e->at_start.messages,
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

void tally_reask(tally *t, uint32_t asker, uint32_t answerer) {
    tuples_at(&t->courses, (uint32_t[]){asker, answerer})[COURSE_REASKED]++;
}

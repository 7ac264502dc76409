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
}

void tally_floors(tally *t, const floors *f) {
    if (f->session != t->floors_session) {
        tally_close_floors(t);
        t->floors_session = f->session;
    }
    uint32_t *own = tuples_at(&t->session_floors, &f->speaker);
    own[0]++;
    own[1] += f->affirmation;
    if (f->speaker_before == NO_SPEAKER) return;
    const uint32_t pair[2] = {f->speaker_before, f->speaker};
    size_t cell = f->request_before ? (f->affirmation ? PAIR_N11 : PAIR_N12)
                                    : (f->affirmation ? PAIR_N21 : PAIR_N22);
    tuples_at(&t->pairs, pair)[cell]++;
    if (f->request_before) ++*tuples_at(&t->session_given, pair);
}

void tally_episode(tally *t, const episode *e) {
    memory_reserve(t->episodes, t->episode_room, e->number);
    while (t->episode_count < e->number) t->episodes[t->episode_count++] = (episode_record){0};
    t->episodes[e->number - 1] = (episode_record){
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
        .form = e->form,
        .outcome = e->outcome,
        .confidence = e->confidence,
        .flags = (uint8_t)((e->inactive ? EPISODE_INACTIVE : 0) |
                           (e->opens_with_double ? EPISODE_OPENS_WITH_DOUBLE : 0) |
                           (e->reasked_in_session ? EPISODE_REASKED_IN_SESSION : 0)),
    };
    tuples_entry(&t->pairs, (uint32_t[]){e->asker, e->answerer});
}

void tally_reask(tally *t, uint32_t episode_number) {
    if (episode_number == 0 || episode_number > t->episode_count) return;
    t->episodes[episode_number - 1].flags |= EPISODE_REASKED_IN_SESSION;
}

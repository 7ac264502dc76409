// tally: what one conversation comes to, as integers: counts per speaker, ordered pair, period, and
// code with theme; maps from kinds of sessions to their number; and the log of episodes. Every
// ratio and quantile is made of these in report.
//
// Speakers are numbered from 0 in the order in which the report meets them (names.h), not as in the
// conversation.
#ifndef TALLY_TALLY_H
#define TALLY_TALLY_H

#include "exchange/exchange.h"
#include "tally/clock.h"
#include "tally/episode_log.h"
#include "tally/tuples.h"

typedef enum tally_kind { // messages of a speaker that are counted by day, session and period
    TALLY_REQUESTS,
    TALLY_AFFIRMATIONS,
    TALLY_ANSWERING,
    TALLY_NON_AFFIRMATIONS,
    TALLY_BOUNDARIES,
    TALLY_SPONTANEOUS, // affirmations that are not answering; in sessions and periods the
                       // difference says it
    TALLY_KINDS,
    TALLY_KEPT = TALLY_SPONTANEOUS, // kinds of sessions and periods
} tally_kind;

enum { TALLY_FORMS = 12, TALLY_HOURS = 168, TALLY_EARLY = 14, TALLY_PLACES = 16 };

// The primary forms that have a column of their own, in its order: "R.DIRECT", …
str tally_form_name(size_t form);

// Of a speaker with a coded message.
typedef struct coded_counts {
    uint32_t counts[TALLY_KINDS];
    uint32_t today[TALLY_KINDS];   // since the last new day of the speaker
    uint64_t squares[TALLY_KINDS]; // sums of the squares of daily counts
    uint32_t forms[TALLY_FORMS];   // requests by primary form
    uint32_t covert;               // requests whose primary form is covert
    uint32_t aware;                // requests with a form that names its own repetition
    uint32_t repeated; // requests after an affirmation, or with the primary form R.DOUBLE
} coded_counts;

// Of the texts of a speaker.
typedef struct word_counts {
    uint64_t tokens, characters;
    uint64_t style[STYLE_CLASSES]; // tokens by function-word class
} word_counts;

// Of a speaker with more than TALLY_EARLY messages, or more than a byte of early_style counts.
typedef struct habits {
    word_counts carried; // what is no longer counted here or in the speaker
    uint32_t style[STYLE_CLASSES];
    uint32_t hours[TALLY_HOURS]; // dated messages by hour of the week, from Monday 00:00
} habits;

// What a speaker has who writes much, or something that is coded.
typedef struct speaker_more {
    habits *habits;      // NULL with at most TALLY_EARLY messages, of few words
    coded_counts *coded; // NULL without a coded message
} speaker_more;

typedef struct speaker_tally {
    uint32_t messages, turns, sessions, initiations;
    uint32_t tokens, characters; // of texts, not yet carried: tally_words has all
    int64_t first_time,
        last_time; // own stamps, ms; first_time is above last_time when there is none
    uint32_t active_days;
    uint32_t session, day; // the last ones (placement.session, tally_clock.days), or 0
    uint32_t member;       // place among the members of that session
    uint32_t period;       // place + 1 in periods of the last period, or 0
    uint32_t lone;         // sessions with one message of the speaker, without any of the kinds
    uint8_t early_style[STYLE_CLASSES]; // of the messages before habits exist
    uint8_t early_hours[TALLY_EARLY];   // hours of the week of those that have a date
    uint8_t early_dated;
    speaker_more *more; // or NULL
} speaker_tally;

static inline const coded_counts *tally_coded(const speaker_tally *s) {
    return s->more ? s->more->coded : NULL;
}

static inline const habits *tally_habits(const speaker_tally *s) {
    return s->more ? s->more->habits : NULL;
}

typedef struct kind_counts {
    uint32_t counts[TALLY_KEPT];
} kind_counts;

// One speaker in one period with a message. Until the speaker's next period begins, or the
// conversation ends, messages and tokens are those of the speaker before it.
typedef struct period_tally {
    uint32_t speaker;
    int32_t period; // days, weeks or months: calendar.h
    uint64_t tokens;
    uint32_t messages, active_days, sessions;
    uint32_t kinds; // place + 1 in period_kinds, or 0 when there is nothing to count
} period_tally;

enum {                 // words of an entry of pairs behind the key (from, to)
    PAIR_AFFIRMATIONS, // of from, addressed to to
    PAIR_N11, // adjacent floors from -> to: a request in the first and an affirmation in the second
    PAIR_N12, // a request, no affirmation
    PAIR_N21, // no request, an affirmation
    PAIR_N22, // neither
    PAIR_WIDTH,
};

enum { // words of an entry of courses behind the key (asker, answerer)
    COURSE_EPISODES,
    COURSE_REQUESTS,
    COURSE_EXPLAINED,
    COURSE_REASKED, // affirmed episodes that were asked again in the session of the affirmation
    COURSE_LAST,    // number of the newest episode
    COURSE_OUTCOMES,
    COURSE_WIDTH = COURSE_OUTCOMES + OUTCOME_COUNT,
};

enum {                          // widths of keys
    CODE_KEY = 3,               // speaker, code, theme bit or TALLY_NO_THEME
    BLOCK_KEY = 2 + TALLY_KEPT, // speaker, messages, counts of the kinds
    STRATUM_KEY = 5, // from, to, floors of to, affirming ones, those that follow a request of from
};
enum { TALLY_NO_THEME = 0 }; // themes count from 1 here, so that a code without theme comes first

typedef struct tally_options {
    const codebook *book;
    const zone *days;
    attune_period period;
    uint8_t min_confidence; // percent
    const char *folder;     // for the temporary file of episodes; NULL: episodes are not kept
    error *err;             // of that file: the first failure
} tally_options;

// A member of the open session.
typedef struct session_member {
    uint32_t speaker;
    uint32_t before; // the speaker's messages before the session
    uint32_t counts[TALLY_KEPT];
} session_member;

// The floor that is running, and what it follows in its session.
typedef struct running_floor {
    uint32_t before, speaker; // NO_SPEAKER: none
    bool request_before;      // the one before holds a request
    bool request, affirmation;
    uint32_t *counts; // of its place
} running_floor;

// Floors of the open session that are not in the maps below yet: those who talk are few, so that
// most need no look-up. In the order of PAIR_N11 and those behind it.
typedef struct floor_place {
    uint32_t before, speaker;
    uint32_t counts[4];
} floor_place;

typedef struct tally {
    tally_options options;
    uint8_t form_of_code[LIMIT_CODES + 1]; // TALLY_FORMS where the code is none of them
    tally_clock clock;
    bool dated; // the last message, whose codes may follow
    speaker_tally *speakers;
    size_t speaker_count, speaker_room;
    arena memory; // speaker_more and what it holds
    period_tally *periods;
    size_t period_count, period_room;
    kind_counts *period_kinds;
    size_t period_kind_count, period_kind_room;
    episode_log *episodes; // NULL when they are not kept
    session_member *members;
    size_t member_count, member_room;
    uint32_t session; // of members
    running_floor floor;
    floor_place places[TALLY_PLACES];
    tuples session_floors; // (speaker) to floors, affirming ones
    tuples session_given;  // (from, to) to floors of to that follow a request of from
    tuples codes;          // CODE_KEY to messages at 0.50 and 0.70
    tuples blocks;         // BLOCK_KEY to sessions, those left out that are lone
    tuples pairs;          // (from, to) to PAIR_WIDTH words
    tuples courses;        // (asker, answerer) to COURSE_WIDTH words
    tuples strata;         // STRATUM_KEY to sessions, for those whose last two are not 0
    uint64_t undetermined; // messages for which a rule stopped at a limit
} tally;

// What options refer to must outlive the tally.
void tally_init(tally *t, const tally_options *options);

// Begins a conversation: forgets the one before.
void tally_begin(tally *t);

// A message that is not of the system, in order; its speaker by the number here.
void tally_message(tally *t, uint32_t speaker, const message *m, const analysis *a,
                   const placement *where);

// The next messages, of speakers whose numbers here are those of the conversation, as long as none
// may be the first of something, at most count of them; returns how many. None has codes.
size_t tally_quiet(tally *t, const message *m, const analysis *a, const placement *where,
                   size_t count);

// The codes of that message, when it has any, and by number whom it addresses (NO_SPEAKER: nobody,
// or nobody yet).
void tally_codes(tally *t, uint32_t speaker, const coding *codes, const placement *where,
                 uint32_t addressee);

// What exchange tells, with speakers by their numbers here.
void tally_episode(tally *t, const episode *e);
void tally_reask(tally *t, uint32_t asker, uint32_t answerer);
void tally_affirmed(tally *t, uint32_t speaker, uint32_t addressee, uint64_t count);

// For tally_message and tally_end: the floors of a session are over; a message opens one.
void tally_end_floors(tally *t);
void tally_take_place(tally *t, floor_place *p, uint32_t before, uint32_t speaker); // for another
static inline void floor_count(const running_floor *f) {
    if (f->counts) f->counts[2 * !f->request_before + !f->affirmation]++;
}
static inline void tally_begin_floor(tally *t, uint32_t speaker) {
    running_floor *f = &t->floor;
    floor_count(f);
    f->before = f->speaker;
    f->speaker = speaker;
    f->request_before = f->request;
    f->request = f->affirmation = false;
    floor_place *p = &t->places[(f->before * 5 + speaker) % TALLY_PLACES];
    f->counts = p->counts;
    if (p->before != f->before || p->speaker != speaker) tally_take_place(t, p, f->before, speaker);
}

// The speaker of that number. Valid until the next new one.
speaker_tally *tally_add_speaker(tally *t, uint32_t speaker); // who is not known yet
static inline speaker_tally *tally_speaker(tally *t, uint32_t speaker) {
    return speaker < t->speaker_count ? &t->speakers[speaker] : tally_add_speaker(t, speaker);
}

// The conversation ended with so many speakers, those included who are only spoken to: closes days
// and sessions, and puts pairs, codes, blocks and strata in the order of their keys and periods in
// that of speaker and time.
void tally_end(tally *t, size_t speakers);

// A speaker's words, and messages by hour of the week.
word_counts tally_words(const speaker_tally *s);
void tally_hours(const speaker_tally *s, uint64_t hours[TALLY_HOURS]);

// Messages of the kinds in that period.
kind_counts tally_period_kinds(const tally *t, const period_tally *p);

void tally_release(tally *t);

#endif

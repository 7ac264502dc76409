#include "tally/tally.h"

#include "base/memory.h"
#include "base/sort.h"

#include <stdlib.h>

enum {
    CARRY = 1 << 30, // characters of a speaker: there are fewer tokens, and far fewer in a message
};

static const char *const forms[TALLY_FORMS] = {
    "R.DIRECT", "R.IMPER", "R.TAG",    "R.DECLQ", "R.HYP",  "R.NEGSELF",
    "R.ACCUSE", "R.CHECK", "R.DOUBLE", "R.FEAR",  "R.META", "R.EXPL",
};

str tally_form_name(size_t form) { return str_from(forms[form]); }

void tally_init(tally *t, const tally_options *options) {
    *t = (tally){
        .options = *options,
        .clock = {.zone = options->days, .unit = options->period},
        .session_floors = {.key_width = 1, .value_width = 2},
        .session_given = {.key_width = 2, .value_width = 1},
        .codes = {.key_width = CODE_KEY, .value_width = 2},
        .blocks = {.key_width = BLOCK_KEY, .value_width = 1},
        .pairs = {.key_width = 2, .value_width = PAIR_WIDTH},
        .courses = {.key_width = 2, .value_width = COURSE_WIDTH},
        .strata = {.key_width = STRATUM_KEY, .value_width = 1},
    };
    if (options->folder) t->episodes = episode_log_new(options->folder, options->err);
    for (size_t i = 0; i <= LIMIT_CODES; i++) t->form_of_code[i] = TALLY_FORMS;
    for (size_t form = 0; form < TALLY_FORMS; form++) {
        uint8_t index = codebook_code(options->book, tally_form_name(form));
        if (index != 255) t->form_of_code[index] = (uint8_t)form;
    }
}

void tally_begin(tally *t) {
    clock_reset(&t->clock);
    t->speaker_count = t->period_count = t->period_kind_count = t->member_count = 0;
    t->session = 0;
    t->undetermined = 0;
    tuples_reset(&t->session_floors);
    tuples_reset(&t->session_given);
    memset(t->places, 0, sizeof t->places);
    t->floor = (running_floor){.before = NO_SPEAKER, .speaker = NO_SPEAKER};
    tuples_reset(&t->codes);
    tuples_reset(&t->blocks);
    tuples_reset(&t->pairs);
    tuples_reset(&t->courses);
    if (t->episodes) episode_log_reset(t->episodes);
    tuples_reset(&t->strata);
    arena_reset(&t->memory);
}

speaker_tally *tally_add_speaker(tally *t, uint32_t speaker) {
    memory_reserve(t->speakers, t->speaker_room, (size_t)speaker + 1);
    for (; t->speaker_count <= speaker; t->speaker_count++)
        t->speakers[t->speaker_count] =
            (speaker_tally){.first_time = INT64_MAX, .last_time = INT64_MIN};
    return &t->speakers[speaker];
}

static speaker_more *more_of(tally *t, speaker_tally *s) {
    if (!s->more) s->more = arena_new(&t->memory, speaker_more);
    return s->more;
}

static coded_counts *coded_of(tally *t, speaker_tally *s) {
    speaker_more *more = more_of(t, s);
    if (!more->coded) more->coded = arena_new(&t->memory, coded_counts);
    return more->coded;
}

static void close_day(speaker_tally *s) {
    coded_counts *counts = s->more ? s->more->coded : NULL;
    for (size_t k = 0; counts && k < TALLY_KINDS; k++) {
        counts->squares[k] += (uint64_t)counts->today[k] * counts->today[k];
        counts->today[k] = 0;
    }
}

// Hours and function words are kept small until a speaker has shown some: in a large group most
// write little.
static bool fits_early(const speaker_tally *s, const analysis *a) {
    if (s->messages >= TALLY_EARLY) return false;
    for (size_t c = 0; c < STYLE_CLASSES; c++)
        if (a->style[c] > UINT8_MAX - (uint32_t)s->early_style[c]) return false;
    return true;
}

static habits *habits_of(tally *t, speaker_tally *s) {
    speaker_more *more = more_of(t, s);
    if (more->habits) return more->habits;
    more->habits = arena_new(&t->memory, habits);
    for (size_t i = 0; i < s->early_dated; i++) more->habits->hours[s->early_hours[i]]++;
    return more->habits;
}

word_counts tally_words(const speaker_tally *s) {
    const habits *h = tally_habits(s);
    word_counts all = h ? h->carried : (word_counts){0};
    all.tokens += s->tokens;
    all.characters += s->characters;
    for (size_t c = 0; c < STYLE_CLASSES; c++) all.style[c] += s->early_style[c];
    for (size_t c = 0; h && c < STYLE_CLASSES; c++) all.style[c] += h->style[c];
    return all;
}

static void carry(tally *t, speaker_tally *s) {
    habits *h = habits_of(t, s);
    h->carried = tally_words(s);
    s->tokens = s->characters = 0;
    memset(s->early_style, 0, sizeof s->early_style);
    memset(h->style, 0, sizeof h->style);
}

static inline void add_style(uint32_t *restrict to, const uint32_t *restrict more) {
    enum { MOST = STYLE_CLASSES / 4 * 4 }; // compilers add four at once
    for (size_t c = 0; c < MOST; c++) to[c] += more[c];
    for (size_t c = MOST; c < STYLE_CLASSES; c++) to[c] += more[c];
}

// Shares are of the tokens, which are those of texts.
static inline void count_words(speaker_tally *s, habits *h, const analysis *a) {
    s->tokens += a->tokens;
    s->characters += a->characters;
    if (h)
        add_style(h->style, a->style);
    else
        for (size_t c = 0; c < STYLE_CLASSES; c++) s->early_style[c] += (uint8_t)a->style[c];
}

static inline void count_hour(const tally *t, speaker_tally *s, habits *h) {
    if (h)
        h->hours[t->clock.hour]++;
    else
        s->early_hours[s->early_dated++] = (uint8_t)t->clock.hour;
}

void tally_hours(const speaker_tally *s, uint64_t hours[TALLY_HOURS]) {
    memset(hours, 0, TALLY_HOURS * sizeof *hours);
    const habits *known = tally_habits(s);
    for (size_t h = 0; known && h < TALLY_HOURS; h++) hours[h] = known->hours[h];
    for (size_t i = 0; !known && i < s->early_dated; i++) hours[s->early_hours[i]]++;
}

static void close_session(tally *t) {
    for (size_t i = 0; i < t->member_count; i++) {
        const session_member *m = &t->members[i];
        speaker_tally *s = &t->speakers[m->speaker];
        uint32_t key[BLOCK_KEY] = {m->speaker, s->messages - m->before};
        memcpy(key + 2, m->counts, sizeof m->counts);
        if (key[1] == 1 && !memcmp(m->counts, &(kind_counts){0}, sizeof m->counts))
            s->lone++;
        else
            ++*tuples_at(&t->blocks, key);
    }
    t->member_count = 0;
}

static void join_session(tally *t, speaker_tally *s, uint32_t speaker, uint32_t number) {
    if (number != t->session) {
        close_session(t);
        t->session = number;
    }
    memory_reserve(t->members, t->member_room, t->member_count + 1);
    s->session = number;
    s->sessions++;
    s->member = (uint32_t)t->member_count;
    t->members[t->member_count++] = (session_member){.speaker = speaker, .before = s->messages};
}

static void close_period(tally *t, const speaker_tally *s) {
    if (s->period == 0) return;
    period_tally *p = &t->periods[s->period - 1];
    p->messages = s->messages - p->messages;
    p->tokens = tally_words(s).tokens - p->tokens;
}

// The first message of the speaker on a day.
static void begin_day(tally *t, speaker_tally *s, uint32_t speaker) {
    close_day(s);
    s->day = t->clock.days;
    s->active_days++;
    if (s->period == 0 || t->periods[s->period - 1].period != t->clock.period) {
        close_period(t, s);
        memory_reserve(t->periods, t->period_room, t->period_count + 1);
        t->periods[t->period_count++] = (period_tally){.speaker = speaker,
                                                       .period = t->clock.period,
                                                       .messages = s->messages,
                                                       .tokens = tally_words(s).tokens};
        s->period = (uint32_t)t->period_count;
    }
    t->periods[s->period - 1].active_days++;
}

// What a message without a date adds to its speaker is of no period.
static void leave_out(tally *t, const speaker_tally *s, uint32_t words) {
    if (s->period == 0) return;
    t->periods[s->period - 1].messages++;
    t->periods[s->period - 1].tokens += words;
}

// Counts the codes of a message, once per theme, and once where a code has none.
static void count_codes(tally *t, uint32_t speaker, const coding *codes) {
    for (uint32_t i = 0; i < codes->count; i++) {
        const coded *c = &codes->at[i];
        uint8_t of = t->options.book->codes[c->code].family;
        if (c->confidence < 50 || of == FAMILY_THEME || of == FAMILY_COMPONENT) continue;
        uint64_t themes = c->themes;
        uint32_t theme = TALLY_NO_THEME;
        do {
            if (themes) theme = (uint32_t)__builtin_ctzll(themes) + 1;
            uint32_t *counts = tuples_at(&t->codes, (uint32_t[]){speaker, c->code, theme});
            counts[0]++;
            counts[1] += c->confidence >= 70;
            themes &= themes - 1;
        } while (themes);
    }
}

// A request is of the form that comes first among those that count. Whether it is covert is a
// matter of that form; it is aware when any of its forms is.
static void count_request(const tally *t, coded_counts *counts, const coding *codes,
                          const placement *w) {
    const codebook *book = t->options.book;
    const coded *primary = NULL;
    bool aware = false;
    for (uint32_t i = 0; i < codes->count; i++) {
        const coded *c = &codes->at[i];
        if (book->codes[c->code].family != FAMILY_REQUEST) continue;
        if (c->confidence < t->options.min_confidence) continue;
        if (!primary) primary = c;
        aware |= (c->flags & CODED_AWARE) != 0;
    }
    counts->aware += aware;
    bool repeated = w->repeated_after_answer;
    if (primary) {
        uint8_t form = t->form_of_code[primary->code];
        if (form < TALLY_FORMS) counts->forms[form]++;
        counts->covert += (primary->flags & CODED_COVERT) != 0;
        repeated |= primary->code == book->double_check;
    }
    counts->repeated += repeated;
}

static uint32_t *kinds_of(tally *t, period_tally *p) {
    if (p->kinds == 0) {
        memory_reserve(t->period_kinds, t->period_kind_room, t->period_kind_count + 1);
        t->period_kinds[t->period_kind_count++] = (kind_counts){0};
        p->kinds = (uint32_t)t->period_kind_count;
    }
    return t->period_kinds[p->kinds - 1].counts;
}

kind_counts tally_period_kinds(const tally *t, const period_tally *p) {
    return p->kinds ? t->period_kinds[p->kinds - 1] : (kind_counts){0};
}

static void count_kinds(tally *t, speaker_tally *s, const placement *w, period_tally *period) {
    const bool is[TALLY_KINDS] = {
        [TALLY_REQUESTS] = w->request,
        [TALLY_AFFIRMATIONS] = w->affirmation,
        [TALLY_ANSWERING] = w->affirmation && w->answering,
        [TALLY_NON_AFFIRMATIONS] = w->non_affirmation,
        [TALLY_BOUNDARIES] = w->boundary,
        [TALLY_SPONTANEOUS] = w->affirmation && !w->answering,
    };
    coded_counts *counts = coded_of(t, s);
    session_member *member = &t->members[s->member];
    uint32_t *in_period = period ? kinds_of(t, period) : NULL;
    for (size_t k = 0; k < TALLY_KINDS; k++) {
        counts->counts[k] += is[k];
        counts->today[k] += is[k];
        if (k == TALLY_KEPT) break;
        member->counts[k] += is[k];
        if (in_period) in_period[k] += is[k];
    }
}

void tally_codes(tally *t, uint32_t speaker, const coding *codes, const placement *w,
                 uint32_t addressee) {
    speaker_tally *s = &t->speakers[speaker];
    t->floor.request |= w->request;
    t->floor.affirmation |= w->affirmation;
    if (w->request || w->affirmation || w->non_affirmation || w->boundary)
        count_kinds(t, s, w, t->dated ? &t->periods[s->period - 1] : NULL);
    if (w->request) count_request(t, coded_of(t, s), codes, w);
    if (w->affirmation && addressee != NO_SPEAKER) tally_affirmed(t, speaker, addressee, 1);
    count_codes(t, speaker, codes);
}

// What every message counts: next to nothing is to be saved for a call. h: the speaker's, or NULL.
static inline __attribute__((always_inline)) void count_message(tally *t, speaker_tally *s,
                                                                habits *h, const message *m,
                                                                const analysis *a,
                                                                const placement *w) {
    s->messages++;
    if (w->opens_turn) s->turns++;
    if (m->kind == KIND_TEXT) count_words(s, h, a);
    if (t->dated) count_hour(t, s, h);
    if (m->time_kind != TIME_NONE) {
        if (m->time < s->first_time) s->first_time = m->time;
        if (m->time > s->last_time) s->last_time = m->time;
    }
    t->undetermined += a->undetermined;
}

static void begin_session(tally *t, speaker_tally *s) {
    tally_end_floors(t);
    s->initiations++;
}

// A message that may be the first of something. Kept apart, so that the others save no registers
// for it.
__attribute__((noinline)) static void tally_first(tally *t, uint32_t speaker, const message *m,
                                                  const analysis *a, const placement *w) {
    speaker_tally *s = tally_speaker(t, speaker);
    if (w->opens_session) begin_session(t, s);
    t->dated = clock_take(&t->clock, m, w->time);
    bool joins = s->session != w->session;
    if (joins) join_session(t, s, speaker, w->session);
    if (t->dated && s->day != t->clock.days) begin_day(t, s, speaker);
    if (joins && t->dated) t->periods[s->period - 1].sessions++;
    if (s->characters >= CARRY) carry(t, s);
    if (!tally_habits(s) && !fits_early(s, a)) habits_of(t, s);
    if (!t->dated) leave_out(t, s, m->kind == KIND_TEXT ? a->tokens : 0);
    count_message(t, s, s->more ? s->more->habits : NULL, m, a, w);
    if (w->opens_floor) tally_begin_floor(t, speaker);
}

// What the message is counted in besides its speaker; NULL when it may be the first of something.
static inline habits *usual(const tally_clock *c, const speaker_tally *s, const message *m,
                            const placement *w) {
    if (s->session != w->session || s->day != c->days || s->characters >= CARRY) return NULL;
    return s->more && clock_stays(c, m, w->time) ? s->more->habits : NULL;
}

size_t tally_quiet(tally *t, const message *m, const analysis *a, const placement *where,
                   size_t count) {
    size_t i = 0;
    for (; i < count && m[i].speaker < t->speaker_count; i++) {
        speaker_tally *s = &t->speakers[m[i].speaker];
        habits *h = usual(&t->clock, s, &m[i], &where[i]);
        if (!h) break;
        t->dated = true;
        count_message(t, s, h, &m[i], &a[i], &where[i]);
        if (where[i].opens_floor) tally_begin_floor(t, m[i].speaker);
    }
    return i;
}

void tally_message(tally *t, uint32_t speaker, const message *m, const analysis *a,
                   const placement *w) {
    speaker_tally *s = speaker < t->speaker_count ? &t->speakers[speaker] : NULL;
    habits *h = s ? usual(&t->clock, s, m, w) : NULL;
    if (!h) {
        tally_first(t, speaker, m, a, w);
        return;
    }
    t->dated = true;
    count_message(t, s, h, m, a, w);
    if (w->opens_floor) tally_begin_floor(t, speaker);
}

static int by_speaker(const void *left, const void *right) {
    const period_tally *a = left, *b = right;
    if (a->speaker != b->speaker) return a->speaker < b->speaker ? -1 : 1;
    return (a->period > b->period) - (a->period < b->period);
}

void tally_end(tally *t, size_t speakers) {
    if (speakers) tally_speaker(t, (uint32_t)speakers - 1);
    close_session(t);
    tally_end_floors(t);
    for (size_t i = 0; i < t->speaker_count; i++) {
        close_day(&t->speakers[i]);
        close_period(t, &t->speakers[i]);
    }
    tuples_sort(&t->codes);
    tuples_sort(&t->blocks);
    tuples_sort(&t->pairs);
    tuples_sort(&t->courses);
    tuples_sort(&t->strata);
    sort_items(t->periods, t->period_count, sizeof *t->periods, by_speaker);
}

void tally_release(tally *t) {
    clock_release(&t->clock);
    free(t->speakers);
    free(t->periods);
    free(t->period_kinds);
    episode_log_free(t->episodes);
    free(t->members);
    tuples_release(&t->session_floors);
    tuples_release(&t->session_given);
    tuples_release(&t->codes);
    tuples_release(&t->blocks);
    tuples_release(&t->pairs);
    tuples_release(&t->courses);
    tuples_release(&t->strata);
    arena_release(&t->memory);
    *t = (tally){0};
}

#include "tally/transitions.h"

#include "base/memory.h"

#include <stdlib.h>

static const unit none = {.speaker = UINT32_MAX};

void transitions_init(transitions *t, const transitions_options *options) {
    *t = (transitions){
        .options = *options,
        .open = none,
        .block_length = 1,
        .steps = {.key_width = STEP_KEY, .value_width = BLOCK_WIDTH},
        .windows = {.key_width = FREE_KEY, .value_width = BLOCK_WIDTH},
        .chances = {.key_width = CHANCE_KEY, .value_width = 1},
        .units = {.key_width = FREE_KEY, .value_width = 1},
        .session_units = {.key_width = 1, .value_width = 1 + 32},
        .session_given = {.key_width = 4, .value_width = 1},
        .kept_all = true,
    };
}

void transitions_begin(transitions *t) {
    t->open = none;
    t->first = t->count = t->due = 0;
    t->block_length = 1;
    tuples_reset(&t->steps);
    tuples_reset(&t->windows);
    tuples_reset(&t->chances);
    tuples_reset(&t->units);
    tuples_reset(&t->session_units);
    tuples_reset(&t->session_given);
    if (t->looking) memset(t->seen, 0, t->seen_room * sizeof *t->seen);
    t->looking = 0;
    t->kept_count = 0;
    t->kept_all = true;
}

// Units are counted from the beginning of the conversation; the ring holds the newest.
static const unit *unit_at(const transitions *t, size_t number) {
    return &t->recent[number & (t->recent_room - 1)];
}

static void know(transitions *t, uint32_t speaker) {
    if (speaker < t->seen_room && speaker < t->sets_room) return;
    size_t before = t->seen_room;
    memory_reserve(t->seen, t->seen_room, (size_t)speaker + 1);
    memset(t->seen + before, 0, (t->seen_room - before) * sizeof *t->seen);
    memory_reserve(t->sets, t->sets_room, t->seen_room);
}

// Blocks of twice the length: each takes in its neighbor.
static void merge_blocks(tuples *all) {
    for (size_t i = 0; i < all->count; i++) {
        uint32_t *blocks =
            all->words + i * (all->key_width + all->value_width) + all->key_width + 1;
        for (size_t to = 0; to < TRANSITIONS_BLOCKS; to++)
            blocks[to] = to < TRANSITIONS_BLOCKS / 2 ? blocks[2 * to] + blocks[2 * to + 1] : 0;
    }
}

// Adds the unit of that number to the entry of the key.
static void count_unit(transitions *t, tuples *to, const uint32_t *key, size_t number) {
    while (number / t->block_length >= TRANSITIONS_BLOCKS) {
        merge_blocks(&t->steps);
        merge_blocks(&t->windows);
        t->block_length *= 2;
    }
    uint32_t *values = tuples_at(to, key);
    values[0]++;
    values[1 + number / t->block_length]++;
}

// What followed the unit within the window, speaker by speaker, told when a speaker is met first
// and added to while the window lasts.
static void look_ahead(transitions *t, size_t number) {
    const unit *from = unit_at(t, number);
    uint32_t alone[FREE_KEY] = {from->speaker, from->sets & t->options.given};
    count_unit(t, &t->windows, alone, number);
    t->looking++;
    for (size_t i = number + 1; i < t->count; i++) {
        const unit *to = unit_at(t, i);
        if (to->begin - from->end > t->options.within) break;
        know(t, to->speaker);
        uint32_t target = to->sets & t->options.target;
        if (t->seen[to->speaker] == t->looking) {
            t->sets[to->speaker] |= target;
            continue;
        }
        t->seen[to->speaker] = t->looking;
        t->sets[to->speaker] = target;
    }
    for (size_t i = number + 1; i < t->count; i++) {
        const unit *to = unit_at(t, i);
        if (to->begin - from->end > t->options.within) break;
        if (t->seen[to->speaker] != t->looking) continue;
        t->seen[to->speaker] = 0;
        uint32_t key[STEP_KEY] = {from->speaker, to->speaker, TRANSITIONS_WINDOW,
                                  from->sets & t->options.given, t->sets[to->speaker]};
        count_unit(t, &t->steps, key, number);
    }
}

static void pass_all(transitions *t) {
    for (; t->options.within && t->due < t->count; t->due++) look_ahead(t, t->due);
}

// Those whose window is over at that time, or that the ring has no more room for.
static void pass(transitions *t, int64_t time) {
    if (!t->options.within) return;
    for (; t->due < t->count; t->due++) {
        bool full = t->count - t->due >= TRANSITIONS_WINDOW_MOST;
        if (!full && time - unit_at(t, t->due)->end <= t->options.within) return;
        look_ahead(t, t->due);
    }
}

static void add_to_session(transitions *t, const unit *u) {
    uint32_t *own = tuples_at(&t->session_units, &u->speaker);
    own[0]++;
    for (uint32_t left = u->sets & t->options.target; left; left &= left - 1)
        own[1 + __builtin_ctz(left)]++;
}

static void add_steps(transitions *t, const unit *u) {
    for (uint32_t lag = t->options.lag_first; lag <= t->options.lag_last; lag++) {
        if (lag > t->count - t->first) return;
        const unit *from = unit_at(t, t->count - lag);
        uint32_t key[STEP_KEY] = {from->speaker, u->speaker, lag, from->sets, u->sets};
        count_unit(t, &t->steps, key, t->count);
        for (uint32_t left = from->sets & t->options.given; left; left &= left - 1) {
            uint32_t given[4] = {from->speaker, u->speaker, lag, (uint32_t)__builtin_ctz(left)};
            ++*tuples_at(&t->session_given, given);
        }
    }
}

// The ring holds what lags and windows reach back to.
static void make_room(transitions *t) {
    size_t reach = t->options.within ? TRANSITIONS_WINDOW_MOST : TRANSITIONS_LAG_MOST;
    if (t->recent_room > reach) return;
    size_t room = 1;
    while (room <= reach) room *= 2;
    t->recent = memory_alloc(room * sizeof *t->recent);
    t->recent_room = room;
}

static void keep(transitions *t, const unit *u) {
    if (!t->options.keep || !t->kept_all) return;
    t->kept_all = t->kept_count < TRANSITIONS_SHIFT_MOST;
    if (!t->kept_all) return;
    memory_reserve(t->kept, t->kept_room, t->kept_count + 1);
    t->kept[t->kept_count++] = *u;
}

static void close_unit(transitions *t) {
    if (t->open.speaker == UINT32_MAX) return;
    make_room(t);
    ++*tuples_at(&t->units, (uint32_t[FREE_KEY]){t->open.speaker, t->open.sets});
    add_to_session(t, &t->open);
    add_steps(t, &t->open);
    keep(t, &t->open);
    t->recent[t->count++ & (t->recent_room - 1)] = t->open;
    t->open = none;
}

static void close_session(transitions *t) {
    close_unit(t);
    for (size_t i = 0; i < t->session_given.count; i++) {
        const uint32_t *key = tuples_key(&t->session_given, i);
        uint32_t follow = *tuples_values(&t->session_given, i);
        const uint32_t *own = tuples_find(&t->session_units, &key[1]);
        for (uint32_t left = t->options.target; own && left; left &= left - 1) {
            uint32_t target = (uint32_t)__builtin_ctz(left);
            if (own[1 + target] == 0) continue;
            uint32_t chance[CHANCE_KEY] = {key[0], key[1], key[2],          key[3],
                                           target, own[0], own[1 + target], follow};
            ++*tuples_at(&t->chances, chance);
        }
    }
    tuples_reset(&t->session_units);
    tuples_reset(&t->session_given);
}

void transitions_message(transitions *t, uint32_t speaker, uint32_t session, int64_t time,
                         uint32_t sets, bool opens) {
    if (t->open.speaker != UINT32_MAX && session != t->open.session) {
        close_session(t);
        pass_all(t);
        t->first = t->count;
    } else if (opens) {
        close_unit(t);
        pass(t, time);
    }
    if (t->open.speaker == UINT32_MAX)
        t->open = (unit){.begin = time, .speaker = speaker, .session = session};
    t->open.sets |= sets;
    t->open.end = t->last = time;
}

void transitions_end(transitions *t) {
    close_session(t);
    pass(t, t->last); // what the log did not show to its end is left out
    tuples_sort(&t->steps);
    tuples_sort(&t->windows);
    tuples_sort(&t->chances);
    tuples_sort(&t->units);
}

size_t transitions_half(const transitions *t) {
    return (t->count + t->block_length) / (2 * t->block_length);
}

uint64_t transitions_units(const uint32_t *values, size_t blocks) {
    if (blocks == 0) return values[0];
    uint64_t units = 0;
    for (size_t i = 1; i <= blocks; i++) units += values[i];
    return units;
}

void transitions_release(transitions *t) {
    free(t->recent);
    free(t->seen);
    free(t->sets);
    free(t->kept);
    tuples_release(&t->steps);
    tuples_release(&t->windows);
    tuples_release(&t->chances);
    tuples_release(&t->units);
    tuples_release(&t->session_units);
    tuples_release(&t->session_given);
    transitions_init(t, &t->options);
}

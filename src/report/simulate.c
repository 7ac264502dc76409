// simulate: a made-up log with known rates, as message CSV (attune.h).
#include "base/limits.h"
#include "report/csv.h"
#include "report/number.h"
#include "stats/random.h"

#include <math.h>

#define TURNS 0.6            // chance that the next message is the other's
#define ENDS (1.0 / 15)      // that a session ends with a message
#define WITHIN 60000.0       // mean ms between messages of a session
#define BETWEEN 21600000.0   // and of two
#define BREAK 3660000.0      // least ms between sessions, so that they are two
#define HOT 5.0              // how much more of everything a hot session has
#define BEGIN 946890000000LL // Monday, 2000-01-03, 09:00

attune_simulation attune_simulation_defaults(void) {
    return (attune_simulation){
        .dyads = 100,
        .messages = 1000,
        .request_rate = .05,
        .affirmation_rate = .05,
        .answer_probability = -1,
        .answer_delay = 10 * 60 * 1000,
        .volume_trend = 1,
        .precision = 1000,
        .seed = 1,
    };
}

static bool is_share(double value) { return value >= 0 && value <= 1; }

static bool check(const attune_simulation *s, error *err) {
    if (!is_share(s->request_rate) || !is_share(s->affirmation_rate) ||
        !is_share(s->hot_sessions) || !(s->answer_probability <= 1))
        return error_set(err, ATTUNE_USAGE,
                         "error: --request-rate, --affirmation-rate, "
                         "--answer-probability and --hot-sessions lie in 0 to 1");
    if (s->dyads == 0 || s->messages == 0 || s->answer_delay <= 0 || s->precision <= 0)
        return error_set(err, ATTUNE_USAGE,
                         "error: --dyads, --messages, --answer-delay and "
                         "--precision must be above 0");
    if (!(s->volume_trend > 0) || !isfinite(s->volume_trend))
        return error_set(err, ATTUNE_USAGE, "error: --volume-trend must be above 0, and finite");
    if (!isfinite(s->relief_slope))
        return error_set(err, ATTUNE_USAGE, "error: --relief-slope must be finite");
    return true;
}

// One conversation on its way.
typedef struct talk {
    const attune_simulation *of;
    random_stream random;
    uint64_t dyad, number; // of the message, from 1
    double time;           // ms
    unsigned speaker;      // 0 or 1
    double heat;           // of the session
    double affirmed[2];    // requests of each that were affirmed
    bool asked;            // the message before was a request that changes something
} talk;

static bool happens(talk *t, double chance) { return random_unit(&t->random) < chance; }

static double wait(talk *t, double mean) { return -mean * log(random_unit(&t->random)); }

static void begin_session(talk *t) { t->heat = happens(t, t->of->hot_sessions) ? HOT : 1; }

// Moves on to the next message: when it comes, and whose it is.
static void advance(talk *t) {
    double progress = (double)t->number / (double)t->of->messages;
    double volume = pow(t->of->volume_trend, progress);
    t->number++;
    if (t->asked) {
        t->speaker ^= 1;
        t->time += wait(t, (double)t->of->answer_delay);
        return;
    }
    if (happens(t, TURNS)) t->speaker ^= 1;
    if (!happens(t, ENDS)) {
        t->time += wait(t, WITHIN / volume);
        return;
    }
    t->time += BREAK + wait(t, fmax(BETWEEN / volume - BREAK, WITHIN));
    begin_session(t);
}

typedef enum saying { SAYS_REQUEST, SAYS_AFFIRMATION, SAYS_AMBIGUOUS, SAYS_ELSE } saying;

static saying speak(talk *t) {
    const attune_simulation *s = t->of;
    if (t->asked) {
        t->asked = false;
        bool affirms = happens(t, s->answer_probability);
        t->affirmed[t->speaker ^ 1] += affirms;
        return affirms ? SAYS_AFFIRMATION : SAYS_AMBIGUOUS;
    }
    double trend = exp(-s->relief_slope * t->affirmed[t->speaker]);
    if (happens(t, s->request_rate * t->heat * trend)) {
        t->asked = s->answer_probability >= 0;
        return SAYS_REQUEST;
    }
    return happens(t, s->affirmation_rate * t->heat) ? SAYS_AFFIRMATION : SAYS_ELSE;
}

static void write_message(csv *out, const talk *t, saying what) {
    static const char *const codes[] = {"R.DIRECT/T.LOVE@1.00", "A.LOVE/T.LOVE@1.00",
                                        "N.AMBIV@1.00", ""};
    int64_t precision = t->of->precision, time = BEGIN + (int64_t)t->time;
    csv_int(out, (int64_t)t->dyad);
    csv_int(out, (int64_t)t->number);
    number_add_time(csv_open(out), time - time % precision);
    csv_text(out, STR("local"));
    number_add_thousandths(csv_open(out), precision);
    csv_text(out, t->speaker ? STR("S2") : STR("S1"));
    csv_text(out, STR(""));
    csv_text(out, STR(""));
    csv_text(out, STR("text"));
    csv_text(out, STR(""));
    csv_text(out, STR(""));
    csv_text(out, str_from(codes[what]));
    csv_text(out, STR(""));
    csv_end(out);
}

// False with *err set when the log would outlast the times that can be read.
static bool write_dyad(const attune_simulation *s, uint64_t dyad, csv *out, error *err) {
    talk t = {.of = s, .random = random_start(s->seed, dyad), .dyad = dyad, .number = 1};
    begin_session(&t);
    for (;; advance(&t)) {
        if (BEGIN + t.time >= LIMIT_TIME_LAST) {
            error_set(err, ATTUNE_USAGE, "error: the log would end after 2099");
            return error_hint(err, "ask for fewer messages");
        }
        write_message(out, &t, speak(&t));
        if (err->status) return false;
        if (t.number == s->messages) return true;
    }
}

typedef struct writing {
    const attune_simulation *simulation;
    error *err;
    sink to;
    spool rows;
} writing;

static void write_all(void *context) {
    writing *w = context;
    const column_list *list = columns_of("messages");
    csv out = {.to = &w->rows, .columns = list->count};
    csv_header(&out, list);
    spool_commit(&w->rows);
    for (uint64_t dyad = 1; dyad <= w->simulation->dyads; dyad++)
        if (!write_dyad(w->simulation, dyad, &out, w->err)) return;
    spool_hold(&w->rows);
    sink_flush(&w->to, w->err);
}

int attune_simulate(const attune_simulation *simulation, FILE *out, attune_error *err) {
    if (!check(simulation, err)) return err->status;
    writing w = {.simulation = simulation, .err = err};
    w.to = sink_of(out, "the output", false);
    w.rows = (spool){.to = &w.to, .err = err};
    if (!memory_protect(write_all, &w)) error_set(err, ATTUNE_INTERNAL, "error: out of memory");
    spool_release(&w.rows);
    sink_release(&w.to);
    return err->status;
}

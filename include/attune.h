// attune: reads message logs and writes who asks for reassurance, who gives it, how soon and how
// evenly.
//
// The only public header. A run is created from options, given its inputs, and freed:
//
//     attune_options options = attune_defaults();
//     options.task = ATTUNE_REPORT;
//     attune_error err = {0};
//     attune *run = attune_new(&options, &err);
//     int status = run ? attune_run(run, paths, count, &err) : err.status;
//     attune_free(run);
//
// No function here calls exit, writes to standard error, or keeps a pointer to an option after
// attune_new has returned. One run is used by one thread; different runs are independent.
#ifndef ATTUNE_H
#define ATTUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ATTUNE_VERSION "0.1.0"

// What a run ends with; also the exit statuses of the program.
enum {
    ATTUNE_OK = 0,
    ATTUNE_FLAWED = 1, // tables complete, but something was rejected, late, assumed or undetermined
    ATTUNE_USAGE = 2,  // a bad option or codebook
    ATTUNE_INPUT = 3,  // unreadable, unknown or truncated input
    ATTUNE_EMPTY = 4,  // no messages
    ATTUNE_INTERNAL = 70,
    ATTUNE_OUTPUT = 74, // writing failed
};

// Why a call failed; give it zeroed. what and hint are UTF-8 without control characters and without
// message text.
typedef struct attune_error {
    int status;      // one of the above; 0 while nothing failed
    char what[1024]; // "file:line: error: …" without the newline
    char hint[512];  // what to do about it, or empty
} attune_error;

typedef enum attune_task {
    ATTUNE_REPORT,   // tables
    ATTUNE_READ,     // the message CSV
    ATTUNE_TOKENS,   // one row per token
    ATTUNE_CLASSIFY, // the message CSV with codes and rules
    ATTUNE_SEQ,      // how often one code follows another
    ATTUNE_TRACE,    // what became of every candidate for a code, and why
    ATTUNE_KWIC,     // a code with the words around it
    ATTUNE_SAMPLE,   // messages drawn for human coders
} attune_task;

typedef enum attune_names { ATTUNE_NAMES_SEQ, ATTUNE_NAMES_RAW, ATTUNE_NAMES_KEYED } attune_names;
typedef enum attune_dates {
    ATTUNE_DATES_FULL,
    ATTUNE_DATES_OFFSET,
    ATTUNE_DATES_YEAR
} attune_dates;
typedef enum attune_period { ATTUNE_DAY, ATTUNE_WEEK, ATTUNE_MONTH } attune_period;

typedef enum attune_order { ATTUNE_ORDER_NONE, ATTUNE_ORDER_LEFT, ATTUNE_ORDER_RIGHT } attune_order;
typedef enum attune_strata {
    ATTUNE_STRATA_CODE,   // a message belongs to its first code that counts, or to none
    ATTUNE_STRATA_FAMILY, // or to the family of that code
    ATTUNE_STRATA_NONE    // all messages are one stratum
} attune_strata;
typedef enum attune_unit {
    ATTUNE_UNIT_MESSAGE, // one message
    ATTUNE_UNIT_TURN,    // messages of one speaker in a row without a turn_gap between them
    ATTUNE_UNIT_FLOOR    // all that one speaker says in a session before another does
} attune_unit;
typedef enum attune_who {
    ATTUNE_WHO_OTHER, // another speaker's
    ATTUNE_WHO_SELF,  // the same speaker's
    ATTUNE_WHO_ANY    // anybody's
} attune_who;

// Receives warnings and progress; called from the thread that called attune_run. text lives during
// the call.
typedef void attune_notice(void *context, const char *text, const char *hint);
typedef void attune_progress(void *context, uint64_t bytes, uint64_t messages);

// Every string is UTF-8 and NUL-terminated, and may be NULL where nothing is said of it. In
// parentheses: what attune_defaults gives, where it is not 0, false or NULL.
typedef struct attune_options {
    attune_task task;
    // input
    const char *format; // a name of attune_format_name, "auto" or NULL
    const char
        *date_order;      // "dmy", "mdy", "ymd", "ydm", "myd", "dym" or NULL to decide from the log
    const char *zone;     // IANA name or ±hh:mm in which days of zoned logs are taken; NULL is UTC
    const char *encoding; // a name that attune(1) lists, such as "utf-8", or NULL to detect
    const char *map; // "ROLE=COLUMN,…" of CSV, TSV and JSONL; the roles are speaker, text, time,
                     // id, reply_to, conversation and codes
    const char *speakers; // known speakers, comma-separated, for logs whose names are ambiguous
    const char *me;       // the exporter's name, taken for "Me", "You" and the like
    const char *alias;    // file of "name,alias" rows: one person under several names
    const char *since;    // date or time, inclusive
    const char *until;    // date or time, exclusive
    const char *exclude;  // speakers whose messages are left out, comma-separated
    const char *only;     // speakers who keep rows of their own; all others become one, "other"
    const char *consent;  // only conversations in which everybody with rows wrote this phrase
    bool sort;            // sort every conversation by time, whatever its order
    size_t max_record;    // bytes of one record, 1 to 2 MiB (1 MiB)
    size_t max_memory;    // bytes for sorting and spilling, from 1 (256 MiB)
    size_t max_members;   // members read of one archive (100,000)
    size_t max_ratio;     // unpacked to packed bytes, from 64 MiB unpacked on (200)
    int64_t max_rejects;  // status 3 beyond this many rejected records; -1 for no limit (-1)
    const char *rejects;  // file to write: where each record stands that was left out, and why
    // classification
    const char *lexicons;  // folder of the shipped codebook (the installed one)
    const char *codebook;  // folder that replaces or extends the shipped codebook, or NULL
    const char *lang;      // packs, comma-separated, or "auto" ("auto")
    double min_confidence; // from which a code counts, in [0, 1] (0.70)
    bool no_filter;        // try every rule on every message (slow; for the differential test)
    // exchange; milliseconds
    int64_t window;      // how long a request waits for its answer, from 1 (24 h)
    int64_t session_gap; // silence that ends a session, from 1 (60 min)
    int64_t turn_gap;    // silence that ends a turn, from 0 (2 min)
    int64_t episode_gap; // asking again after this begins another episode, from 0 (10 min)
    bool window_session; // the response window ends with the session
    // report
    attune_names names;
    const char *key_file;  // of ATTUNE_NAMES_KEYED: 32 to 64 bytes that only their owner may read
    attune_dates dates;    // of tables: as they are, days since the conversation began, or years
    uint32_t min_cell;     // counts from 1 up to this less 1 and what rests on them get NA; 0: none
    attune_period period;  // of the table timeline (week)
    uint64_t seed;         // of the draws behind resampled figures, and of a sample (1)
    uint32_t permutations; // draws where the exact distribution is too wide, and of agree (1999)
    uint32_t min_n;        // pairs with fewer episodes get NA
    const char *table;     // the table for out; NULL is "speakers" ("speakers")
    const char *folder;    // -o: folder to create with all tables, or NULL
    bool force;            // replace the folder, and the file of rejects
    FILE *out; // where the one table or the rows go; not closed; NULL is stdout (stdout)
    // seq
    const char *given, *target;   // codes, PREFIX* or word categories; | joins, commas separate
    uint32_t lag_first, lag_last; // 1 to 64, the first not above the last (1, 1)
    int64_t within;               // ms; a row for the window as well; 0 for none
    attune_unit unit;             // what a lag counts (floor)
    attune_who who;               // whose target counts, seen from the speaker of the given
    bool null_shift;              // chance by shifting sequences instead of shuffling them
    // kwic
    const char *code;   // codes as in given
    attune_order order; // of the rows: as they come, by what stands left, by what stands right
    // sample
    uint32_t sample;        // messages to draw, 1 to 100,000 (200)
    attune_strata strata;   // what is drawn from in equal parts
    uint32_t context_turns; // shown before each, 0 to 15 (3)
    bool answers;           // the program's codes and the weights of the same draw, not the sheet
    // agree
    double prevalence; // for the adjusted precision, in [0, 1]; below 0: as estimated (-1)
    // running
    int threads;           // total number of threads, 256 at most; 0 or less is min(cores, 4)
    size_t batch_messages; // at most so many messages a batch; 0 for the default (by bytes). For
                           // tests.
    size_t read_size;      // bytes asked from the system at once; 0 for the default. For tests.
    attune_notice *notice;
    attune_progress *progress;
    void *context;       // of notice and progress
    const char *sandbox; // what the caller has forbidden itself, for the manifest; NULL is "off"
} attune_options;

// What a run counted. read = used + the sum of dropped.
typedef struct attune_counts {
    uint64_t conversations, read, used;
    uint64_t system, excluded, bad_time, malformed, too_long, duplicate; // dropped, by reason
    uint64_t late, lenient, undetermined, contradictions, assumed;       // used, but worth a word
    uint64_t returned;      // conversations whose id was there before: taken for another one
    uint64_t broken_codes;  // messages whose given codes hold one that the codebook does not know
    uint64_t skipped_files; // files in folders and archives that are no log: media, other tables
    uint64_t unreadable_files; // those that could not be opened, or are archives in archives
    uint64_t bytes;            // after unpacking
} attune_counts;

typedef struct attune attune;

// A report of the table speakers to stdout in all languages, with what stands in parentheses above.
// lexicons is the folder of the installation; $ATTUNE_LEXICONS is not looked at.
attune_options attune_defaults(void);

// Returns a run with the codebook loaded, or NULL with *err set. The options are copied.
attune *attune_new(const attune_options *options, attune_error *err);

// Reads the paths in order ("-" is standard input; none is the same), does the task, and returns
// the status. *err is set when the status is 2 or more, apart from ATTUNE_EMPTY of a run without a
// folder. A run is used once.
int attune_run(attune *run, const char *const *paths, size_t count, attune_error *err);

// What the run counted, once attune_run has returned: all 0 before, and after a run that was cut
// short because writing failed, memory ran out or an option was wrong.
attune_counts attune_counted(const attune *run);

// Frees the run and all that belongs to it. NULL is fine.
void attune_free(attune *run);

// The formats that --format knows: name, one line on what it is, what it carries, and how to get
// such an export out of the app. False from the first index that does not exist.
typedef struct attune_format {
    const char *name, *summary, *carries, *how_to;
} attune_format;
bool attune_format_at(size_t index, attune_format *out);

// A made-up log with known rates, to see what the tables make of it. Each conversation is of two
// speakers who both ask and affirm. A message goes to the other speaker with chance 0.6, ends a
// session with chance 1/15, and follows the one before after an exponential time: one minute on
// average within a session, six hours between two.
typedef struct attune_simulation {
    uint64_t dyads, messages;  // conversations, and messages of each
    double request_rate;       // chance that a message is a request
    double affirmation_rate;   // and an affirmation, when it does not answer a request
    double answer_probability; // that the other, who then writes next, affirms; else the answer is
                               // ambiguous. Below 0: requests change nothing
    int64_t answer_delay;      // ms from a request to that answer, exponential
    double relief_slope; // of the logarithm of the mean number of the asker's messages until the
                         // next request, per affirmed request
    double volume_trend; // messages an hour at the end, divided by those at the beginning
    double hot_sessions; // share of sessions with five times as many requests and affirmations
    int64_t precision;   // ms of the time stamps
    uint64_t seed;
} attune_simulation;

attune_simulation attune_simulation_defaults(void);

// Writes the log as message CSV with codes: the same bytes for the same numbers. Returns a status,
// with *err set when it is not 0.
int attune_simulate(const attune_simulation *simulation, FILE *out, attune_error *err);

// The codebook for people. Each writes to out and returns a status (0, or 2 with *err set).
int attune_codebook_list(const attune_options *options, FILE *out, attune_error *err);
int attune_codebook_show(const attune_options *options, const char *name, FILE *out,
                         attune_error *err);
// Checks every pattern, example, sentence and cost; one line per finding. 0 when there is none,
// else 2.
int attune_codebook_check(const attune_options *options, FILE *out, attune_error *err);

// Works out what the rules of one language need (--lang); kept as the file index in its folder, it
// makes later runs start faster and changes nothing else.
int attune_codebook_index(const attune_options *options, FILE *out, attune_error *err);

// Compares coding sheets: those of human coders, and the answers of ATTUNE_SAMPLE or, without such,
// the first sheet. Writes a row per code and family to options->out; returns a status.
int attune_agree(const attune_options *options, const char *const *paths, size_t count,
                 attune_error *err);

// The tables of a report by index ("speakers", "codes", …); NULL from the first index that does not
// exist.
const char *attune_table_at(size_t index);

#ifdef __cplusplus
}
#endif

#endif

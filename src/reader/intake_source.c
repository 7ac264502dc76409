// intake_source: which sources are read, by whom, and what is said of them.
#include "base/utf8.h"
#include "reader/intake_inner.h"
#include "reader/keep.h"
#include "reader/unknown.h"

#include <inttypes.h>
#include <stdio.h>

// The first failure is the run's; the others are told as they come.
void intake_fail(intake *in, const error *why) {
    if (in->failure.status == 0) {
        in->failure = *why;
        return;
    }
    notices_say(&in->notices, NOTICE_FAILED, why->hint[0] ? why->hint : NULL, "%s", why->what);
}

// An archive that was named and of which nobody can read anything is an unknown format.
static void leave_archive(intake *in) {
    if (in->archive && !in->archive_read) {
        error why = {0};
        error_set(&why, ATTUNE_INPUT,
                  "%s: error: none of its members is in a format that attune knows",
                  in->archive_path.at);
        error_hint(&why, "attune formats lists what it reads");
        intake_fail(in, &why);
    }
    in->archive = 0;
}

static void enter_archive(intake *in) {
    size_t number = inputs_unpacked(in->inputs) ? inputs_number(in->inputs) : 0;
    if (number == in->archive) return;
    leave_archive(in);
    in->archive = number;
    in->archive_read = false;
    buf_reset(&in->archive_path);
    buf_add(&in->archive_path, str_from(inputs_path(in->inputs)));
    buf_add_char(&in->archive_path, '\0');
}

// Letters of another alphabet would be other letters without a word.
static void tell_guess(intake *in, const source *s) {
    if (source_guessed(s))
        notices_say(&in->notices, NOTICE_ENCODING, "--encoding NAME tells another",
                    "%s: it is no UTF-8, so it is taken for Windows-1252", source_label(s));
}

// Nobody reads it. Alone on the command line that is an error; in a folder it is left out. Of the
// pictures that an export carries there is nothing to say.
static void leave_out(intake *in, source *s, str head) {
    if (inputs_named(in->inputs)) {
        error why = {0};
        if (!unknown_is_binary(head)) tell_guess(in, s);
        unknown_format(source_label(s), source_name(s), head, &why);
        intake_fail(in, &why);
        return;
    }
    in->total.skipped_files++;
    if (unknown_is_media(source_name(s), head)) return;
    notices_say(&in->notices, NOTICE_SKIPPED, NULL,
                "%s: left out: not in a format that attune knows", source_label(s));
}

// What people sent each other is no conversation of theirs, whatever it looks like.
static void leave_sent(intake *in, source *s, str head) {
    error why = {0};
    if (source_failed(s, &why)) intake_fail(in, &why);
    in->total.skipped_files++;
    if (unknown_is_media(source_name(s), head)) return;
    notices_say(&in->notices, NOTICE_SENT, "unpacked and given itself it is read",
                "%s: left out: it lies beside the chat that it was sent in", source_label(s));
}

// --map names columns, so it is a table: of the kind that its columns look like, or else its first
// line.
static const reader *mapped_reader(str head) {
    static const char *const names[] = {"csv", "tsv", "jsonl"};
    const reader *best = NULL;
    int highest = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const reader *r = reader_by_name(names[i]);
        int bid = r->bid(head, head.len < LIMIT_WINDOW);
        if (bid <= highest) continue;
        best = r;
        highest = bid;
    }
    if (best) return best;
    str start = str_trim(str_take(head, 4096)), first = str_cut(start, '\n').head;
    if (str_starts(start, STR("{")) || str_starts(start, STR("["))) return reader_by_name("jsonl");
    if (memchr(first.at, '\t', first.len)) return reader_by_name("tsv");
    return memchr(first.at, ',', first.len) || memchr(first.at, ';', first.len) ||
                   memchr(first.at, '|', first.len)
               ? reader_by_name("csv")
               : NULL;
}

// --format names the reader of what was named itself; what was found beside it must look like a log
// of that format.
static const reader *find_reader(intake *in, source *s, str head) {
    if (!in->wanted) {
        bool table = in->options.reader.map && inputs_named(in->inputs) && !unknown_is_binary(head);
        const reader *r = table ? mapped_reader(head) : NULL;
        return r ? r : reader_detect(s);
    }
    if (inputs_named(in->inputs)) return in->wanted;
    bool mapped = in->options.reader.map && !unknown_is_binary(head);
    return mapped || in->wanted->bid(head, head.len < LIMIT_WINDOW) > 0 ? in->wanted : NULL;
}

// NUL as U+FFFD: it is a character, but whoever reads the tables takes it for the end of a text.
static void replace_nuls(intake *in, message *m, str *s) {
    const char *hit = s->len ? memchr(s->at, '\0', s->len) : NULL;
    if (!hit) return;
    char *to = arena_bytes(&in->scratch, s->len * 3);
    size_t len = (size_t)(hit - s->at);
    memcpy(to, s->at, len);
    for (size_t i = len; i < s->len; i++)
        if (s->at[i])
            to[len++] = s->at[i];
        else
            len += utf8_encode(0xFFFD, to + len);
    *s = str_of(to, len);
    m->lenient = true;
}

reader_result intake_look(intake *in, message *m) {
    m->lenient |= in->state.repaired;
    replace_nuls(in, m, &m->text);
    replace_nuls(in, m, &m->author);
    replace_nuls(in, m, &m->title);
    if (m->text.len && memchr(m->text.at, '\r', m->text.len))
        m->text = keep_lines(&in->scratch, m->text, NULL);
    return READER_MESSAGE;
}

void intake_close(intake *in) {
    if (!in->source) return;
    if (in->reader->close) in->reader->close(&in->state);
    arena_release(&in->state.memory);
    in->total.bytes += source_offset(in->source);
    in->source = NULL;
}

// What was gathered is handed out before a source that cannot be gathered with it; but parts wait
// for the others, whatever lies between them.
static bool sort_comes_first(const intake *in) {
    if (!in->gathered) return false;
    bool waits = in->gathered_parts && in->gathered_root == inputs_outermost(in->inputs);
    return !waits && (in->gathered != in->reader || !intake_sorts(in));
}

static void begin_source(intake *in, source *s, const reader *found) {
    in->reader = found;
    in->source_number++;
    intake_place(in, found, s);
    in->state = (reader_state){
        .in = s, .options = &in->options.reader, .package = intake_tables(in), .err = &in->trouble};
    in->trouble = (error){0};
    in->failed = in->ended = in->in_conversation = false;
    in->sums = !in->options.unsummed || !inputs_alone(in->inputs);
    memset(in->said, 0, sizeof in->said);
    in->said_at = in->said_end = in->said;
    memset(in->source_rejects, 0, sizeof in->source_rejects);
    in->first_reject = 0;
    in->state.own = arena_alloc(&in->state.memory, found->state_size, 16);
    in->source = s; // from now on there is a reader to close
    if (found->open && !found->open(&in->state)) {
        intake_fail(in, &in->trouble);
        intake_close(in);
        return;
    }
    tell_guess(in, s);
    if (in->state.dialect.evidence == EVIDENCE_ASSUMED)
        notices_say(&in->notices, NOTICE_ASSUMED, "--date-order dmy or --date-order mdy tells it",
                    "%s: the order of day and month is assumed", source_label(s));
    if (in->state.remark.len)
        notices_say(&in->notices, NOTICE_COLUMNS, "--map speaker=NAME,time=NAME tells it",
                    "%s: %.*s", source_label(s), (int)in->state.remark.len, in->state.remark.at);
    if (sort_comes_first(in))
        intake_sort(in);
    else
        in->stage = intake_sorts(in) ? STAGE_GATHER : STAGE_READ;
}

static void leave_empty(intake *in, const source *s) {
    error why = {0};
    if (source_failed(s, &why)) {
        intake_fail(in, &why);
    } else if (!inputs_named(in->inputs)) {
        in->total.skipped_files++;
        notices_say(&in->notices, NOTICE_SKIPPED, NULL, "%s: left out: it is empty",
                    source_label(s));
    }
}

void intake_open_next(intake *in) {
    source *s;
    error why = {0};
    switch (inputs_next(in->inputs, &s, &why)) {
    case INPUTS_END:
        leave_archive(in);
        intake_leave_tables(in);
        if (in->gathered)
            intake_sort(in);
        else
            in->stage = STAGE_DONE;
        return;
    case INPUTS_FAILED:
        if (!inputs_skippable(in->inputs)) {
            if (in->archive == inputs_number(in->inputs)) in->archive_read = true; // said already
            intake_fail(in, &why);
            return;
        }
        enter_archive(in);
        in->total.unreadable_files++;
        notices_say(&in->notices, NOTICE_SKIPPED, why.hint[0] ? why.hint : NULL, "%s", why.what);
        return;
    case INPUTS_SOURCE: break;
    }
    enter_archive(in);
    if (inputs_before(in->inputs)) {
        intake_take_table(in, s);
        return;
    }
    str head = source_peek(s, LIMIT_WINDOW);
    if (head.len == 0) {
        leave_empty(in, s);
        return;
    }
    if (intake_is_other(in, s, head)) {
        in->total.skipped_files++;
        return;
    }
    if (intake_was_sent(in, s)) {
        leave_sent(in, s, head);
        return;
    }
    const reader *found = find_reader(in, s, head);
    if (!found) {
        if (source_failed(s, &why)) intake_fail(in, &why);
        leave_out(in, s, head);
        return;
    }
    in->archive_read = true;
    intake_need_tables(in, found);
    begin_source(in, s, found);
}

static const struct {
    const char *what, *hint;
} rejections[REJECT_REASONS] = {
    [REJECT_MALFORMED] = {"malformed", "--rejects FILE lists where; the rest was read"},
    [REJECT_TOO_LONG] = {"too long", "--max-record takes longer ones, up to 2M"},
    [REJECT_DUPLICATE] = {"duplicate", "--rejects FILE lists where"},
    [REJECT_BAD_TIME] = {"of a time outside 1990 to 2100",
                         "--date-order tells the order of the date"},
};

// What was left out of a source, by reason, and where the first of it stands.
static void tell_rejects(intake *in, const char *label) {
    char list[256] = "";
    const char *hint = NULL;
    uint64_t sum = 0;
    for (size_t i = 0, len = 0; i < REJECT_REASONS; i++) {
        uint64_t count = in->source_rejects[i];
        if (!count) continue;
        int put = snprintf(list + len, sizeof list - len, "%s%" PRIu64 " %s", len ? ", " : "",
                           count, rejections[i].what);
        len += put > 0 ? (size_t)put : 0;
        if (!hint) hint = rejections[i].hint;
        sum += count;
    }
    notices_say(&in->notices, NOTICE_REJECTED, hint,
                "%s:%" PRIu64 ": the first of %" PRIu64 " record%s left out: %s", label,
                in->first_reject, sum, sum == 1 ? "" : "s", list);
}

void intake_source_ended(intake *in, bool failed) {
    error why = {0};
    in->ended = true;
    in->failed = failed || source_failed(in->source, NULL);
    const char *label = source_label(in->source);
    const dialect *d = &in->state.dialect;
    if (in->failed) {
        if (in->trouble.status)
            why = in->trouble;
        else if (!source_failed(in->source, &why))
            error_set(&why, ATTUNE_INPUT, "%s: error: it is truncated or damaged", label);
        intake_fail(in, &why);
    }
    if (d->contradictions)
        notices_say(&in->notices, NOTICE_CONTRADICTED, "--date-order tells the order of the date",
                    "%s:%" PRIu64 ": %" PRIu64
                    " records speak against what was decided from its beginning",
                    label, d->first_contradiction, d->contradictions);
    if (in->first_reject) tell_rejects(in, label);
}

static void stop_at_rejects(intake *in) {
    int64_t most = in->options.max_rejects;
    if (most < 0 || in->rejects <= (uint64_t)most || in->stopped) return;
    error why = {0};
    error_set(&why, ATTUNE_INPUT, "%s: error: more than %" PRId64 " records had to be left out",
              source_label(in->source), most);
    error_hint(&why, "--max-rejects allows more; --format and --date-order may help to read them");
    intake_fail(in, &why);
    in->stopped = true;
}

static void note_reject(intake *in, reject_reason reason, uint64_t line) {
    static const char *const words[REJECT_REASONS] = {"malformed", "too_long", "duplicate",
                                                      "bad_time"};
    if (in->options.reject)
        in->options.reject(in->options.reject_context,
                           &(rejected){.path = inputs_number(in->inputs),
                                       .label = source_label(in->source),
                                       .typed = inputs_path(in->inputs),
                                       .line = line,
                                       .byte = in->record_start,
                                       .reason = words[reason]});
    if (reason == REJECT_DUPLICATE) return;
    in->source_rejects[reason]++;
    if (in->first_reject == 0) in->first_reject = line;
    in->rejects++;
    stop_at_rejects(in);
}

void intake_reject(intake *in, drops *to) {
    to->read++;
    switch (in->state.reason) {
    case REJECT_DUPLICATE: to->duplicate++; break;
    case REJECT_TOO_LONG: to->too_long++; break;
    default: to->malformed++; break;
    }
    note_reject(in, in->state.reason, in->state.line);
}

// Whether the options or its time leave a message out; it is then counted.
bool intake_looks_at(intake *in, const message *m, drops *to) {
    bool dated = m->time_kind != TIME_NONE && m->time_kind != TIME_MEDIA;
    if (dated && (m->time < LIMIT_TIME_FIRST || m->time >= LIMIT_TIME_LAST)) {
        to->read++;
        to->bad_time++;
        note_reject(in, REJECT_BAD_TIME, m->line);
        return true;
    }
    if (bounds_exclude(&in->bounds, m) || people_excluded(&in->people, m)) {
        to->read++;
        to->excluded++;
        return true;
    }
    return false;
}

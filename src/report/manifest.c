#include "report/manifest.h"

#include "base/sha256.h"
#include "report/libraries.h"

#include <stdio.h>

void manifest_conversation(manifest *m, const conversation *c) {
    dialects_add(&m->dialects, c);
    m->checksum[0] += c->checksum[0];
    m->checksum[1] += c->checksum[1] + (m->checksum[0] < c->checksum[0]);
}

// ---- inputs ----

// File names may be names of people, so they are told in raw mode only.
static void write_name(manifest *m, const char *path) {
    char text[64];
    if (m->raw) {
        json_text(&m->inputs, "name", str_from(path));
        return;
    }
    if (strcmp(path, m->typed) == 0)
        snprintf(text, sizeof text, "input %u", m->input_count);
    else
        snprintf(text, sizeof text, "input %u, file %u", m->input_count, m->file_count);
    json_text(&m->inputs, "name", str_from(text));
}

static void add_file(void *context, const char *path, uint64_t size, const unsigned char *hash) {
    manifest *m = context;
    m->file_count++;
    json_object(&m->inputs, NULL);
    write_name(m, path);
    if (hash) {
        json_count(&m->inputs, "bytes", size);
        json_hex(&m->inputs, "sha256", hash, SHA256_SIZE);
    } else {
        json_null(&m->inputs, "bytes");
        json_null(&m->inputs, "sha256");
    }
    json_close_object(&m->inputs);
}

bool manifest_input(manifest *m, const char *path, error *err) {
    m->inputs.depth = 2; // in the list that manifest_write opens
    m->input_count++;
    m->file_count = 0;
    m->typed = path;
    return digest_path(&m->digest, path, add_file, m, err);
}

// ---- options ----

static void write_text(json *out, const char *name, const char *value, const char *otherwise) {
    if (value || otherwise)
        json_text(out, name, str_from(value ? value : otherwise));
    else
        json_null(out, name);
}

// Names of people and of files are told in raw mode only; else that there were any.
static void write_private(json *out, const char *name, const char *value, bool raw) {
    if (raw)
        write_text(out, name, value, NULL);
    else
        json_flag(out, name, value != NULL);
}

// Rules of zones change; the hash says by which the days were taken.
static void write_zone(json *out, const attune_options *o, const zone *days) {
    str file = days ? zone_file(days) : (str){NULL, 0};
    write_text(out, "tz", o->zone, "UTC");
    if (file.len == 0) return;
    sha256 hash;
    unsigned char end[SHA256_SIZE];
    sha256_start(&hash);
    sha256_add(&hash, file);
    sha256_end(&hash, end);
    json_hex(out, "tz_sha256", end, sizeof end);
}

static void write_input_options(json *out, const attune_options *o, const zone *days) {
    bool raw = o->names == ATTUNE_NAMES_RAW;
    write_text(out, "format", o->format, "auto");
    write_text(out, "date_order", o->date_order, NULL);
    write_zone(out, o, days);
    write_text(out, "encoding", o->encoding, "auto");
    write_text(out, "map", o->map, NULL);
    write_private(out, "speakers", o->speakers, raw);
    write_private(out, "me", o->me, raw);
    write_private(out, "alias", o->alias, raw);
    bool dated = o->dates == ATTUNE_DATES_FULL;
    write_private(out, "since", o->since, dated);
    write_private(out, "until", o->until, dated);
    write_private(out, "exclude", o->exclude, raw);
    write_private(out, "only", o->only, raw);
    write_private(out, "consent", o->consent, raw);
    json_flag(out, "sort", o->sort);
    json_count(out, "max_record", o->max_record);
    json_count(out, "max_memory", o->max_memory);
    json_count(out, "max_members", o->max_members);
    json_count(out, "max_ratio", o->max_ratio);
    json_int(out, "max_rejects", o->max_rejects);
}

static void write_options(json *out, const attune_options *o, const zone *days) {
    static const char *const periods[] = {
        [ATTUNE_DAY] = "day", [ATTUNE_WEEK] = "week", [ATTUNE_MONTH] = "month"};
    static const char *const names[] = {
        [ATTUNE_NAMES_SEQ] = "seq", [ATTUNE_NAMES_RAW] = "raw", [ATTUNE_NAMES_KEYED] = "keyed"};
    static const char *const dates[] = {[ATTUNE_DATES_FULL] = "full",
                                        [ATTUNE_DATES_OFFSET] = "offset",
                                        [ATTUNE_DATES_YEAR] = "year"};
    json_object(out, "options");
    write_input_options(out, o, days);
    write_text(out, "lang", o->lang, "auto");
    json_number(out, "min_confidence", o->min_confidence);
    json_flag(out, "no_filter", o->no_filter);
    json_int(out, "window_ms", o->window);
    json_flag(out, "window_session", o->window_session);
    json_int(out, "session_gap_ms", o->session_gap);
    json_int(out, "turn_gap_ms", o->turn_gap);
    json_int(out, "episode_gap_ms", o->episode_gap);
    write_text(out, "names", names[o->names], NULL);
    write_text(out, "dates", dates[o->dates], NULL);
    json_count(out, "min_cell", o->min_cell);
    write_text(out, "period", periods[o->period], NULL);
    json_count(out, "seed", o->seed);
    json_count(out, "permutations", o->permutations);
    json_count(out, "min_n", o->min_n);
    json_close_object(out);
}

// ---- the rest ----

static void write_codebook(json *out, const codebook *book) {
    unsigned char hash[SHA256_SIZE];
    codebook_digest(book, hash);
    json_object(out, "codebook");
    json_text(out, "name", book->name);
    json_hex(out, "sha256", hash, sizeof hash);
    json_count(out, "codes", book->code_count);
    json_count(out, "rules", book->rule_count);
    json_list(out, "languages");
    for (size_t i = 0; i < book->pack_count; i++) json_text(out, NULL, book->packs[i].lang);
    json_close_list(out);
    json_close_object(out);
}

static void write_counts(json *out, const attune_counts *c) {
    json_object(out, "counts");
    json_count(out, "conversations", c->conversations);
    json_count(out, "read", c->read);
    json_count(out, "used", c->used);
    json_object(out, "dropped");
    json_count(out, "system", c->system);
    json_count(out, "excluded", c->excluded);
    json_count(out, "bad_time", c->bad_time);
    json_count(out, "malformed", c->malformed);
    json_count(out, "too_long", c->too_long);
    json_count(out, "duplicate", c->duplicate);
    json_close_object(out);
    json_count(out, "late", c->late);
    json_count(out, "lenient", c->lenient);
    json_count(out, "undetermined", c->undetermined);
    json_count(out, "contradictions", c->contradictions);
    json_count(out, "assumed", c->assumed);
    json_count(out, "returned", c->returned);
    json_count(out, "broken_codes", c->broken_codes);
    json_count(out, "skipped_files", c->skipped_files);
    json_count(out, "unreadable_files", c->unreadable_files);
    json_count(out, "bytes", c->bytes);
    json_close_object(out);
}

static void write_undetermined(json *out, const codebook *book, const uint32_t *by_rule) {
    json_object(out, "undetermined_by_rule");
    for (size_t i = 0; by_rule && i < book->rule_count; i++) {
        if (!by_rule[i]) continue;
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)book->rules[i].id.len, book->rules[i].id.at);
        json_count(out, name, by_rule[i]);
    }
    json_close_object(out);
}

static void write_files(json *out, const manifest_file *files, size_t count) {
    json_list(out, "tables");
    for (size_t i = 0; i < count; i++) {
        json_object(out, NULL);
        json_text(out, "name", str_from(files[i].name));
        if (files[i].has_rows) json_count(out, "rows", files[i].rows);
        json_count(out, "bytes", files[i].bytes);
        json_hex(out, "sha256", files[i].sha256, sizeof files[i].sha256);
        json_close_object(out);
    }
    json_close_list(out);
}

void manifest_write(manifest *m, json *out, const report_options *options,
                    const attune_counts *counts, const uint32_t *undetermined_by_rule,
                    const manifest_file *files, size_t count) {
    char sum[33];
    snprintf(sum, sizeof sum, "%016llx%016llx", (unsigned long long)m->checksum[1],
             (unsigned long long)m->checksum[0]);
    json_object(out, NULL);
    json_text(out, "program", STR("attune"));
    json_text(out, "version", STR(ATTUNE_VERSION));
    libraries_write(out, "libraries");
    write_text(out, "sandbox", options->run->sandbox, "off");
    write_options(out, options->run, options->days);
    write_codebook(out, options->book);
    json_list(out, "inputs");
    buf_add(&out->out, buf_str(&m->inputs.out));
    out->filled = m->inputs.out.len > 0;
    json_close_list(out);
    dialects_write(&m->dialects, out, "dialects");
    write_counts(out, counts);
    write_undetermined(out, options->book, undetermined_by_rule);
    json_text(out, "checksum_xxh3_128", str_from(sum));
    write_files(out, files, count);
    json_close_object(out);
}

void manifest_release(manifest *m) {
    dialects_release(&m->dialects);
    buf_release(&m->inputs.out);
    digest_release(&m->digest);
    *m = (manifest){0};
}

#include "report/datapackage.h"

#include "report/columns.h"

#include <stdio.h>

// enum(a|b) as the list of its values.
static void write_values(json *out, str type) {
    str rest = str_of(type.at + 5, type.len - 6);
    json_object(out, "constraints");
    json_list(out, "enum");
    for (bool more = true; more;) {
        str_cut_result cut = str_cut(rest, '|');
        json_text(out, NULL, cut.head);
        rest = cut.tail;
        more = cut.found;
    }
    json_close_list(out);
    json_close_object(out);
}

// What --dates makes of a date.
static str reduced(str type, attune_dates dates) {
    bool date = str_equal(type, STR("date")) || str_equal(type, STR("datetime"));
    if (!date || dates == ATTUNE_DATES_FULL) return type;
    return dates == ATTUNE_DATES_YEAR ? STR("year") : STR("integer");
}

static void write_type(json *out, str type) {
    bool values = str_starts(type, STR("enum("));
    json_text(out, "type", values ? STR("string") : type);
    // Times of a log's own clock have no zone, which only this format allows.
    if (str_equal(type, STR("datetime"))) json_text(out, "format", STR("any"));
    if (values) write_values(out, type);
    if (!str_equal(type, STR("boolean"))) return;
    json_list(out, "trueValues");
    json_text(out, NULL, STR("1"));
    json_close_list(out);
    json_list(out, "falseValues");
    json_text(out, NULL, STR("0"));
    json_close_list(out);
}

static void write_field(json *out, const column *c, attune_dates dates) {
    str type = reduced(str_from(c->type), dates);
    json_object(out, NULL);
    json_text(out, "name", str_from(c->name));
    write_type(out, type);
    if (type.at != c->type && dates == ATTUNE_DATES_OFFSET)
        json_text(out, "unit", STR("days since the conversation began"));
    else if (c->unit[0])
        json_text(out, "unit", str_from(c->unit));
    json_text(out, "description", str_from(c->definition));
    if (c->source[0]) json_text(out, "source", str_from(c->source));
    json_text(out, "na", str_from(c->na));
    json_close_object(out);
}

static void write_resource(json *out, const manifest_file *file, attune_dates dates) {
    char table[64], hash[80];
    snprintf(table, sizeof table, "%.*s", (int)(strlen(file->name) - 4), file->name);
    const column_list *columns = columns_of(table);
    size_t len = (size_t)snprintf(hash, sizeof hash, "sha256:");
    for (size_t i = 0; i < sizeof file->sha256; i++)
        snprintf(hash + len + 2 * i, 3, "%02x", file->sha256[i]);
    json_object(out, NULL);
    json_text(out, "name", str_from(table));
    json_text(out, "path", str_from(file->name));
    json_text(out, "profile", STR("tabular-data-resource"));
    json_text(out, "format", STR("csv"));
    json_text(out, "mediatype", STR("text/csv"));
    json_text(out, "encoding", STR("utf-8"));
    json_count(out, "bytes", file->bytes);
    json_text(out, "hash", str_from(hash));
    json_object(out, "dialect");
    json_text(out, "lineTerminator", STR("\n"));
    json_flag(out, "doubleQuote", true);
    json_close_object(out);
    json_object(out, "schema");
    json_list(out, "fields");
    for (size_t i = 0; i < columns->count; i++) write_field(out, &columns->at[i], dates);
    json_close_list(out);
    json_list(out, "missingValues");
    json_text(out, NULL, STR("NA"));
    json_close_list(out);
    json_close_object(out);
    json_close_object(out);
}

void datapackage_write(json *out, const manifest_file *files, size_t count, attune_dates dates) {
    json_object(out, NULL);
    json_text(out, "profile", STR("tabular-data-package"));
    json_text(out, "name", STR("attune-report"));
    json_text(out, "title", STR("Reassurance requests and affirmations in message logs"));
    json_list(out, "resources");
    for (size_t i = 0; i < count; i++) write_resource(out, &files[i], dates);
    json_close_list(out);
    json_close_object(out);
}

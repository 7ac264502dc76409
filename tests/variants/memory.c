// memory: what decodes, escapes, cuts and tokenizes bytes, over files and over each of them cut and
// shifted, for the memory sanitizer: nothing may depend on a byte that nobody wrote. It calls only
// what uses no library that is not instrumented.
//
//     memory FILE...
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "reader/csv_scan.h"
#include "reader/json.h"
#include "reader/stamp.h"
#include "text/tokenize.h"

static uint64_t sum; // of what was found: printing it is looking at it

static void look(str s) {
    for (size_t i = 0; i < s.len; i++) sum = (sum ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    sum += s.len;
}

static void decode(str bytes, buf *repaired) {
    char shown[256];
    utf8_printable(bytes, shown, sizeof shown);
    look(str_from(shown));
    sum += utf8_repair(repaired, bytes) + utf8_valid(bytes) + utf8_count(buf_str(repaired));
    look(buf_str(repaired));
}

static void cut_records(str bytes, char delimiter) {
    csv_record record = {0};
    while (bytes.len) {
        csv_scan(&record, bytes, delimiter);
        for (size_t i = 0; i < record.count; i++) look(record.fields[i]);
        sum += record.lines + record.complete + record.open_quote;
        bytes = str_drop(bytes, record.len);
    }
    csv_record_release(&record);
}

static void parse(str bytes) {
    json j = {0};
    json_begin(&j, NULL, bytes, SIZE_MAX);
    for (json_event e; (e = json_next(&j)) != JSON_END && e != JSON_FAILED;) {
        if (e == JSON_KEY || e == JSON_STRING || e == JSON_NUMBER) look(json_value(&j));
        sum += j.depth + j.line + j.lenient;
    }
    json_release(&j);
}

static void cut_words(str text) {
    static tokens found;
    tokenize(&found, text);
    for (size_t i = 0; i < found.count; i++)
        sum += found.at[i].start + found.at[i].end + found.at[i].kind;
}

static void read_times(str text) {
    while (text.len) {
        str_cut_result line = str_cut(text, '\n');
        stamp s;
        if (stamp_read(str_take(line.head, 30), ORDER_NONE, &s)) sum += (uint64_t)s.time;
        text = line.tail;
    }
}

static void all_of(str bytes) {
    static buf repaired;
    buf_reset(&repaired);
    decode(bytes, &repaired);
    cut_records(bytes, ',');
    cut_records(bytes, '\t');
    parse(bytes);
    cut_words(buf_str(&repaired));
    read_times(buf_str(&repaired));
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) return 1;
        static char block[1 << 16];
        size_t len = fread(block, 1, sizeof block, file);
        fclose(file);
        // Each in a block of its own size, so that what lies behind it is nobody's.
        for (size_t from = 0; from < len; from += len / 5 + 1) {
            for (size_t end = len; end > from; end -= (end - from) / 3 + 1) {
                char *copy = malloc(end - from);
                if (!copy) return 1;
                memcpy(copy, block + from, end - from);
                all_of(str_of(copy, end - from));
                free(copy);
            }
        }
    }
    printf("memory: %d files, nothing depends on what was not written (%016llx)\n", argc - 1,
           (unsigned long long)sum);
    return 0;
}

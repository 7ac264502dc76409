#include "classify/coding.h"

#include <stdlib.h>

static const str flag_names[] = {
    {"aware", 5}, {"covert", 6},       {"gated", 5},       {"dismiss_prefix", 14},
    {"group", 5}, {"expects_yes", 11}, {"expects_no", 10},
};
enum { FLAGS = sizeof flag_names / sizeof *flag_names };

static void write_themes(buf *out, const codebook *book, uint64_t themes) {
    char sign = '/';
    for (size_t i = 0; i < book->theme_count; i++) {
        if (!(themes >> i & 1)) continue;
        buf_add_char(out, sign);
        buf_add(out, book->codes[book->theme_code[i]].name);
        sign = '+';
    }
}

void coding_write(buf *out, const codebook *book, const coding *c) {
    for (uint32_t i = 0; i < c->count; i++) {
        const coded *each = &c->at[i];
        if (i) buf_add_char(out, ';');
        buf_add(out, book->codes[each->code].name);
        write_themes(out, book, each->themes);
        buf_add_char(out, '@');
        buf_add_char(out, each->confidence >= 100 ? '1' : '0');
        buf_add_char(out, '.');
        buf_add_char(out, (char)('0' + each->confidence / 10 % 10));
        buf_add_char(out, (char)('0' + each->confidence % 10));
        for (unsigned flag = 0; flag < FLAGS; flag++) {
            if (!(each->flags >> flag & 1)) continue;
            buf_add_char(out, '!');
            buf_add(out, flag_names[flag]);
        }
    }
}

static bool parse_flags(coded *out, str flags) {
    str_cut_result cut = {.tail = flags, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '!');
        unsigned flag = 0;
        while (flag < FLAGS && !str_equal(flag_names[flag], cut.head)) flag++;
        if (flag == FLAGS) return false;
        out->flags |= (uint8_t)(1u << flag);
    }
    return true;
}

static bool parse_themes(coded *out, const codebook *book, str themes) {
    str_cut_result cut = {.tail = themes, .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, '+');
        uint8_t index = codebook_code(book, cut.head);
        if (index == 255 || book->codes[index].family != FAMILY_THEME) return false;
        out->themes |= 1ull << book->codes[index].theme;
    }
    return true;
}

// CODE[/THEMES][@confidence][!flags]: a person who codes by hand may leave the confidence out,
// which is then 1.
static bool parse_one(coded *out, const codebook *book, str text) {
    *out = (coded){.confidence = 100};
    str_cut_result flags = str_cut(text, '!');
    if (flags.found && !parse_flags(out, flags.tail)) return false;
    str_cut_result confidence = str_cut(flags.head, '@');
    if (confidence.found && !coding_confidence(confidence.tail, &out->confidence)) return false;
    str_cut_result themes = str_cut(confidence.head, '/');
    if (themes.found && !parse_themes(out, book, themes.tail)) return false;
    out->code = codebook_code(book, themes.head);
    return out->code != 255;
}

bool coding_confidence(str text, uint8_t *percent) {
    str_cut_result cut = str_cut(text, '.');
    int64_t whole = 0;
    if (cut.head.len > 1 || cut.tail.len > 2 || (!cut.head.len && !cut.tail.len)) return false;
    if (cut.head.len && !str_int64(cut.head, &whole)) return false;
    unsigned value = (unsigned)whole * 100, unit = 10;
    for (size_t i = 0; i < cut.tail.len; i++, unit /= 10) {
        if (cut.tail.at[i] < '0' || cut.tail.at[i] > '9') return false;
        value += (unsigned)(cut.tail.at[i] - '0') * unit;
    }
    if (value > 100) return false;
    *percent = (uint8_t)value;
    return true;
}

bool coding_parse(coding *out, const codebook *book, str codes, str rules) {
    out->count = out->rule_count = 0;
    str_cut_result cut = {.tail = codes, .found = codes.len > 0};
    while (cut.found) {
        cut = str_cut(cut.tail, ';');
        coded each;
        if (out->count == CODING_MAX || !parse_one(&each, book, str_trim(cut.head))) return false;
        for (uint32_t i = 0; i < out->count; i++)
            if (out->at[i].code == each.code) return false;
        out->at[out->count++] = each;
    }
    cut = (str_cut_result){.tail = rules, .found = rules.len > 0};
    while (cut.found) {
        cut = str_cut(cut.tail, ';');
        if (out->rule_count == CODING_MAX) return false;
        if (cut.head.len) out->rules[out->rule_count++] = cut.head;
    }
    return true;
}

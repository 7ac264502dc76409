#include "reader/whatsapp_line.h"

static str without_end(str said) {
    while (said.len && (said.at[said.len - 1] == ' ' || said.at[said.len - 1] == '\n')) said.len--;
    return said;
}

line_words whatsapp_line_more(const whatsapp_lines *l, const whatsapp_survey *survey, str said,
                              const char *next) {
    static const line_words unsure = {0};
    const char *end = l->left.at + l->left.len;
    str first = str_of(said.at, (size_t)(next - 1 - said.at));
    if (l->line_end != '\n' || next[-2] == '\r' || whatsapp_line_is_suspect(first)) return unsure;
    line_words all = {.next = next};
    do {
        size_t left = (size_t)(end - all.next);
        line_extent line = l->scan(str_of(all.next, left));
        if (survey->starts[(unsigned char)*all.next] || left < line.len + 1 + HEADER_LEAST ||
            all.next[line.len] != '\n' || !line.unmarked)
            return unsure;
        all.next += line.len + 1;
        all.lines++;
        if ((size_t)(all.next - l->left.at) > l->most) return unsure;
    } while (!header_has_date(&survey->memory, all.next));
    all.said = without_end(str_of(said.at, (size_t)(all.next - said.at)));
    return all.said.at[all.said.len - 1] == '>' ? unsure : all;
}

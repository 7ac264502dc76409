#include "reader/whatsapp_line.h"

#include "base/scan.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

line_extent whatsapp_line_scan_plain(str s) {
    line_extent e = {0};
    e.len = scan_marked(s, '@', '@', '@', &e.high);
    return e;
}

#ifdef __x86_64__
__attribute__((target("avx2,bmi"))) line_extent whatsapp_line_scan_avx2(str s) {
    enum { BLOCK = 32 };
    const __m256i last = _mm256_set1_epi8(' ' - 1), sign = _mm256_set1_epi8('@');
    __m256i all = _mm256_setzero_si256();
    for (size_t at = 0; at + BLOCK <= s.len; at += BLOCK) {
        __m256i now = _mm256_loadu_si256((const __m256i *)(const void *)(s.at + at));
        __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(now, last), now);
        __m256i odd = _mm256_or_si256(low, _mm256_cmpeq_epi8(now, sign));
        uint32_t bits = (uint32_t)_mm256_movemask_epi8(odd);
        all = _mm256_or_si256(all, now);
        if (bits)
            return (line_extent){at + (size_t)__builtin_ctz(bits), _mm256_movemask_epi8(all) != 0};
    }
    return (line_extent){s.len, true};
}
#endif

line_scan *whatsapp_line_scan(void) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return whatsapp_line_scan_avx2;
#endif
    return whatsapp_line_scan_plain;
}

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
            all.next[line.len] != '\n')
            return unsure;
        all.next += line.len + 1;
        all.lines++;
        if ((size_t)(all.next - l->left.at) > l->most) return unsure;
    } while (!header_has_date(&survey->memory, all.next));
    all.said = without_end(str_of(said.at, (size_t)(all.next - said.at)));
    if (all.said.at[all.said.len - 1] == '>') return unsure;
    if (!whatsapp_is_ascii(all.said) && !whatsapp_is_narrow(all.said) &&
        !whatsapp_is_unmarked(all.said))
        return unsure;
    return all;
}

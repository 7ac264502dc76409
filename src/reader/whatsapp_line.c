#include "reader/whatsapp_line.h"

#include "base/scan.h"
#include "reader/whatsapp_body.h"
#include "reader/whatsapp_plain.h"

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

// Bytes of the end of the line at at, or 0.
static inline size_t end_at(const char *at, char line_end) {
    if (*at == line_end) return 1;
    return *at == '\r' && at[1] == line_end ? 2 : 0;
}

static inline str without_spaces(str said) {
    while (said.len && said.at[said.len - 1] == ' ') said.len--;
    return said;
}

size_t whatsapp_line_read(whatsapp_lines *l, const whatsapp_authors *authors,
                          const header_memory *memory, message *out) {
    str record = str_of(l->left.at + l->head, l->left.len - l->head);
    const author_recent *author = whatsapp_authors_seen(authors, record);
    if (!author || !author->plain) return 0;
    line_extent line = l->scan(record);
    if (record.len < line.len + 2 + HEADER_LEAST) return 0;
    const char *next = record.at + line.len;
    size_t end = end_at(next, l->line_end);
    next += end;
    size_t size = (size_t)(next - l->left.at), body = author->name.len + 2;
    if (end == 0 || size > l->most) return 0;
    str said = without_spaces(str_of(record.at + body, line.len - body));
    if (said.len == 0 || whatsapp_line_is_suspect(said)) return 0;
    if (line.high && !whatsapp_is_narrow(said) && !whatsapp_is_unmarked(said)) return 0;
    if (!header_has_date(memory, next)) return 0;
    uint64_t clock = header_clock_numbers(next + memory->hour, l->form);
    if (!header_is_clock(clock)) return 0;
    out->author = str_of(record.at, author->name.len);
    out->author_key = author->id + 1;
    out->text = said;
    out->looked_at = true;
    out->precision = l->precision;
    out->time_kind = TIME_LOCAL;
    out->time = l->day + (int64_t)l->second * 1000;
    l->second = header_second(clock);
    l->left = str_drop(l->left, size);
    return size;
}

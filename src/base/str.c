#include "base/str.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

int str_compare(str a, str b) {
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

size_t str_find(str s, str needle) {
    if (needle.len == 0) return 0;
    for (size_t from = 0; from + needle.len <= s.len;) {
        const char *hit = memchr(s.at + from, needle.at[0], s.len - needle.len + 1 - from);
        if (!hit) return SIZE_MAX;
        if (memcmp(hit, needle.at, needle.len) == 0) return (size_t)(hit - s.at);
        from = (size_t)(hit - s.at) + 1;
    }
    return SIZE_MAX;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

str str_trim_ends(str s) {
    if (!s.len) return s;
    const char *at = s.at, *end = s.at + s.len;
    while (at < end && is_space(*at)) at++;
    while (end > at && is_space(end[-1])) end--;
    return str_of(at, (size_t)(end - at));
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_equal_nocase(str a, str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    return true;
}

bool str_int64(str s, int64_t *value) {
    bool negative = s.len && s.at[0] == '-';
    if (negative) s = str_drop(s, 1);
    if (s.len == 0 || s.len > 19) return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        sum = sum * 10 + (uint64_t)(s.at[i] - '0');
    }
    if (sum > (uint64_t)INT64_MAX) return false;
    *value = negative ? -(int64_t)sum : (int64_t)sum;
    return true;
}

uint64_t str_hash(str s) { return XXH3_64bits(s.at ? s.at : "", s.len); }

// syntax_fold: the characters of a pattern as those of a folded text.
#include "base/utf8.h"
#include "classify/extent.h"
#include "classify/syntax.h"
#include "text/fold.h"

// Member by member: one that folding drops must stay, or a range would lose its end.
static void fold_class(buf *out, str members) {
    for (size_t at = 0; at < members.len;) {
        str member = str_of(members.at + at, utf8_decode(str_drop(members, at)).len);
        size_t before = out->len;
        if ((unsigned char)member.at[0] >= 0x80) fold_text(out, member);
        if (out->len == before) buf_add(out, member);
        at += member.len;
    }
}

void syntax_fold(buf *out, str pattern) {
    for (size_t at = 0, end; at < pattern.len; at = end) {
        unsigned char c = (unsigned char)pattern.at[at];
        end = at + 1;
        if (c == '[') {
            end = extent_class(pattern, at);
            fold_class(out, str_of(pattern.at + at, end - at));
        } else if (c == '\\' && end < pattern.len && (unsigned char)pattern.at[end] < 0x80) {
            buf_add(out, str_of(pattern.at + at, 2));
            end++;
        } else if (c < 0x80) {
            buf_add_char(out, (char)c);
        } else {
            while (end < pattern.len && (unsigned char)pattern.at[end] >= 0x80) end++;
            fold_text(out, str_of(pattern.at + at, end - at));
        }
    }
}

// fuzz_text: any bytes, repaired, are tokenized in order and within the text, and folding twice is
// folding once.
#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static buf text, once, twice;
    static tokens found;
    buf_reset(&text);
    utf8_repair(&text, str_of((const char *)data, size));
    require(utf8_valid(buf_str(&text)) == text.len);

    tokenize(&found, buf_str(&text));
    uint32_t before = 0;
    for (size_t i = 0; i < found.count; i++) {
        token t = found.at[i];
        require(before <= t.start && t.start < t.end && t.end <= text.len && t.kind < TOKEN_KINDS);
        str raw = str_of(text.at + t.start, t.end - t.start);
        require(utf8_valid(raw) == raw.len);
        buf_reset(&once);
        fold_token(&once, raw, (token_kind)t.kind, NULL, NULL);
        require(utf8_valid(buf_str(&once)) == once.len);
        before = t.end;
    }

    buf_reset(&once);
    buf_reset(&twice);
    fold_text(&once, buf_str(&text));
    fold_text(&twice, buf_str(&once));
    require(str_equal(buf_str(&once), buf_str(&twice)));
    return 0;
}

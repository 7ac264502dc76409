// fuzz_encoding: any bytes in any encoding become the same valid UTF-8 whole and in pieces, never
// more than three bytes for one, and every line end stays one.
//
// The first byte chooses the encoding, the second how many bytes come at a time.
#include <stdlib.h>

#include "base/utf8.h"
#include "input/legacy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

static legacy converter;

static size_t decode(encoding from, str in, bool end, buf *out) {
    return encoding_is_legacy(from) ? legacy_decode(&converter, in, end, out)
                                    : encoding_decode(from, in, end, out);
}

static void decode_in_pieces(encoding from, str in, size_t step, buf *out) {
    static buf raw;
    buf_reset(&raw);
    do {
        str piece = str_take(in, step);
        buf_add(&raw, piece);
        in = str_drop(in, piece.len);
        size_t used = decode(from, buf_str(&raw), in.len == 0, out);
        require(used <= raw.len && raw.len - used < 4 && (in.len || used == raw.len));
        raw.len -= used;
        if (raw.len) memmove(raw.at, raw.at + used, raw.len);
    } while (in.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static buf whole, pieces;
    if (size < 2) return 0;
    encoding from = (encoding)(ENCODING_UTF16LE + data[0] % (ENCODING_NONE - ENCODING_UTF16LE));
    require(!encoding_is_legacy(from) || legacy_open(&converter, from));
    str in = str_of((const char *)data + 2, size - 2);
    buf_reset(&whole);
    buf_reset(&pieces);
    require(decode(from, in, true, &whole) == in.len);
    decode_in_pieces(from, in, 1 + data[1] % 17u, &pieces);
    require(str_equal(buf_str(&whole), buf_str(&pieces)));
    require(utf8_valid(buf_str(&whole)) == whole.len && whole.len <= in.len * 3);
    require(encoding_detect(in) < ENCODING_NONE);
    if (!encoding_is_legacy(from)) return 0;
    // A line end is never inside of a character, so that no line takes another's.
    size_t ends = 0, kept = 0;
    for (size_t i = 0; i < in.len; i++) ends += in.at[i] == '\n';
    for (size_t i = 0; i < whole.len; i++) kept += whole.at[i] == '\n';
    require(ends == kept);
    return 0;
}

#include "text/blocks.h"

#include "text/blocks_walk.h"

// The token that is written next.
BLOCKS_INLINE void add_token(void *context, const char *at, size_t start, size_t end,
                             token_kind kind) {
    token **next = context;
    if (kind == TOKEN_KINDS) kind = tokenize_kind(str_of(at, end - start));
    *(*next)++ = (token){(uint32_t)start, (uint32_t)end, 0, (uint8_t)kind, 0, 0};
}

BLOCKS_INLINE void end_block(void *context, uint64_t continued) {
    (void)context;
    (void)continued;
}

BLOCKS_INLINE size_t take(tokens *out, str text, size_t at,
                          masks (*masks_of)(const char *, size_t, char *)) {
    token *next = out->at + out->count;
    at = blocks_walk((block_visitor){add_token, end_block, &next}, text, at, masks_of);
    out->count = (size_t)(next - out->at);
    return at;
}

#ifdef __x86_64__
MASKS_AVX2 static size_t take_avx2(tokens *out, str text, size_t at) {
    return take(out, text, at, masks_avx2);
}
#endif

size_t blocks_take(tokens *out, str text, size_t at) {
    if (!blocks_begin(text, at)) return at;
#ifdef __x86_64__
    if (blocks_have_avx2()) return take_avx2(out, text, at);
#endif
    return take(out, text, at, BLOCKS_MASKS);
}

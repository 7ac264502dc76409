// tokenize: a message's text as words, numbers, emoji, emoticons, links, mentions, hashtags and
// punctuation.
//
// Words are UAX #29 words (Unicode 15.0), except that a link, an e-mail address, @name, #tag and an
// emoticon such as :-) or <3 is one token, and an emoji with its modifiers and joiners is one.
// White space makes no token.
#ifndef TEXT_TOKENIZE_H
#define TEXT_TOKENIZE_H

#include "base/memory.h"
#include "base/str.h"

typedef enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_EMOJI,
    TOKEN_EMOTICON,
    TOKEN_URL,
    TOKEN_MENTION,
    TOKEN_HASHTAG,
    TOKEN_PUNCTUATION,
    TOKEN_KINDS,
} token_kind;

typedef struct token {
    uint32_t start, end; // bytes in the text
    uint32_t word;       // for the caller (classify keeps the memo's index here); 0 from tokenize
    uint8_t kind;        // token_kind
    uint8_t len;         // likewise for the caller, as is
    uint16_t flags;      // this
} token;

typedef struct tokens {
    token *at;
    size_t count, room;
} tokens;

// Replaces the contents of *out by the tokens of text (valid UTF-8, below 4 GiB), in order, without
// overlaps.
void tokenize(tokens *out, str text);

// The same for who takes what plain text begins with by blocks_walk: makes room, then takes the one
// token at `at` or behind white space there, if any, and returns where it ends. out must have been
// begun with this text.
static inline void tokenize_begin(tokens *out, str text) {
    out->count = 0;
    memory_reserve(out->at, out->room, text.len); // a token per byte
}
size_t tokenize_next(tokens *out, str text, size_t at);

// The kind of what UAX #29 cuts out and is neither special nor a word; TOKEN_KINDS when it makes no
// token.
token_kind tokenize_kind(str segment);

str token_kind_name(token_kind kind); // "word", "number", …

#endif

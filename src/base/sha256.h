// sha256: OpenSSL's SHA-256, by the functions that allocate nothing, cannot fail, and read no
// configuration.
//
// EVP costs 9 million instructions at the start of a program, two thirds of what a short run took,
// and in OpenSSL 3.0 it crashes when memory runs out while it initializes.
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

enum { SHA256_SIZE = 32 };

// Lives anywhere and owns nothing.
typedef struct sha256 {
    uint64_t state[16]; // OpenSSL's SHA256_CTX
} sha256;

void sha256_start(sha256 *s);
void sha256_add(sha256 *s, str bytes);
void sha256_end(sha256 *s, unsigned char out[SHA256_SIZE]);

#endif

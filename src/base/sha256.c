#define OPENSSL_API_COMPAT 0x10101000L // before these functions were advised against

#include "base/sha256.h"

#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(sha256), "a sha256 has room for OpenSSL's state");

static SHA256_CTX *context(sha256 *s) { return (SHA256_CTX *)(void *)s; }

void sha256_start(sha256 *s) { SHA256_Init(context(s)); }

void sha256_add(sha256 *s, str bytes) {
    if (bytes.len) SHA256_Update(context(s), bytes.at, bytes.len);
}

void sha256_end(sha256 *s, unsigned char out[SHA256_SIZE]) { SHA256_Final(out, context(s)); }

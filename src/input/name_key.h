// name_key: pseudonyms that only who has the key can make: keyed BLAKE2b of a name, by libsodium.
#ifndef INPUT_NAME_KEY_H
#define INPUT_NAME_KEY_H

#include "base/error.h"
#include "base/str.h"

typedef struct name_key name_key;

enum { NAME_KEY_LEN = 18 }; // "k_" and 16 characters of base32: 80 bits

// Reads the key, 32 to 64 bytes of any kind, from a regular file that only its owner may read. It
// is kept in locked memory and wiped by name_key_free. NULL with *err set (ATTUNE_USAGE) when there
// is no such file, or it is too short, too long, or open to others.
name_key *name_key_new(const char *path, error *err);

// The pseudonym of a name in NFC: the same for the same name and key, in every run.
void name_key_make(const name_key *k, str name, char out[NAME_KEY_LEN]);

// Whether name is such a pseudonym already.
bool name_key_made(str name);

void name_key_free(name_key *k);

#endif

#include "input/name_key.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHORTEST = crypto_generichash_KEYBYTES, LONGEST = crypto_generichash_KEYBYTES_MAX };

struct name_key {
    size_t len;
    unsigned char bytes[LONGEST + 1]; // one more tells a file that is too long
};

static bool refuse(error *err, const char *path, const char *why, const char *hint) {
    error_set(err, ATTUNE_USAGE, "%s: error: %s", path, why);
    return error_hint(err, "%s", hint);
}

// Reads the whole key from an open file.
static bool read_key(name_key *k, int file, const char *path, error *err) {
    static const char make[] = "make one: (umask 077; head -c 32 /dev/urandom > FILE)";
    struct stat about;
    if (fstat(file, &about) != 0) return refuse(err, path, strerror(errno), make);
    if (!S_ISREG(about.st_mode)) return refuse(err, path, "not a regular file", make);
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return refuse(err, path, "others than its owner may open the key", "chmod 600 FILE");
    while (k->len < sizeof k->bytes) {
        ssize_t got = read(file, k->bytes + k->len, sizeof k->bytes - k->len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return refuse(err, path, strerror(errno), make);
        if (got == 0) break;
        k->len += (size_t)got;
    }
    if (k->len < SHORTEST || k->len > LONGEST)
        return refuse(err, path, "a key has 32 to 64 bytes", make);
    return true;
}

name_key *name_key_new(const char *path, error *err) {
    if (sodium_init() < 0) memory_exhausted();
    name_key *k = sodium_malloc(sizeof *k);
    if (!k) memory_exhausted();
    k->len = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool ok = false;
    if (file < 0) {
        refuse(err, path, strerror(errno), "--key-file names the key");
    } else {
        ok = read_key(k, file, path, err);
        close(file);
    }
    if (ok) return k;
    sodium_free(k);
    return NULL;
}

void name_key_make(const name_key *k, str name, char out[NAME_KEY_LEN]) {
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    static const unsigned char what[] = "attune name 1";
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    crypto_generichash_init(&state, k->bytes, k->len, sizeof hash);
    crypto_generichash_update(&state, what, sizeof what);
    crypto_generichash_update(&state, (const unsigned char *)name.at, name.len);
    crypto_generichash_final(&state, hash, sizeof hash);
    out[0] = 'k';
    out[1] = '_';
    for (size_t i = 2, bit = 0; i < NAME_KEY_LEN; i++, bit += 5) {
        unsigned pair = (unsigned)hash[bit / 8] << 8 | hash[bit / 8 + 1];
        out[i] = digits[pair >> (11 - bit % 8) & 31];
    }
}

bool name_key_made(str name) {
    if (name.len != NAME_KEY_LEN || !str_starts(name, STR("k_"))) return false;
    for (size_t i = 2; i < NAME_KEY_LEN; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) return false;
    }
    return true;
}

void name_key_free(name_key *k) { sodium_free(k); }

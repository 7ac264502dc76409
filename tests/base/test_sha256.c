#include "base/sha256.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect(str text, size_t step, const char *wanted) {
    sha256 hash;
    unsigned char digest[SHA256_SIZE];
    char got[2 * SHA256_SIZE + 1];
    sha256_start(&hash);
    for (str rest = text; rest.len; rest = str_drop(rest, step))
        sha256_add(&hash, str_take(rest, step));
    sha256_end(&hash, digest);
    for (size_t i = 0; i < SHA256_SIZE; i++) snprintf(got + 2 * i, 3, "%02x", digest[i]);
    cr_assert_str_eq(got, wanted);
}

// FIPS 180-4, appendix B, and the digest of nothing.
Test(sha256, gives_the_digests_of_the_standard_in_pieces_of_any_size) {
    for (size_t step = 1; step < 70; step++) {
        expect(STR(""), step, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        expect(STR("abc"), step,
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        expect(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), step,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
}

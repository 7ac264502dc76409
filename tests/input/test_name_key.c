#include "input/name_key.h"
#include "input/packed.h"
#include "input/unpack.h"

#include <criterion/parameterized.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct shape_case {
    char name[32];
    bool made;
} shape_case;

ParameterizedTestParameters(name_key, knows_what_it_made_by_its_shape) {
    static shape_case cases[] = {
        {"k_abcdefghijklmnop", true},        {"k_zzzzzzzz22222777", true},
        {"k_abcdefghijklmno", false},        {"k_abcdefghijklmnopq", false},
        {"kkabcdefghijklmnop", false},       {"k_abcdefghijklmno`", false},
        {"k_abcdefghijklmno{", false},       {"k_abcdefghijklmno1", false},
        {"k_abcdefghijklmno8", false},       {"k_Abcdefghijklmnop", false},
        {"k_abcdefgh\xC3\xA9jklmno", false}, {"", false},
    };
    return cr_make_param_array(shape_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(shape_case *c, name_key, knows_what_it_made_by_its_shape) {
    cr_assert_eq(name_key_made(str_from(c->name)), c->made, "%s", c->name);
}

// The pseudonym of a name by a key of so many bytes, or false.
static bool keyed(size_t size, mode_t rights, const char *name, char out[NAME_KEY_LEN]) {
    char bytes[80];
    memset(bytes, 'k', sizeof bytes);
    const char *folder = packed_folder(), *path = packed_file(folder, "key", str_of(bytes, size));
    cr_assert_eq(chmod(path, rights), 0);
    error err = {0};
    name_key *k = name_key_new(path, &err);
    cr_assert_eq(k == NULL, err.status == ATTUNE_USAGE);
    bool ok = k != NULL;
    if (ok) name_key_make(k, str_from(name), out);
    if (ok) name_key_free(k);
    packed_remove(folder);
    return ok;
}

Test(name_key, makes_what_keyed_blake2b_makes) {
    // hashlib.blake2b(b"attune name 1\0" + b"Ada", key=b"k" * 32, digest_size=16), base32
    char made[NAME_KEY_LEN];
    cr_assert(keyed(32, 0600, "Ada", made));
    cr_assert_eq(memcmp(made, "k_hevc6f3jtgkev4ay", NAME_KEY_LEN), 0, "%.18s", made);
    cr_assert(name_key_made(str_of(made, NAME_KEY_LEN)));
    char other[NAME_KEY_LEN];
    cr_assert(keyed(64, 0400, "Ada", other));
    cr_assert_neq(memcmp(made, other, NAME_KEY_LEN), 0);
}

Test(name_key, is_refused_when_it_is_too_short_too_long_or_open_to_others) {
    char made[NAME_KEY_LEN];
    cr_assert(!keyed(31, 0600, "Ada", made));
    cr_assert(keyed(33, 0600, "Ada", made));
    cr_assert(keyed(63, 0600, "Ada", made));
    cr_assert(!keyed(65, 0600, "Ada", made));
    cr_assert(!keyed(0, 0600, "Ada", made));
    const mode_t open[] = {0640, 0604, 0620, 0602, 0610, 0601};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        cr_assert(!keyed(32, open[i], "Ada", made), "%o", (unsigned)open[i]);
    error err = {0};
    cr_assert(!name_key_new("/tmp", &err));
    cr_assert_eq(err.status, ATTUNE_USAGE);
    cr_assert(!name_key_new("/no/such/key", &err));
}

Test(packing, is_known_by_all_of_its_magic) {
    const struct {
        str head;
        packing kind;
    } cases[] = {
        {STR("\x1F\x8B\x08"), PACKING_GZIP},
        {STR("\x1F\x8B\x07"), PACKING_NONE},
        {STR("\x1F\x8A\x08"), PACKING_NONE},
        {STR("\x1E\x8B\x08"), PACKING_NONE},
        {STR("\x1F\x8B"), PACKING_NONE},
        {STR("BZh:\x31\x41\x59\x26\x53\x59"), PACKING_NONE},
        {STR("BZh9\x31\x41\x59\x26\x53\x59!"), PACKING_BZIP2},
        {STR("BZh9\x17\x72\x45\x38\x50\x90!"), PACKING_BZIP2},
        {STR("BZh9\x31\x41\x59\x26\x53\x59"), PACKING_BZIP2},
        {STR("BZh1\x17\x72\x45\x38\x50\x90"), PACKING_BZIP2},
        {STR("BZh0\x31\x41\x59\x26\x53\x59"), PACKING_NONE},
        {STR("BZh9\x31\x41\x59\x26\x53\x58"), PACKING_NONE},
        {STR("BZh9\x17\x72\x45\x38\x50\x91"), PACKING_NONE},
        {STR("BZh9\x31\x41\x59\x26\x53"), PACKING_NONE},
        {STR("\xFD"
             "7zXZ\0"),
         PACKING_XZ},
        {STR("\x28\xB5\x2F\xFD"), PACKING_ZSTD},
        {STR("\x50\x2A\x4D\x18"
             "1234"),
         PACKING_ZSTD},
        {STR("\x5F\x2A\x4D\x18"
             "1234"),
         PACKING_ZSTD},
        {STR("\x60\x2A\x4D\x18"
             "1234"),
         PACKING_NONE},
        {STR("\x4F\x2A\x4D\x18"
             "1234"),
         PACKING_NONE},
        {STR("\x50\x2A\x4D\x18"
             "123"),
         PACKING_NONE},
        {STR("PK\x03\x04"), PACKING_ZIP},
        {STR("PK\x05\x06"), PACKING_ZIP},
        {STR("PK\x01\x02"), PACKING_NONE},
        {STR("Ada: one"), PACKING_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(packing_of(cases[i].head), cases[i].kind, "case %zu", i);
}

Test(packing, of_a_tar_is_known_by_its_258th_byte) {
    char head[PACKING_HEAD] = {0};
    memcpy(head + 257, "ustar", 5);
    cr_assert_eq(packing_of(str_of(head, 262)), PACKING_TAR);
    cr_assert_eq(packing_of(str_of(head, sizeof head)), PACKING_TAR);
    cr_assert_eq(packing_of(str_of(head, 261)), PACKING_NONE);
    head[262] = ' '; // the older form of GNU goes on otherwise
    cr_assert_eq(packing_of(str_of(head, sizeof head)), PACKING_TAR);
    head[261] = 'x';
    cr_assert_eq(packing_of(str_of(head, sizeof head)), PACKING_NONE);
}

Test(name_key, is_read_when_standard_input_is_closed_and_leaves_it_so) {
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "key", STR("a key of so many bytes: thirty-two"));
    cr_assert_eq(chmod(path, 0600), 0);
    close(STDIN_FILENO);
    error err = {0};
    name_key *k = name_key_new(path, &err);
    cr_assert(k, "%s", err.what);
    cr_expect_eq(fcntl(STDIN_FILENO, F_GETFD), -1);
    name_key_free(k);
    packed_remove(folder);
}

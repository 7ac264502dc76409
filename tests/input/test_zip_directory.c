#include <criterion/criterion.h>

#include "input/packed.h"
#include "input/zip_directory.h"

// Written by Python's zipfile: b/Zo\u00eb.txt of 2024-02-29 23:58:58, a.txt of 1980-01-01 00:00:00
// and later of 2107-12-31 23:59:58.
static const char zip[] = "\x50\x4b\x03\x04\x14\x00\x00\x08\x00\x00\x5d\xbf\x5d\x58\x83\x16\xdc\x8c"
                          "\x01\x00\x00\x00\x01\x00"
                          "\x00\x00\x0a\x00\x00\x00\x62\x2f\x5a\x6f\xc3\xab\x2e\x74\x78\x74\x78\x50"
                          "\x4b\x03\x04\x14\x00\x00"
                          "\x00\x00\x00\x00\x00\x21\x00\x83\x16\xdc\x8c\x01\x00\x00\x00\x01\x00\x00"
                          "\x00\x05\x00\x00\x00\x61"
                          "\x2e\x74\x78\x74\x78\x50\x4b\x03\x04\x14\x00\x00\x00\x00\x00\x7d\xbf\x9f"
                          "\xff\x83\x16\xdc\x8c\x01"
                          "\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00\x6c\x61\x74\x65\x72\x78\x50"
                          "\x4b\x01\x02\x14\x03\x14"
                          "\x00\x00\x08\x00\x00\x5d\xbf\x5d\x58\x83\x16\xdc\x8c\x01\x00\x00\x00\x01"
                          "\x00\x00\x00\x0a\x00\x00"
                          "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\x62\x2f\x5a"
                          "\x6f\xc3\xab\x2e\x74\x78"
                          "\x74\x50\x4b\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00\x83"
                          "\x16\xdc\x8c\x01\x00\x00"
                          "\x00\x01\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80"
                          "\x01\x29\x00\x00\x00\x61"
                          "\x2e\x74\x78\x74\x50\x4b\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00\x7d\xbf"
                          "\x9f\xff\x83\x16\xdc\x8c"
                          "\x01\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                          "\x00\x00\x80\x01\x4d\x00"
                          "\x00\x00\x6c\x61\x74\x65\x72\x50\x4b\x05\x06\x00\x00\x00\x00\x03\x00\x03"
                          "\x00\x9e\x00\x00\x00\x71"
                          "\x00\x00\x00\x00\x00";

static bool read_bytes(zip_directory *d, str bytes) {
    const char *folder = packed_folder();
    int file = open(packed_file(folder, "zip", bytes), O_RDONLY);
    packed_remove(folder);
    return zip_directory_read(d, file, bytes.len, 1000);
}

Test(zip_directory, has_names_in_utf8_and_times_of_the_writers_clock) {
    zip_directory d = {0};
    buf name = {0};
    int64_t written;
    cr_assert(read_bytes(&d, str_of(zip, sizeof zip - 1)));
    cr_assert_eq(d.count, 3);
    static const struct {
        const char *name;
        int64_t written; // by Python's datetime
    } wanted[] = {
        {"b/Zo\xC3\xAB.txt", 1709251138000}, {"a.txt", 315532800000}, {"later", 4354819198000}};
    for (size_t i = 0; i < 3; i++) {
        cr_assert(zip_directory_member(&d, i, &name, &written));
        cr_assert(str_equal(buf_str(&name), str_from(wanted[i].name)));
        cr_assert_eq(written, wanted[i].written);
    }
    cr_assert_not(zip_directory_member(&d, 3, &name, &written));
    zip_directory_release(&d);
    buf_release(&name);
}

Test(zip_directory, survives_any_damage) {
    char damaged[sizeof zip - 1];
    zip_directory d = {0};
    buf name = {0};
    int64_t written;
    for (size_t i = 0; i < sizeof damaged; i += 3)
        for (int k = 0; k < 2; k++) {
            memcpy(damaged, zip, sizeof damaged);
            damaged[i] = k ? '\xFF' : 0;
            read_bytes(&d, str_of(damaged, sizeof damaged));
            cr_assert_leq(d.count, 3);
            for (size_t n = 0; n < 4; n++) zip_directory_member(&d, n, &name, &written);
            close(d.descriptor);
        }
    for (size_t len = 0; len < sizeof damaged; len += 7) {
        cr_assert_not(read_bytes(&d, str_of(zip, len)));
        close(d.descriptor);
    }
    zip_directory_release(&d);
    buf_release(&name);
}

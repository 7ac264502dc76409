#include "report/libraries.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <archive.h>
#include <csv.h>
#include <expat.h>
#include <openssl/crypto.h>
#include <pcre2.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <utf8proc.h>
#include <xxhash.h>
#include <yajl/yajl_version.h>

// Three numbers packed as 10000 a + 100 b + c.
static void write_packed(json *out, const char *name, unsigned packed) {
    char text[32];
    int len =
        snprintf(text, sizeof text, "%u.%u.%u", packed / 10000, packed / 100 % 100, packed % 100);
    json_text(out, name, str_of(text, (size_t)len));
}

static void write_pcre2(json *out) {
    char version[64] = "";
    uint32_t jit = 0;
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) < (int)sizeof version)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    pcre2_config(PCRE2_CONFIG_JIT, &jit);
    json_text(out, "pcre2", str_from(version));
    json_flag(out, "pcre2_jit", jit);
}

void libraries_write(json *out, const char *name) {
    json_object(out, name);
    str archive = str_from(archive_version_string()); // "libarchive 3.6.2"
    json_text(out, "libarchive", str_drop(archive, sizeof "libarchive"));
    XML_Expat_Version expat = XML_ExpatVersionInfo();
    write_packed(out, "expat", (unsigned)(expat.major * 10000 + expat.minor * 100 + expat.micro));
    write_packed(out, "libcsv", CSV_MAJOR * 10000 + CSV_MINOR * 100 + CSV_RELEASE);
    json_text(out, "libsodium", str_from(sodium_version_string()));
    json_text(out, "openssl", str_from(OpenSSL_version(OPENSSL_VERSION_STRING)));
    write_pcre2(out);
    json_text(out, "sqlite", str_from(sqlite3_libversion()));
    json_text(out, "unicode", str_from(utf8proc_unicode_version()));
    json_text(out, "utf8proc", str_from(utf8proc_version()));
    write_packed(out, "xxhash", XXH_VERSION_NUMBER);
    write_packed(out, "yajl", (unsigned)yajl_version());
    json_close_object(out);
}

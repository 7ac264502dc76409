#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/utf8.h"
#include "input/bytes.h"
#include "input/legacy.h"
#include "run_options.h"

// The bytes are those of the codecs of Python 3.
static const struct {
    const char *name, *in, *out;
} texts[] = {
    {"cp949",
     "\xBE\xC8\xB3\xE7 \x8C"
     "c\xB9\xE6\xB0\xA2\xC7\xCF \xA4\xA1",
     "안녕 똠방각하 ㄱ"},
    {"cp874", "\xCA\xC7\xD1\xCA\xB4\xD5 \xF9 \x85", "สวัสดี ๙ …"},
    {"gb18030",
     "\xC4\xE3\xBA\xC3 \x94"
     "9\xFC"
     "6 \xA2\xE3 \x81"
     "9\xEE"
     "9",
     "你好 😀 € 㐀"},
    {"big5", "\xB3\x5C\xA5\x5C\xBB\x5C a", "許功蓋 a"},
    {"shift_jis", "\x95\x5C\x83\x5C \xB6\xC5 \x87@~", "表ソ ｶﾅ ①~"},
    {"euc-jp", "\xC6\xFC\xCB\xDC \x8E\xB1 \x8F\xB0\xA1", "日本 ｱ 丂"},
    {"cp1250", "\x9Elu\x9D \x80", "žluť €"},
    {"cp1251", "\xEF\xF0\xE8\xE2\xE5\xF2 \xB8\xE6\xE8\xEA \xB9", "привет ёжик №"},
    {"cp1253", "\xEA\xE1\xEB\xE7\xEC\xDD\xF1\xE1", "καλημέρα"},
    {"cp1254",
     "i\xF0ne \xFE"
     "ey \xFD",
     "iğne şey ı"},
    {"cp1256", "\xE3\xD1\xCD\xC8\xC7 \x81", "مرحبا پ"},
    {"cp1257", "a\xE8i\xFB \xFE\xE0sis", "ačiū žąsis"},
    {"cp866", "\xAF\xE0\xA8\xA2\xA5\xE2 \xF1", "привет ё"},
    {"koi8-r", "\xD0\xD2\xC9\xD7\xC5\xD4 \xB3", "привет Ё"},
    {"koi8-u", "\xD0\xD2\xC9\xD7\xA6\xD4 \xAD", "привіт ґ"},
    {"iso-8859-2", "\xBElu\xBB \xB3", "žluť ł"},
    {"iso-8859-15", "5 \xA4 \xBD", "5 € œ"},
    // What is broken costs its first byte; what behind it is a character stays one.
    {"cp949",
     "a\xFF\xFE"
     "b",
     "a\xEF\xBF\xBD\xEF\xBF\xBD"
     "b"},
    {"cp949", "\xB0\n\xB0\xA1", "\xEF\xBF\xBD\n가"},
    {"cp949", "\xB0\xA1\xB0", "가\xEF\xBF\xBD"},
    {"cp949", "\x80\xC9\xA1", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"cp949", "\xA2\xE8x", "\xEF\xBF\xBD\xEF\xBF\xBDx"}, // glibc stops behind it, not before
    {"cp874", "\xDB\xA1\xFF", "\xEF\xBF\xBDก\xEF\xBF\xBD"},
    {"gb18030", "\x81\x30\x81",
     "\xEF\xBF\xBD"
     "0\xEF\xBF\xBD"},
    {"gb18030", "\x81\x30\x81\nx",
     "\xEF\xBF\xBD"
     "0\xEF\xBF\xBD\nx"},
    {"shift_jis", "\xA0\x95\n", "\xEF\xBF\xBD\xEF\xBF\xBD\n"},
    {"euc-jp", "\x8F\xB0", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"big5", "", ""},
};

enum { TEXTS = sizeof texts / sizeof *texts };

// As a source does: what a piece leaves waits for the next.
static void decode_in_two(legacy *l, str in, size_t cut, buf *out) {
    buf raw = {0};
    buf_add(&raw, str_take(in, cut));
    size_t used = legacy_decode(l, buf_str(&raw), false, out);
    cr_assert_leq(used, raw.len);
    buf_reset(&raw);
    buf_add(&raw, str_drop(in, used));
    cr_assert_eq(legacy_decode(l, buf_str(&raw), true, out), raw.len);
    buf_release(&raw);
}

Test(legacy, decodes_alike_wherever_a_character_is_cut) {
    legacy l = {0};
    for (size_t i = 0; i < TEXTS; i++) {
        str in = str_from(texts[i].in), wanted = str_from(texts[i].out);
        cr_assert(legacy_open(&l, encoding_of(str_from(texts[i].name))), "%s", texts[i].name);
        for (size_t cut = 0; cut <= in.len; cut++) {
            buf out = {0};
            decode_in_two(&l, in, cut, &out);
            cr_assert(str_equal(buf_str(&out), wanted), "%s, case %zu, cut at %zu: %.*s",
                      texts[i].name, i, cut, (int)out.len, out.at);
            buf_release(&out);
        }
    }
    legacy_close(&l);
}

Test(legacy, lets_an_unfinished_character_wait) {
    legacy l = {0};
    buf out = {0};
    cr_assert(legacy_open(&l, ENCODING_GB18030));
    for (size_t have = 1; have < 4; have++)
        cr_assert_eq(legacy_decode(&l, str_of("\x94\x39\xFC\x36", have), false, &out), 0);
    cr_assert_eq(legacy_decode(&l, STR("a\x94\x39"), false, &out), 1);
    cr_assert(str_equal(buf_str(&out), STR("a")));
    legacy_close(&l);
    buf_release(&out);
}

Test(legacy, takes_any_bytes_in_any_pieces) {
    enum { SIZE = 3000 };
    char bytes[SIZE];
    uint64_t seed = 7;
    legacy l = {0};
    for (encoding which = ENCODING_CP949; which < ENCODING_NONE; which++) {
        for (size_t i = 0; i < SIZE; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(seed >> 56);
        }
        buf whole = {0};
        cr_assert(legacy_open(&l, which));
        cr_assert_eq(legacy_decode(&l, str_of(bytes, SIZE), true, &whole), SIZE);
        cr_assert_eq(utf8_valid(buf_str(&whole)), whole.len, "%s", encoding_name(which));
        cr_assert_leq(whole.len, 3 * SIZE);
        for (size_t step = 1; step < 9; step++) {
            buf raw = {0}, out = {0};
            for (size_t at = 0; at < SIZE; at += step) {
                buf_add(&raw, str_take(str_of(bytes + at, SIZE - at), step));
                size_t used = legacy_decode(&l, buf_str(&raw), at + step >= SIZE, &out);
                raw.len -= used;
                memmove(raw.at, raw.at + used, raw.len);
                cr_assert_lt(raw.len, 4);
            }
            cr_assert(str_equal(buf_str(&out), buf_str(&whole)), "%s in steps of %zu",
                      encoding_name(which), step);
            buf_release(&raw);
            buf_release(&out);
        }
        buf_release(&whole);
    }
    legacy_close(&l);
}

Test(legacy, has_ascii_as_ascii) {
    char ascii[128];
    for (size_t i = 0; i < sizeof ascii; i++) ascii[i] = (char)i;
    legacy l = {0};
    for (encoding which = ENCODING_CP949; which < ENCODING_NONE; which++) {
        buf out = {0};
        cr_assert(legacy_open(&l, which));
        legacy_decode(&l, str_of(ascii, sizeof ascii), true, &out);
        cr_assert(str_equal(buf_str(&out), str_of(ascii, sizeof ascii)), "%s",
                  encoding_name(which));
        buf_release(&out);
    }
    legacy_close(&l);
}

Test(legacy, is_only_what_is_not_decoded_here) {
    legacy l = {0};
    for (encoding which = ENCODING_UTF8; which <= ENCODING_NONE; which++)
        cr_assert_eq(legacy_open(&l, which), encoding_is_legacy(which));
    legacy_close(&l);
    legacy_close(&l);
}

// ---- as a source

static void expect_text(source *s, const char *wanted) {
    cr_assert(str_equal(source_peek(s, 1000), str_from(wanted)), "%.*s",
              (int)source_peek(s, 1000).len, source_peek(s, 1000).at);
}

Test(legacy, is_read_by_a_source_in_whatever_pieces) {
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t step = 1; step < 7; step++) {
            bytes_stream b;
            source *s = bytes_source(&b, str_from(texts[i].in), step, texts[i].name);
            expect_text(s, texts[i].out);
            cr_assert_not(source_guessed(s));
            source_free(s);
        }
}

Test(legacy, goes_on_behind_the_window_where_it_was_cut) {
    // Characters of two bytes behind one of one byte: the windows end inside of characters.
    enum { PAIRS = 3 << 20 };
    char *in = malloc(1 + 2 * PAIRS);
    in[0] = 'a';
    for (size_t i = 0; i < PAIRS; i++) memcpy(in + 1 + 2 * i, "\xB0\xA1", 2);
    bytes_stream b;
    source *s = bytes_source(&b, str_of(in, 1 + 2 * PAIRS), 65521, "cp949");
    cr_assert_eq(source_peek(s, 1).at[0], 'a');
    source_consume(s, 1);
    size_t count = 0;
    for (str w; (w = source_peek(s, 3000)).len >= 3; count++) {
        cr_assert(str_starts(w, STR("가")), "at %zu", count);
        source_consume(s, 3);
    }
    cr_assert_eq(count, PAIRS);
    source_free(s);
    free(in);
}

Test(legacy, is_forgotten_when_a_source_begins_again) {
    bytes_stream b;
    source *s = bytes_source(&b, STR("\xB0\xA1\xB0"), 1, "cp949");
    expect_text(s, "가\xEF\xBF\xBD");
    static const struct {
        const char *name, *in, *out;
    } next[] = {{"cp949", "\xA1\xA1", "\u3000"}, // not behind what the other has left
                {"cp1251", "\xA1", "Ў"},
                {"utf-8", "가", "가"},
                {"cp949", "\xB0\xA1", "가"}};
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        b.left = str_from(next[i].in);
        source_start(s, &b.base, (source_about){.label = "bytes", .encoding = next[i].name});
        expect_text(s, next[i].out);
    }
    source_free(s);
}

// ---- where the system has no tables

// The library loads them from files, of which none can be opened while this holds.
static struct rlimit close_files(void) {
    struct rlimit before;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){0, before.rlim_max});
    return before;
}

static void open_files(struct rlimit before) { setrlimit(RLIMIT_NOFILE, &before); }

static bool has_own_tables(void) {
    struct rlimit before = close_files();
    legacy l = {0};
    bool found = legacy_open(&l, ENCODING_CP949);
    legacy_close(&l);
    open_files(before);
    return found;
}

Test(legacy, that_the_system_cannot_convert_is_refused_as_an_option) {
    if (has_own_tables()) cr_skip_test("the C library has its tables in itself");
    attune_options o = attune_defaults();
    error err = {0};
    o.encoding = "cp949";
    struct rlimit before = close_files();
    bool taken = run_options_check(&o, &err);
    open_files(before);
    cr_assert_not(taken);
    cr_assert_eq(err.status, ATTUNE_USAGE);
    cr_assert(str_contains(str_from(err.what), STR("\"cp949\"")), "%s", err.what);
    cr_assert(err.hint[0]);
}

Test(legacy, that_the_system_cannot_convert_fails_when_detected) {
    if (has_own_tables()) cr_skip_test("the C library has its tables in itself");
    bytes_stream b;
    source *s = bytes_source(&b, STR("\xC0\xFA\xC0\xE5\xC7\xD1 \xB3\xAF\xC2\xA5\n"), 3, NULL);
    struct rlimit before = close_files();
    source_peek(s, 1);
    open_files(before);
    expect_text(s, "");
    error why = {0};
    cr_assert(source_failed(s, &why));
    cr_assert_eq(why.status, ATTUNE_INPUT);
    cr_assert_str_eq(why.what, "bytes: error: this system cannot convert its encoding, cp949");
    source_free(s);
}

// ---- names and detection

Test(encoding, has_the_names_that_people_use) {
    static const struct {
        const char *name;
        encoding which;
    } names[] = {
        {"CP949", ENCODING_CP949},        {"EUC-KR", ENCODING_CP949},
        {"tis-620", ENCODING_CP874},      {"gbk", ENCODING_GB18030},
        {"cp932", ENCODING_SHIFT_JIS},    {"Big5", ENCODING_BIG5},
        {"koi8-r", ENCODING_KOI8_R},      {"latin1", ENCODING_NONE},
        {"utf-7", ENCODING_NONE},         {"cp1255", ENCODING_NONE},
        {"iso-2022-jp", ENCODING_NONE},   {"", ENCODING_NONE},
        {"cp949//IGNORE", ENCODING_NONE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_assert_eq(encoding_of(str_from(names[i].name)), names[i].which, "%s", names[i].name);
    for (encoding which = ENCODING_UTF8; which < ENCODING_NONE; which++)
        cr_assert_eq(encoding_of(str_from(encoding_name(which))), which);
}

Test(encoding, is_told_by_the_words_of_apps) {
    static const struct {
        const char *name, *head;
    } heads[] = {
        {"cp949", "\xBC\xD2\xB6\xF3 \xB4\xD4\xB0\xFA \xC4\xAB\xC4\xAB\xBF\xC0\xC5\xE5 "
                  "\xB4\xEB\xC8\xAD\r\n"},
        {"cp949", "\xC0\xFA\xC0\xE5\xC7\xD1 \xB3\xAF\xC2\xA5 : 2024-03-12\r\n"},
        {"cp949", "[Ines] [\xBF\xC0\xC0\xFC 9:02] \xB3\xD7\r\n"},
        {"cp949", "[Ines] [\xBF\xC0\xC8\xC4 9:02] \xB3\xD7\r\n"},
        {"cp874", "[LINE] \xBB\xC3\xD0\xC7\xD1\xB5\xD4\xA1\xD2\xC3\xE1\xAA\xB7\xA1\xD1\xBA Nid\n"},
        {"cp874", "[LINE] Nid\n\xBA\xD1\xB9\xB7\xD6\xA1\xE0\xC1\xD7\xE8\xCD: 06/02/2024\n"},
        {"shift_jis", "[LINE] Nid\x82\xC6\x82\xCC\x83\x67\x81\x5B\x83\x4E\x97\x9A\x97\xF0\n"},
        {"shift_jis", "[LINE] Nid\n\x95\xDB\x91\xB6\x93\xFA\x8E\x9E\x81\x46"
                      "2024/02/06\n"},
        {"big5", "[LINE] Nid\xAA\xBA\xB2\xE1\xA4\xD1\xB0\x4F\xBF\xFD\n"},
        {"big5", "[LINE] Nid\n\xC0\x78\xA6\x73\xA4\xE9\xB4\xC1\xA1\x47"
                 "2024/02/06\n"},
        {"gb18030", "[LINE] Nid\xB5\xC4\xC1\xC4\xCC\xEC\xBC\xC7\xC2\xBC\n"},
        {"gb18030", "[LINE] Nid\n\xB1\xA3\xB4\xE6\xC8\xD5\xC6\xDA\xA3\xBA"
                    "2024/02/06\n"},
        // Other words may be of any language.
        {"cp1252", "\xEF\xF0\xE8\xE2\xE5\xF2\n"},
        {"cp1252", "09:02 Ines: caf\xE9\n"},
        {"cp1252", "\xB3\xD7 \xB3\xD7\n"},
        {"utf-8", "소라 님과 카카오톡 대화\r\n저장한 날짜 : 2024-03-12\r\n"},
        {"utf-8", "[LINE] ประวัติการแชทกับ\nบันทึกเมื่อ:\n"},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        cr_assert_str_eq(encoding_name(encoding_detect(str_from(heads[i].head))), heads[i].name,
                         "head %zu", i);
}

Test(encoding, is_told_by_words_near_the_beginning_alone) {
    char head[5000];
    memset(head, '\xE9', sizeof head);
    memcpy(head + 4096 - 11, "\xC0\xFA\xC0\xE5\xC7\xD1 \xB3\xAF\xC2\xA5", 11);
    cr_assert_eq(encoding_detect(str_of(head, sizeof head)), ENCODING_CP949);
    head[4096 - 11] = '\xE9';
    memcpy(head + 4096 - 10, "\xC0\xFA\xC0\xE5\xC7\xD1 \xB3\xAF\xC2\xA5", 11);
    cr_assert_eq(encoding_detect(str_of(head, sizeof head)), ENCODING_CP1252);
}

#include "reading.h"

#include "reader/typedstream.h"

#include <sqlite3.h>

extern const reader reader_imessage_db;

#define TABLES                                                                                     \
    "PRAGMA page_size=512;CREATE TABLE handle(ROWID INTEGER PRIMARY KEY,id TEXT);"                 \
    "CREATE TABLE chat(ROWID INTEGER PRIMARY KEY,chat_identifier TEXT,display_name TEXT);"         \
    "CREATE TABLE chat_message_join(chat_id INTEGER,message_id INTEGER);"                          \
    "INSERT INTO handle VALUES(1,'+1 555 010 3344');INSERT INTO chat VALUES(1,'c1','Hedge');"

static const char newer[] = TABLES
    "CREATE TABLE message(ROWID INTEGER PRIMARY KEY,guid TEXT,text TEXT,attributedBody BLOB,"
    "handle_id INTEGER,date INTEGER,is_from_me INTEGER,item_type INTEGER,associated_message_type "
    "INTEGER,associated_message_guid TEXT,associated_message_emoji TEXT,thread_originator_guid "
    "TEXT,cache_has_attachments INTEGER,date_edited INTEGER,date_retracted INTEGER);"
    "INSERT INTO message VALUES"
    "(1,'g1','one',NULL,1,731606400123000000,0,0,0,NULL,NULL,NULL,0,0,0),"
    "(2,'g2',NULL,x'084E53537472696E6701948401' || "
    "x'2B0374776F86',0,731606401000000000,1,0,0,NULL,NULL,"
    "'g1',0,5,0),"
    "(3,'g3','Liked x',NULL,1,731606402000000000,0,0,2001,'p:0/g2',NULL,NULL,0,0,0),"
    "(4,'g4','x',NULL,1,731606402000000000,0,0,2006,'bp:g2','ok',NULL,0,0,0),"
    "(5,'g5','x',NULL,1,731606402000000000,0,0,3001,'p:0/g2',NULL,NULL,0,0,0),"
    "(6,'g6',char(65532)||' see'||char(65532),NULL,1,700000000,0,0,0,NULL,NULL,NULL,1,0,0),"
    "(7,'g7',NULL,NULL,1,0,0,2,0,NULL,NULL,NULL,0,0,0),"
    "(8,'g8',NULL,NULL,1,731606403000000000,0,0,0,NULL,NULL,NULL,0,9,9),"
    "(9,'g9',NULL,NULL,1,731606403000000000,0,0,0,NULL,NULL,NULL,1,0,0);"
    "INSERT INTO chat_message_join SELECT 1,ROWID FROM message WHERE ROWID<9;";

// The bytes of a database that the statements make.
static buf made_by(const char *statements) {
    char path[] = "/tmp/attune-test-XXXXXX";
    close(mkstemp(path));
    sqlite3 *db;
    char *why = NULL;
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, statements, NULL, NULL, &why), SQLITE_OK, "%s", why);
    sqlite3_close(db);
    buf bytes = {0};
    FILE *file = fopen(path, "rb");
    for (int c; (c = getc(file)) != EOF;) buf_add_char(&bytes, (char)c);
    fclose(file);
    unlink(path);
    return bytes;
}

Test(reader_imessage_db, reads_messages_with_all_that_they_carry) {
    buf db = made_by(newer);
    reading got = read_through(&reader_imessage_db, buf_str(&db), NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 9);
    const message *m = got.messages;
    expect_str(m[0].author, "+1 555 010 3344");
    expect_str(m[0].author_id, "550103344");
    expect_str(m[0].conversation, "c1");
    expect_str(m[0].title, "Hedge");
    cr_assert(m[0].time == 1709913600123 && m[0].time_kind == TIME_UTC && m[0].precision == 1);
    expect_str(m[1].text, "two");
    expect_str(m[1].author, "Me");
    expect_str(m[1].reply_to, "g1");
    cr_assert_eq(m[1].flags, FLAG_EDITED);
    cr_assert_eq(m[2].kind, KIND_REACTION);
    expect_str(m[2].text, "\xF0\x9F\x91\x8D");
    expect_str(m[2].reply_to, "g2");
    cr_assert_eq(m[3].kind, KIND_REACTION);
    expect_str(m[3].text, "ok");
    expect_str(m[3].reply_to, "g2");
    cr_assert_eq(m[4].kind, KIND_DELETED);
    expect_str(m[5].text, "see");
    cr_assert_eq(m[5].flags, FLAG_MEDIA | FLAG_CAPTION);
    cr_assert(m[5].time == 1678307200000 && m[5].precision == 1000);
    cr_assert(m[6].kind == KIND_SYSTEM && m[6].time_kind == TIME_NONE && m[6].author.len == 0);
    cr_assert_eq(m[7].kind, KIND_DELETED);
    cr_assert_eq(m[8].kind, KIND_MEDIA);
    expect_str(m[8].conversation, "+1 555 010 3344"); // in no chat
    reading_release(&got);
    buf_release(&db);
}

Test(reader_imessage_db, reads_databases_of_older_systems) {
    buf db = made_by(TABLES "CREATE TABLE message(ROWID INTEGER PRIMARY KEY,guid TEXT,text TEXT,"
                            "handle_id INTEGER,date INTEGER,is_from_me INTEGER);"
                            "INSERT INTO message VALUES(1,'g1','old',1,300000000,0);");
    reading got = read_through(&reader_imessage_db, buf_str(&db), NULL);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].text, "old");
    reading_release(&got);
    buf_release(&db);
}

Test(reader_imessage_db, fails_when_the_file_is_cut_or_another) {
    buf db = made_by(newer);
    cr_assert_gt(db.len, 2048);
    for (size_t len = 64; len < db.len; len += 64) {
        reading got = read_through(&reader_imessage_db, str_take(buf_str(&db), len), NULL);
        cr_assert(!got.opened || got.last == READER_FAILED, "cut at %zu of %zu", len, db.len);
        cr_assert_eq(got.err.status, ATTUNE_INPUT);
        reading_release(&got);
    }
    buf_release(&db);
    db = made_by("CREATE TABLE message(x);CREATE TABLE handle(x);");
    cr_assert_eq(reader_imessage_db.bid(buf_str(&db), true), 0);
    reading got = read_through(&reader_imessage_db, buf_str(&db), NULL);
    cr_assert_not(got.opened);
    reading_release(&got);
    buf_release(&db);
}

Test(typedstream, gives_the_string_of_any_length) {
    expect_str(typedstream_text(STR("aNSString\x01\x94\x84\x01+\x03onetwo")), "one");
    expect_str(typedstream_text(STR("NSString\x01+\x81\x03\x00onetwo")), "one");
    expect_str(typedstream_text(STR("NSString\x01+\x82\x03\x00\x00\x00onetwo")), "one");
    static const str none[] = {{"", 0},
                               {"NSString", 8},
                               {"NSString+", 9},
                               {"NSString+\x05"
                                "one",
                                13},
                               {"NSString+\x81\x05", 11},
                               {"NSString\x01\x02\x03\x04\x05\x06\x07\x08+\x01x", 19}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_assert_eq(typedstream_text(none[i]).len, 0, "%zu", i);
}

// limits: every ceiling of the program in one place, with its reason. What an option can change is
// its default.
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    LIMIT_WINDOW = 4 << 20,         // bytes a reader decides from
    LIMIT_READ = 256 << 10,         // bytes asked from the system at once
    LIMIT_RECORD = 1 << 20,         // bytes of one record, --max-record …
    LIMIT_RECORD_MOST = 2 << 20,    // … and its highest value: a record and the start of the next
                                    // have to fit into the window
    LIMIT_MEMORY = 256 << 20,       // bytes for sorting, --max-memory
    LIMIT_REORDER = 1024,           // records that may wait for an earlier one
    LIMIT_BATCH = 128 << 10,        // bytes of text after which a batch ends
    LIMIT_BATCH_MESSAGES = 1024,    // and messages: their records, not their text, take the memory
    LIMIT_BATCH_EVENTS = 128,       // and beginnings and ends of conversations, for short ones
    LIMIT_JSON_DEPTH = 64,          // nesting
    LIMIT_JSON_VALUES = 8 << 20,    // bytes that the values of one record take together: lists of
                                    // parts, mentions, reactions; each with …
    LIMIT_JSON_VALUE = 64,          // so many for what is kept beside it
    LIMIT_SCAN = 8 << 10,           // bytes of a message that a rule sees at once
    LIMIT_SCAN_OVERLAP = 512,       // bytes that two such pieces share
    LIMIT_RULES = 65535,            // rules of a codebook
    LIMIT_PATTERN = 4 << 10,        // bytes of one pattern after its macros
    LIMIT_CODEBOOK = 16 << 20,      // bytes of all files of a codebook
    LIMIT_CODES = 255,              // codes of a codebook
    LIMIT_THEMES = 64,              // themes of a codebook: one bit each
    LIMIT_CATEGORIES = 64,          // word categories: one bit each
    LIMIT_MEMBERS_LISTED = 1000000, // headers of an archive
    LIMIT_MEMBERS_OPENED = 100000,  // members of an archive that are read, --max-members
    LIMIT_NOTICES = 20,             // notices of one kind before the rest is only counted
    LIMIT_TABLES = 64 << 20,        // bytes of names and titles of one folder or archive
};

#define LIMIT_MEMBER_BYTES (16ull << 30) // unpacked bytes of one archive member
#define LIMIT_TOTAL_BYTES (64ull << 30)  // unpacked bytes of one input
#define LIMIT_RATIO_FROM (64ull << 20)   // unpacked bytes from which the ratio counts
#define LIMIT_RATIO 200                  // unpacked to packed, --max-ratio

// 1990-01-01 and 2100-01-01, in ms since 1970: times outside are dropped and counted.
#define LIMIT_TIME_FIRST 631152000000
#define LIMIT_TIME_LAST 4102444800000

#endif

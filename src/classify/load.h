// load: the files of a codebook into a codebook, one function per kind of file.
#ifndef CLASSIFY_LOAD_H
#define CLASSIFY_LOAD_H

#include "base/buf.h"
#include "base/sha256.h"
#include "classify/engine.h"
#include "classify/index.h"
#include "classify/macros.h"
#include "classify/shape.h"
#include "classify/sheet.h"
#include "input/file.h"

// Everything that loading holds, so that it can be released whatever happens.
typedef struct loading {
    codebook *book;
    const char *folder, *extra, *lang;
    error *err;
    sheet sheet;
    macros *macros;               // of the pack at hand
    str macros_text;              // its file
    unsigned char key[INDEX_KEY]; // of its index
    arena indexes;                // what was read of them
    bool indexed;                 // its index serves
    bool whole;                   // no index is to be used
    buf *index;                   // to be written, or NULL
    size_t first_rule;            // of the pack read last
    uint32_t first_word;          // that only its rules have
    file_names names;
    buf text; // of one file
    buf path, scratch;
    size_t bytes; // of all files so far
    size_t rule_room, answer_room, shadowed_room, pack_room;
    intern rule_ids;
    part *macro_parts;     // of the pack at hand, by macro: what is known of it
    uint8_t *macro_states; // not asked for; known; unknown
    size_t macro_part_room, macro_state_room;
    arena lasting; // needs of rules and what is known of macros, while pieces.keep holds what one
                   // rule takes to work out
    unsigned macro_depth; // macros being worked out, one inside the other
    size_t pack;          // that one
    size_t examples;      // of that pack
    str *common;          // its words that are not rare, and how often a message contains them
    uint32_t *common_frequency;
    size_t common_count, common_room, common_frequency_room;
    sha256 digest; // over all files
    bool failed;
} loading;

// Each reads l->text, which is the file at l->path. False with *l->err set.
bool load_codes(loading *l, str text, const char *path);
bool load_words(loading *l, str text, const char *path, size_t pack_index);
bool load_macros(loading *l, str text, const char *path);
bool load_answers(loading *l, str text, const char *path, size_t pack_index);
// index: what the file beside the rules holds, or nothing.
bool load_rules(loading *l, str text, str index, const char *path, size_t pack_index);

// Fills what the engine knows of categories, and builds the filter, when every file is there.
bool load_finish(loading *l);

// The piece_frequency of the filter's pieces, whose context is the loading.
uint32_t load_frequency(void *context, const piece *p);

#endif

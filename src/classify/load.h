// load: the files of a codebook into a codebook, one function per kind of file.
#ifndef CLASSIFY_LOAD_H
#define CLASSIFY_LOAD_H

#include "base/buf.h"
#include "classify/engine.h"
#include "classify/frequency.h"
#include "classify/index.h"
#include "classify/macros.h"
#include "classify/part.h"
#include "classify/sheet.h"
#include "input/file.h"

// Everything that loading holds, so that it can be released whatever happens.
typedef struct loading {
    codebook *book;
    const char *folder, *extra, *lang;
    error *err;
    sheet sheet;
    macros *macros;               // of the pack at hand
    unsigned char key[INDEX_KEY]; // of its index
    bool indexed;                 // its index serves
    bool whole;                   // no index is to be used
    buf *index;                   // for the index of the last pack, or NULL
    file_names names;
    buf path, scratch;
    size_t bytes; // of all files so far
    size_t rule_room, pattern_room, answer_room, shadowed_room, pack_room;
    intern rule_ids;
    piece_table pieces; // of the pack at hand
    sieve_need *needs;  // by rule of it
    size_t need_room;
    sieve_plan plan;
    part *macro_parts;     // by macro of it and edges: what is known of it
    uint8_t *macro_states; // not asked for; known; unknown
    size_t macro_part_room, macro_state_room;
    arena lasting; // needs of rules and what is known of macros, while pieces.keep holds what one
                   // rule takes to work out
    unsigned macro_depth; // macros being worked out, one inside the other
    size_t pack;          // that one
    intern common;        // its words, the most frequent first
    bool failed;
} loading;

// Reads the bytes of the file at file->path. False with *l->err set.
bool load_file(loading *l, codebook_file *file);

// Each reads a file's rows; its bytes stay as they are. False with *l->err set.
bool load_codes(loading *l, const codebook_file *file);
bool load_words(loading *l, const codebook_file *file, size_t pack_index);
bool load_macros(loading *l, const codebook_file *file);
bool load_answers(loading *l, const codebook_file *file, size_t pack_index);

// The same; macros_text is the file of its macros. What was found of an index is in the pack's, and
// is made when it does not serve.
bool load_rules(loading *l, const codebook_file *file, str macros_text, size_t pack_index);

// Fills what follows from all files together.
void load_finish(loading *l);

// For those who load.

// Reads a sheet with such a first row.
bool load_begin(loading *l, const codebook_file *file, const char *header);

// The says_ of a cell, up to most; false for another word.
bool load_says(str name, uint8_t most, uint8_t *out);

// What the program's own categories are, as far as they have been met.
void load_know_categories(codebook *book);

// Works out the index of a pack whose rules are those from first on. Reads a sheet. False with
// *l->err set when the file of its frequent words is wrong.
bool index_make(loading *l, size_t pack_index, size_t first, buf *out);

#endif

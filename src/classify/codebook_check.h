// codebook_check: the codebook for people: what is in it, and what is wrong with it. Text for the
// reader goes into a buf.
#ifndef CLASSIFY_CODEBOOK_CHECK_H
#define CLASSIFY_CODEBOOK_CHECK_H

#include "base/buf.h"
#include "classify/codebook.h"

// Appends one line per code: name, family, rules that give it, label.
void codebook_list(const codebook *book, buf *out);

// Appends what a code means and the rules that give it. False with *err set when there is no such
// code.
bool codebook_show(const codebook *book, str name, buf *out, error *err);

// Appends one line "file:line: what" for everything in the files that loading accepts but that is
// wrong: examples that do not match, counterexamples that do, cells that are not NFC, duplicates,
// rows out of order, rules that nothing keeps from being tried on every message, and rules whose
// cost grows faster than the text. Returns their number. False in *complete, with *err set, when a
// file cannot be read again. Sentences need earlier messages and so are not checked here:
// codebook_sentences gives them.
size_t codebook_check(const codebook *book, buf *out, bool *complete, error *err);

// One row of sentences.csv: after the messages in context (lines "A: …" and "B: …"), B writes text.
typedef struct sentence {
    str context, text, expect, reject, note;
    uint32_t line;
    uint8_t pack;
} sentence;

// Reads the sentences of a pack; they and their text live in keep. A pack without the file has
// none. path is set to the file's, for findings. False with *err set when it is malformed.
bool codebook_sentences(const codebook *book, size_t pack_index, arena *keep, const sentence **all,
                        size_t *count, const char **path, error *err);

#endif

// cue: one block of a subtitle file: its timing, the voices in its payload, and the labels that
// name a speaker in plain text.
#ifndef READER_CUE_H
#define READER_CUE_H

#include "base/buf.h"

// Whether a line is meant as a timing: it has an arrow.
static inline bool cue_has_arrow(str line) { return str_contains(line, STR("-->")); }

// "[hh:]mm:ss.mmm --> …", with a comma or a point: ms at which the cue begins. False when it is
// malformed.
bool cue_timing(str line, int64_t *start);

enum { CUE_VOICES = 32 }; // what those beyond say is the last one's

typedef struct cue_voice {
    size_t name, name_len, text, text_len; // in cue.text
} cue_voice;

// Zero-initialize before use.
typedef struct cue {
    buf text;
    cue_voice voices[CUE_VOICES + 1]; // at least one, and the one that is open
    size_t count;
    bool stamped; // it has times between its words, as automatic captions do
} cue;

// Cuts a payload into voices, without markup and the signs of a change of speaker. web: as WebVTT
// has it (voice tags, character references), else as SubRip (<i>, {\an8}).
void cue_parse(cue *c, str payload, bool web);

static inline str cue_name(const cue *c, size_t voice) {
    return str_take(str_drop(buf_str(&c->text), c->voices[voice].name), c->voices[voice].name_len);
}
static inline str cue_text(const cue *c, size_t voice) {
    return str_take(str_drop(buf_str(&c->text), c->voices[voice].text), c->voices[voice].text_len);
}

void cue_release(cue *c);

typedef enum label_kind {
    LABEL_NONE,
    LABEL_COLON,   // Name: words
    LABEL_CAPITAL, // NAME: words
    LABEL_BRACKET, // [Name] words, (Name) words
    LABEL_SOUND,   // [music], and nothing else: nobody speaks
} label_kind;

typedef struct cue_label {
    label_kind kind;
    str name, text; // without a label the text alone
} cue_label;

cue_label cue_label_of(str text);

#endif

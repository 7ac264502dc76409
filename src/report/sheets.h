// sheets: what coders wrote into coding sheets, joined by the ids of the messages.
#ifndef REPORT_SHEETS_H
#define REPORT_SHEETS_H

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "classify/sheet.h"

#define SHEET_HEADER "id,context,speaker,text,code,note"
#define SHEET_ANSWERS "id,conversation,message,stratum,drawn,of,weight,seed,code"

enum { SHEETS_MOST = 64 };

typedef struct unit {
    uint32_t conversation; // in conversations; 0 where the answers do not say
    double weight;         // messages that it stands for; 1 where the answers do not say
} unit;

// Zero-initialise. Coders are numbered in order of their sheets; all answers together are one.
typedef struct sheets {
    arena memory;
    buf bytes;
    sheet reading;
    intern ids, conversations;
    unit *units; // by id
    size_t unit_count, unit_room;
    str *codes[SHEETS_MOST + 1];   // by coder, then unit: the cell; empty where there is none. The
    size_t rooms[SHEETS_MOST + 1]; // answers are the last, at SHEETS_MOST.
    size_t known[SHEETS_MOST + 1];
    size_t coders;
    bool answered;
} sheets;

// Adds a file: a coder's sheet, or answers of `attune sample --answers`. False with *err set.
bool sheets_add(sheets *s, const char *path, error *err);

// The cell of a coder (SHEETS_MOST: the answers) for a unit; empty where there is none.
str sheets_cell(const sheets *s, size_t coder, size_t unit_index);

// The next of the codes in a cell (joined by ; or spaces); false when there is none. "none" and "-"
// are no code.
bool sheets_next_code(str *rest, str *one);

void sheets_release(sheets *s);

#endif

// macros: the fragments of macros.csv that patterns share, put in for {name} as (?:…).
#ifndef CLASSIFY_MACROS_H
#define CLASSIFY_MACROS_H

#include "base/buf.h"
#include "base/intern.h"

typedef struct macro {
    str text;        // as written
    str pattern;     // with the macros in it put in, once it was asked for
    uint32_t row;    // in its sheet
    uint8_t visited; // while expanding: being expanded; done
} macro;

// Zero-initialise before use. The texts are borrowed; what is put together lives in keep.
typedef struct macros {
    intern names;
    macro *at; // by id of the name
    size_t room;
} macros;

// False when the name is taken.
bool macros_add(macros *m, str name, str pattern, uint32_t row);

// A letter, then letters, digits and underscores.
bool macros_is_name(str name);

typedef enum macros_result { MACROS_OK, MACROS_UNKNOWN, MACROS_CYCLE, MACROS_LONG } macros_result;

// Appends pattern with every {name} outside of classes and escapes replaced, at most limit bytes.
// In other cases *wrong is the name at fault.
macros_result macros_expand(macros *m, buf *out, str pattern, size_t limit, arena *keep,
                            str *wrong);

// Appends pattern with the macros in it, which are known to be sound; when they are not, what is
// appended is of no use, and ends soon behind limit. For several threads at once.
void macros_put(const macros *m, buf *out, str pattern, size_t limit);

void macros_release(macros *m);

#endif

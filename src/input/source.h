// source: a stream of bytes with a look-ahead window: a file, standard input, or a member of an
// archive, unpacked.
//
// What is read is UTF-8: a byte-order mark is dropped and other encodings are decoded on the way in
// when one was given or detected from the first LIMIT_WINDOW bytes; invalid UTF-8 is left to the
// reader (utf8_repair), because only it knows its fields.
#ifndef INPUT_SOURCE_H
#define INPUT_SOURCE_H

#include "base/error.h"
#include "base/str.h"

typedef struct source source;

// At least wanted bytes from the current position, fewer only at the end of the stream. The result
// lives until the next call on the source. wanted is at most LIMIT_WINDOW.
str source_peek(source *s, size_t wanted);

// Moves past n bytes that the last peek returned.
void source_consume(source *s, size_t n);

// Takes the next line without its end (LF, CR LF or a lone CR); false at the end. A line longer
// than limit comes cut to limit bytes with *too_long set (which may be NULL), the rest skipped. The
// line lives until the next call.
bool source_line(source *s, size_t limit, str *line, bool *too_long);

// Bytes consumed since the start, after unpacking and decoding.
uint64_t source_offset(const source *s);

// Whether reading stopped before the real end: a truncated archive, a failed read. The reason is in
// *why.
bool source_failed(const source *s, error *why);

// Whether what comes next would have to be waited for: a pipe whose writer has nothing ready, and
// no whole line is left.
bool source_waits(const source *s);

// Whether that can ever be so, once the source has been looked at.
bool source_may_wait(const source *s);

// Whether it was taken for Windows-1252 only because it is no UTF-8, once it has been looked at.
bool source_guessed(const source *s);

// How an error names it: the path typed on the command line, with ", member 3" for one of an
// archive.
const char *source_label(const source *s);

// The file's or member's own name without folders, for a title or the date in it; may be empty.
str source_name(const source *s);

// Its path in the folder or archive it was found in, with '/' between its parts and without the
// suffix of a compression; the name of a file that was named itself.
str source_path(const source *s);

// The path under which the system has the bytes as a file of its own, for a library that must open
// it itself; NULL for standard input and members of archives. It may be packed.
const char *source_file(const source *s);

// The name of the folder that holds it, as far as the paths tell; may be empty.
str source_folder(const source *s);

// The name of the archive's file that it is a member of, without folders; empty where it is none,
// or the archive has no name.
str source_archive(const source *s);

// When the archive says it was written, ms since 1970 of its local clock; INT64_MIN when it does
// not.
int64_t source_archive_time(const source *s);

#endif

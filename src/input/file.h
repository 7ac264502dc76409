// file: whole small files and folder listings, for what the program itself brings or is given:
// codebooks, zone files, aliases. Logs come through source.
#ifndef INPUT_FILE_H
#define INPUT_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

// Appends the contents of a regular file of at most limit bytes to *out. False with *err set
// (ATTUNE_INPUT) when there is no such file, it is not regular, cannot be read, or is longer; *out
// may then hold a part.
bool file_read(const char *path, size_t limit, buf *out, error *err);

// Whether path is a regular file, or a folder (symbolic links followed).
bool file_exists(const char *path);
bool file_is_folder(const char *path);

// Whether path is a regular file, and no link to one, that begins with this text, of at most 64
// bytes.
bool file_begins(const char *path, str text);

// The names in a folder that do not begin with a dot, in byte order.
typedef struct file_names {
    str *at;
    size_t count, room;
    void *open; // the folder while it is read
} file_names;

// Fills *names, whose strings (NUL-terminated) live in keep. False with *err set (ATTUNE_INPUT)
// when path is no folder or cannot be read. Zero-initialise names before use; file_names_release
// gives back what it holds, also after a failure.
bool file_list(const char *path, arena *keep, file_names *names, error *err);
void file_names_release(file_names *names);

#endif

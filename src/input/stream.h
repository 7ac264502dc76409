// stream: raw bytes in order, whatever they come from: a file, an archive member, memory in a test.
// What a source reads its window from, and what an unpacker reads and is.
#ifndef INPUT_STREAM_H
#define INPUT_STREAM_H

#include "base/error.h"
#include "input/source.h"

enum { STREAM_FAILED = -1 };

typedef struct stream {
    // Up to room bytes into at; 0 at the end, STREAM_FAILED with *err set when there will be no
    // more because of a failure. Fewer than room is not the end. room is at least 1.
    ptrdiff_t (*read)(struct stream *in, char *at, size_t room, error *err);
    // Whether the next read would block for a writer that has nothing yet. NULL: never.
    bool (*waits)(struct stream *in);
} stream;

// What is known of a source before its first byte. The strings are copied.
typedef struct source_about {
    const char *label;    // source_label
    str name;             // source_name
    int64_t archive_time; // source_archive_time
    const char *encoding; // input_options.encoding; must outlive the source
    str path, folder;     // source_path, source_folder
    str archive;          // source_archive
    const char *file;     // source_file, or NULL
} source_about;

// A source that is at its end until it is started.
source *source_new(void);

// Begins again with the bytes of in, which must outlive the reading; the window's memory is kept.
void source_start(source *s, stream *in, source_about about);

void source_free(source *s);

#endif

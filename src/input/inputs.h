// inputs: the paths of a run, one source after the other: files, folders (files below them in order
// of their paths), archives (their members in order), standard input. Archives and compression are
// known by content.
//
// A package is what belongs together: a folder on the command line with all below it, an archive,
// or files that are named one after the other and lie in the same folder.
#ifndef INPUT_INPUTS_H
#define INPUT_INPUTS_H

#include "base/limits.h"
#include "input/source.h"

typedef struct inputs inputs;

typedef struct input_options {
    const char *encoding; // attune_options.encoding
    size_t read_size;     // bytes asked from the system at once; 0 for LIMIT_READ
    size_t max_members;   // members read of one archive; 0 for LIMIT_MEMBERS_OPENED
    size_t max_ratio;     // unpacked to packed bytes; 0 for LIMIT_RATIO
} input_options;

// paths must outlive the result. No path at all means standard input. Never NULL.
inputs *inputs_new(const char *const *paths, size_t count, const input_options *options);

// Which files of a folder or archive, by their paths in it, are given before all others of it. What
// is named itself, and not found in a folder or archive, comes in its turn.
typedef bool inputs_first(str path);
void inputs_give_first(inputs *in, inputs_first *first);

// Who is told the path of each file of a folder or archive, in its order, before any of it is given
// but those that come first.
typedef void inputs_met(void *context, str path);
void inputs_tell_paths(inputs *in, inputs_met *met, void *context);

typedef enum inputs_result {
    INPUTS_SOURCE, // *out is the next source, valid until the next call
    INPUTS_END,    // there is no further one
    INPUTS_FAILED, // *err says why; the next call goes on with what follows
} inputs_result;
inputs_result inputs_next(inputs *in, source **out, error *err);

// Whether the current source was named on the command line itself (not found in a folder or
// archive): only then is an unknown format an error.
bool inputs_named(const inputs *in);

// Whether there can be no other source: one path, and that is the source itself.
bool inputs_alone(const inputs *in);

// Whether it is a member of an archive, and of one that was named there.
bool inputs_in_archive(const inputs *in);
bool inputs_unpacked(const inputs *in);

// Whether the current source is given before the others of its folder or archive.
bool inputs_before(const inputs *in);

// Number of the package that the current source lies in, from 1, and of the outermost one around
// it: an archive in a folder is a package in a package.
size_t inputs_package(const inputs *in);
size_t inputs_outermost(const inputs *in);

// Whether the last failure is no reason to stop: something below a named folder that may not be
// opened, or an archive in an archive.
bool inputs_skippable(const inputs *in);

// The path on the command line that the current source, or the failure, belongs to, as errors show
// it; and its number, from 1.
const char *inputs_path(const inputs *in);
size_t inputs_number(const inputs *in);

void inputs_free(inputs *in);

#endif

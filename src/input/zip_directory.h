// zip_directory: the names and times of a zip's members, from its central directory
// (APPNOTE 6.3, 4.3.12 to 4.3.16).
//
// libarchive unpacks the members, but loses names that are not ASCII where the locale has none, and
// turns the times, which are those of the writer's clock, into this machine's zone.
#ifndef INPUT_ZIP_DIRECTORY_H
#define INPUT_ZIP_DIRECTORY_H

#include "base/buf.h"

typedef struct zip_place {
    uint64_t member; // offset of the member's own header: libarchive's order
    uint64_t record; // offset of its record in the directory
} zip_place;

// Zero-initialise before use.
typedef struct zip_directory {
    int descriptor;
    zip_place *places;
    size_t count, room;
    buf block; // scratch
} zip_directory;

// Lists at most limit members of the file open at descriptor. False when there is no directory that
// can be read.
bool zip_directory_read(zip_directory *d, int descriptor, uint64_t size, size_t limit);

// Replaces *name by the path of the member at index, in libarchive's order, and sets its time in ms
// since 1970 of the writer's clock, INT64_MIN for none. False when there is no such member.
bool zip_directory_member(zip_directory *d, size_t index, buf *name, int64_t *written);

void zip_directory_release(zip_directory *d);

#endif

// zone: a time zone as a TZif file (RFC 8536) or a fixed offset.
#ifndef INPUT_ZONE_H
#define INPUT_ZONE_H

#include "base/error.h"
#include "base/str.h"

typedef struct zone zone;

// name is an IANA name ("Europe/Berlin"), ±hh:mm, or "UTC". Returns NULL with *err set when there
// is no such zone.
zone *zone_new(const char *name, error *err);

// Offset from UTC in minutes at an instant (ms since 1970 UTC); the rule in the file's footer
// serves what lies beyond.
int zone_offset(const zone *z, int64_t utc_ms);

// The name as given; lives as long as the zone.
const char *zone_name(const zone *z);

// The bytes of the zone's file, for a hash of what days were taken by; empty for a fixed offset.
str zone_file(const zone *z);

void zone_free(zone *z);

#endif

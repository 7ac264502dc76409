// datapackage: the tables described for programs, as a Frictionless data package: every column with
// type, unit and meaning.
#ifndef REPORT_DATAPACKAGE_H
#define REPORT_DATAPACKAGE_H

#include "report/json.h"
#include "report/manifest.h"

// files are the tables, each named after its columns ("speakers.csv").
void datapackage_write(json *out, const manifest_file *files, size_t count, attune_dates dates);

#endif

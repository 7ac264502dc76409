// libraries: which versions of others' code are at work.
#ifndef REPORT_LIBRARIES_H
#define REPORT_LIBRARIES_H

#include "report/json.h"

// An object of names and versions as the libraries themselves tell at run time.
void libraries_write(json *out, const char *name);

#endif

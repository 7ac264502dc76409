// rejects: the list of --rejects: where each record stands that was left out, and why. It never
// holds anything of the record itself.
#ifndef REPORT_REJECTS_H
#define REPORT_REJECTS_H

#include "reader/intake.h"
#include "report/sink.h"

typedef struct rejects rejects;

// Begins the list as path with ".part" behind it; it gets its own name when it is complete. raw:
// files are called by their paths, else by their numbers on the command line. NULL with *err set
// when it cannot be made, or when path exists and force is not set.
rejects *rejects_new(const char *path, bool force, bool raw, error *err);

// Adds a record; a reject_told. What fails here is told by rejects_finish.
void rejects_add(void *list, const rejected *r);

// Puts the list on disk under its name.
bool rejects_finish(rejects *l, error *err);

// Frees. What is not finished keeps its ".part": it may be what explains the failure.
void rejects_free(rejects *l);

#endif

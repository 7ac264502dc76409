// Options of whoever links the library.
#include "attune.h"

#include <criterion/criterion.h>
#include <string.h>

static void refused(const attune_options *options, const char *wanted) {
    attune_error err = {0};
    attune *run = attune_new(options, &err);
    cr_expect_null(run, "%s", wanted);
    cr_expect_eq(err.status, ATTUNE_USAGE);
    cr_expect(strstr(err.what, wanted), "%s: %s", wanted, err.what);
    attune_free(run);
}

Test(options, refuses_numbers_that_no_enumeration_has) {
    attune_options task = attune_defaults(), names = task, dates = task, unit = task;
    task.task = (attune_task)(ATTUNE_SAMPLE + 1);
    names.names = (attune_names)(ATTUNE_NAMES_KEYED + 1);
    dates.dates = (attune_dates)(ATTUNE_DATES_YEAR + 1);
    unit.unit = (attune_unit)(ATTUNE_UNIT_FLOOR + 1);
    refused(&task, "no task");
    refused(&names, "no names");
    refused(&dates, "no dates");
    refused(&unit, "no unit");
}

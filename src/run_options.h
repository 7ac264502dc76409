// run_options: what a run is told to do: the defaults, and what may not be.
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include "attune.h"

#include "base/arena.h"
#include "base/error.h"
#include "exchange/exchange.h"
#include "reader/reader.h"

// A copy with all its strings, which live in keep. threads is how many there will be.
attune_options run_options_copy(const attune_options *given, arena *keep);

// Whether all may be what they are; else false with *err set, status ATTUNE_USAGE.
bool run_options_check(const attune_options *o, error *err);

// The order of days, months and years that is asked for; ORDER_NONE when none is, or none of these.
date_order run_options_date_order(const attune_options *o);

// What exchange is told of them.
exchange_options run_options_exchange(const attune_options *o);

#endif

// resolve: which candidates of a message count, and what it is coded as.
#ifndef EXCHANGE_RESOLVE_H
#define EXCHANGE_RESOLVE_H

#include "exchange/addressee.h"

// Sets *out to what the candidates come to. The message has been counted: its turn is the speaker's
// running one.
void resolve(exchange *x, const message *m, const analysis *a, const hit *found, const address *to,
             coding *out);

#endif

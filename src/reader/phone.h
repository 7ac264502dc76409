// phone: telephone numbers, which one log writes in several ways, made comparable.
#ifndef READER_PHONE_H
#define READER_PHONE_H

#include "base/buf.h"

// Appends what numbers of the same line have in common: the last nine digits, so that the prefix of
// country or trunk does not count. What is no such number (a short code, a name, a mail address) is
// appended as it stands, trimmed.
void phone_key(buf *out, str number);

#endif

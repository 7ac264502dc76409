// name: names of people as logs write them, made comparable.
#ifndef READER_NAME_H
#define READER_NAME_H

#include "base/buf.h"

// Without the spaces and invisible marks that apps put around names, and in NFC. The
// result lives in raw or in scratch, which is overwritten.
str name_normal(str raw, buf *scratch);

// Whether it is what apps call the person who exported the log: "You", "Me", and the like in other
// languages.
bool name_is_me(str name);

#endif

// whatsapp_bid: whether a source is a WhatsApp export and not another log whose lines begin with a
// date.
#ifndef READER_WHATSAPP_BID_H
#define READER_WHATSAPP_BID_H

#include "base/str.h"

// As reader.bid.
int whatsapp_bid(str head, bool whole);

#endif

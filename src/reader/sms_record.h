// sms_record: one message of an SMS backup, from its tags.
#ifndef READER_SMS_RECORD_H
#define READER_SMS_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "reader/message.h"

typedef enum sms_box { // the attribute type of <sms>; msg_box of <mms> has the first four
    SMS_INBOX = 1,
    SMS_SENT,
    SMS_DRAFT,
    SMS_OUTBOX,
    SMS_FAILED,
    SMS_QUEUED,
} sms_box;

// Zero-initialize before use.
typedef struct sms_record {
    // Of the message at hand:
    bool multimedia, media;
    int64_t box;
    buf address, contact, text, date;
    buf sender; // of a message to several
    buf key, one;
    // Names by key of the number, from the messages between two.
    intern numbers;
    str *names;
    size_t name_room;
} sms_record;

void sms_record_begin(sms_record *r, bool multimedia);

// An attribute of <sms> or <mms>; of <part>, whose content type was given; of <addr>.
void sms_record_attribute(sms_record *r, str name, str value);
void sms_record_part(sms_record *r, str content_type, str text);
void sms_record_addr(sms_record *r, str type, str address);

// Fills *out with copies in keep.
void sms_record_message(sms_record *r, arena *keep, message *out);

void sms_record_release(sms_record *r);

#endif

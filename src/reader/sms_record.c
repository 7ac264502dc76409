#include "reader/sms_record.h"

#include "reader/phone.h"

#include <stdlib.h>

enum { GROUP_MOST = 64 }; // members that a group is told by

static void set(buf *to, str value) {
    buf_reset(to);
    if (!str_equal(value, STR("null"))) buf_add(to, value);
}

void sms_record_begin(sms_record *r, bool multimedia) {
    buf *all[] = {&r->address, &r->contact, &r->text, &r->date, &r->sender};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_reset(all[i]);
    r->multimedia = multimedia;
    r->media = false;
    r->box = 0;
}

void sms_record_attribute(sms_record *r, str name, str value) {
    if (str_equal(name, STR("address"))) set(&r->address, value);
    if (str_equal(name, STR("contact_name"))) set(&r->contact, value);
    if (str_equal(name, STR("date"))) set(&r->date, value);
    if (str_equal(name, r->multimedia ? STR("msg_box") : STR("type"))) str_int64(value, &r->box);
    if (str_equal(name, STR("body")) && !r->multimedia) set(&r->text, value);
    if (str_equal(buf_str(&r->contact), STR("(Unknown)"))) buf_reset(&r->contact);
}

void sms_record_part(sms_record *r, str content_type, str text) {
    if (str_equal_nocase(content_type, STR("application/smil"))) return;
    if (!str_equal_nocase(content_type, STR("text/plain"))) {
        r->media = true;
        return;
    }
    if (!text.len || str_equal(text, STR("null"))) return;
    if (r->text.len) buf_add_char(&r->text, '\n');
    buf_add(&r->text, text);
}

void sms_record_addr(sms_record *r, str type, str address) {
    bool from = str_equal(type, STR("137"));
    if (from && !str_equal(address, STR("insert-address-token"))) set(&r->sender, address);
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

// The conversation is with whom it is with, in whatever order they are listed.
static str conversation_of(sms_record *r, arena *keep, size_t *members) {
    str list = buf_str(&r->address), keys[GROUP_MOST] = {{0}};
    size_t count = 0;
    while (list.len && count < GROUP_MOST) {
        str_cut_result cut = str_cut(list, '~');
        list = cut.tail;
        buf_reset(&r->one);
        phone_key(&r->one, cut.head);
        if (r->one.len) keys[count++] = arena_str(keep, buf_str(&r->one));
    }
    *members = count;
    qsort(keys, count, sizeof *keys, by_bytes);
    buf_reset(&r->key);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add_char(&r->key, '~');
        buf_add(&r->key, keys[i]);
    }
    return arena_str(keep, buf_str(&r->key));
}

static void remember_name(sms_record *r, str number, str name) {
    uint32_t at = intern_add(&r->numbers, number);
    memory_reserve(r->names, r->name_room, r->numbers.count);
    r->names[at] = arena_str(&r->numbers.text, name);
}

static str name_of(const sms_record *r, str number) {
    uint32_t at = intern_find(&r->numbers, number);
    return at == INTERN_NONE ? (str){"", 0} : r->names[at];
}

// Who sent it: the other, or in a group whom the message names.
static void set_sender(sms_record *r, size_t members, arena *keep, message *out) {
    bool group = members > 1;
    buf_reset(&r->one);
    str number = group || !members ? buf_str(&r->sender) : buf_str(&r->address);
    phone_key(&r->one, number);
    str key = buf_str(&r->one);
    if (!group && r->contact.len && !str_equal(name_of(r, key), buf_str(&r->contact)))
        remember_name(r, key, buf_str(&r->contact));
    str known = name_of(r, key);
    out->author_id = arena_str(keep, key);
    out->author = arena_str(keep, known.len ? known : str_trim(number));
}

static void set_time(const sms_record *r, message *out) {
    int64_t time;
    if (!str_int64(str_trim(buf_str(&r->date)), &time) || time <= 0) return;
    bool seconds = time < 100000000000;
    out->time = seconds ? time * 1000 : time;
    out->precision = seconds ? 1000 : 1;
    out->time_kind = TIME_UTC;
}

void sms_record_message(sms_record *r, arena *keep, message *out) {
    size_t members;
    *out = (message){.text = arena_str(keep, buf_str(&r->text)), .author_id = {"", 0}};
    out->conversation = conversation_of(r, keep, &members);
    out->title = arena_str(keep, buf_str(r->contact.len ? &r->contact : &r->address));
    set_time(r, out);
    if (r->box == SMS_DRAFT) {
        out->kind = KIND_SYSTEM; // never sent
        return;
    }
    if (r->box == SMS_INBOX || r->box == 0)
        set_sender(r, members, keep, out);
    else
        out->author = STR("Me");
    out->kind = out->text.len || !r->media ? KIND_TEXT : KIND_MEDIA;
    if (r->media) out->flags = (uint8_t)(FLAG_MEDIA | (out->text.len ? FLAG_CAPTION : 0));
}

void sms_record_release(sms_record *r) {
    buf *all[] = {&r->address, &r->contact, &r->text, &r->date, &r->sender, &r->key, &r->one};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_release(all[i]);
    intern_release(&r->numbers);
    free(r->names);
}

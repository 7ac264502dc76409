// kakao_line: what the lines of a chat exported from KakaoTalk are, on any device.
#ifndef READER_KAKAO_LINE_H
#define READER_KAKAO_LINE_H

#include "reader/message.h"
#include "reader/when.h"

typedef enum kakao_kind {
    KAKAO_NONE, // the rest of a message
    KAKAO_DAY,  // the day of what follows: "----- 2020년 6월 28일 일요일 -----", a bare date
    KAKAO_BRACKET, // "[name] [오전 1:01] text", as computers write
    KAKAO_COMMA,   // "2016년 2월 5일 오전 1:33, name : text", as phones write
    KAKAO_NOTICE,  // "2025. 1. 1. 12:00: text", of the app
} kakao_kind;

typedef struct kakao_line {
    when time; // without a date for KAKAO_BRACKET, without a time of day for KAKAO_DAY
    str name, text;
} kakao_line;

kakao_kind kakao_line_read(str line, kakao_line *out);

// What a text of somebody stands for: KIND_TEXT when it is what he wrote.
message_kind kakao_text_kind(str text);

// Whether a line alone is one of the app: who came, went, was invited.
bool kakao_is_notice(str line);

// The title when a line is the first of an export, else empty.
str kakao_title(str line);

#endif

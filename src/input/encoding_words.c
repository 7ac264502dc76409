#include "input/encoding_words.h"

enum { NEAR = 4 << 10 }; // bytes: a long title, and some days before the first message

encoding encoding_by_words(str head) {
    // None is shorter than eight bytes, so that no text of another encoding has it by chance.
    static const struct {
        const char *bytes;
        encoding which;
    } marks[] = {
        // KakaoTalk, of which an export may have lost its head; the second is LINE's too.
        {"\xC4\xAB\xC4\xAB\xBF\xC0\xC5\xE5\x20\xB4\xEB\xC8\xAD", ENCODING_CP949}, // 카카오톡 대화
        {"\xC0\xFA\xC0\xE5\xC7\xD1\x20\xB3\xAF\xC2\xA5", ENCODING_CP949}, // 저장한 날짜
        {"] [\xBF\xC0\xC0\xFC ", ENCODING_CP949},                         // ] [오전
        {"] [\xBF\xC0\xC8\xC4 ", ENCODING_CP949},                         // ] [오후
        // LINE: "chat history" and "saved on".
        {"\xBB\xC3\xD0\xC7\xD1\xB5\xD4\xA1\xD2\xC3\xE1\xAA\xB7", ENCODING_CP874}, // ประวัติการแชท
        {"\xBA\xD1\xB9\xB7\xD6\xA1\xE0\xC1\xD7\xE8\xCD", ENCODING_CP874}, // บันทึกเมื่อ
        {"\x83\x67\x81\x5B\x83\x4E\x97\x9A\x97\xF0", ENCODING_SHIFT_JIS}, // トーク履歴
        {"\x95\xDB\x91\xB6\x93\xFA\x8E\x9E", ENCODING_SHIFT_JIS},         // 保存日時
        {"\xAA\xBA\xB2\xE1\xA4\xD1\xB0\x4F\xBF\xFD", ENCODING_BIG5},      // 的聊天記錄
        {"\xC0\x78\xA6\x73\xA4\xE9\xB4\xC1", ENCODING_BIG5},              // 儲存日期
        {"\xB5\xC4\xC1\xC4\xCC\xEC\xBC\xC7\xC2\xBC", ENCODING_GB18030},   // 的聊天记录
        {"\xB1\xA3\xB4\xE6\xC8\xD5\xC6\xDA", ENCODING_GB18030},           // 保存日期
    };
    head = str_take(head, NEAR);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_contains(head, str_from(marks[i].bytes))) return marks[i].which;
    return ENCODING_NONE;
}

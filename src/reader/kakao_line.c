#include "reader/kakao_line.h"

enum { LONGEST_NAME = 400, LONGEST_WEEKDAY = 16 }; // bytes

static kakao_kind read_dashes(str line, kakao_line *out) {
    size_t dashes = 0;
    while (dashes < line.len && line.at[dashes] == '-') dashes++;
    if (dashes < 10) return KAKAO_NONE;
    when_text plain;
    when_normalize(str_trim(str_drop(line, dashes)), &plain);
    size_t len = when_scan_date(when_text_str(&plain), &out->time);
    return len && when_has_year(&out->time) ? KAKAO_DAY : KAKAO_NONE;
}

// "[name] [오전 1:01] text": the name may have brackets of its own, the time may not.
static kakao_kind read_brackets(str line, kakao_line *out) {
    for (size_t at = 1; at + 3 < line.len && at <= LONGEST_NAME + 1; at++) {
        if (line.at[at] != ']' || line.at[at + 1] != ' ' || line.at[at + 2] != '[') continue;
        str_cut_result time = str_cut(str_drop(line, at + 3), ']');
        when_text plain;
        if (!time.found || time.head.len > 40) continue;
        when_normalize(time.head, &plain);
        size_t len = plain.len ? when_scan_time(when_text_str(&plain), &out->time) : 0;
        if (len == 0 || len != plain.len) continue;
        out->name = str_trim(str_of(line.at + 1, at - 1));
        out->text = str_starts(time.tail, STR(" ")) ? str_drop(time.tail, 1) : time.tail;
        return out->name.len ? KAKAO_BRACKET : KAKAO_NONE;
    }
    return KAKAO_NONE;
}

// Cuts at the first " : ", also when nothing follows it.
static bool cut_name(str rest, kakao_line *out) {
    size_t at = str_find(rest, STR(" :"));
    if (at == SIZE_MAX || at > LONGEST_NAME) return false;
    str text = str_drop(rest, at + 2);
    if (text.len && text.at[0] != ' ') return false;
    out->name = str_trim(str_take(rest, at));
    out->text = str_drop(text, 1);
    return out->name.len > 0;
}

static kakao_kind read_stamp(str line, kakao_line *out) {
    when_text plain;
    when_normalize(line, &plain);
    str text = when_text_str(&plain);
    size_t len = when_scan(text, &out->time);
    if (len == 0) {
        len = when_scan_date(text, &out->time);
        bool all = len && str_trim(str_drop(text, len)).len <= LONGEST_WEEKDAY;
        bool short_line = all && plain.len < WHEN_TEXT && !memchr(text.at, ':', text.len);
        return short_line && when_has_year(&out->time) ? KAKAO_DAY : KAKAO_NONE;
    }
    if (!when_has_year(&out->time)) return KAKAO_NONE;
    str rest = str_drop(line, plain.origin[len]);
    if (str_trim(rest).len == 0) return KAKAO_DAY;
    if (rest.at[0] != ',' && rest.at[0] != ':') return KAKAO_NONE;
    bool comma = rest.at[0] == ',';
    out->text = str_trim(str_drop(rest, 1));
    if (comma && cut_name(out->text, out)) return KAKAO_COMMA;
    return KAKAO_NOTICE;
}

// Whether a line begins with a year, or with a month or weekday in English.
static bool may_be_stamp(str line) {
    static const char words[] = "JanFebMarAprMayJunJulAugSepOctNovDecMonTueWedThuFriSatSun";
    if (line.at[0] >= '0' && line.at[0] <= '9')
        return line.at[1] >= '0' && line.at[1] <= '9' && line.at[2] >= '0' && line.at[2] <= '9';
    for (size_t i = 0; i + 3 < sizeof words; i += 3)
        if (memcmp(line.at, words + i, 3) == 0) return true;
    return false;
}

kakao_kind kakao_line_read(str line, kakao_line *out) {
    *out = (kakao_line){.name = {"", 0}, .text = {"", 0}};
    if (line.len < 8) return KAKAO_NONE;
    if (line.at[0] == '-') return read_dashes(line, out);
    if (line.at[0] == '[') return read_brackets(line, out);
    return may_be_stamp(line) ? read_stamp(line, out) : KAKAO_NONE;
}

static bool is_one_of(str text, const char *const *list) {
    for (; *list; list++)
        if (str_equal(text, str_from(*list))) return true;
    return false;
}

static bool starts_with_one_of(str text, const char *const *list) {
    for (; *list; list++)
        if (str_starts(text, str_from(*list))) return true;
    return false;
}

// "사진 3장", "Photo 3"
static bool is_counted_photo(str text) {
    static const str starts[] = {{"사진 ", 7}, {"Photo ", 6}};
    for (size_t i = 0; i < 2; i++) {
        if (!str_starts(text, starts[i])) continue;
        str rest = str_drop(text, starts[i].len);
        size_t digits = 0;
        while (digits < rest.len && rest.at[digits] >= '0' && rest.at[digits] <= '9') digits++;
        str behind = str_drop(rest, digits);
        return digits && (behind.len == 0 || str_equal(behind, STR("장")));
    }
    return false;
}

message_kind kakao_text_kind(str text) {
    static const char *const media[] = {
        "사진",          "동영상",     "이모티콘", "음성메시지", "음성메세지", "연락처",
        "지도",          "Photo",      "Photos",   "Video",      "Emoticon",   "Emoticons",
        "Voice Message", "Voice Note", "Contact",  "#검색",      NULL};
    static const char *const attached[] = {
        "파일: ", "File: ", "지도: ", "Map: ", "#검색: ", "연락처: ", NULL};
    static const char *const deleted[] = {"삭제된 메시지입니다.", "This message was deleted.",
                                          "채팅방 관리자가 메시지를 가렸습니다.", NULL};
    static const char *const calls[] = {"보이스톡 ",   "페이스톡 ",   "그룹콜 ", "라이브톡 ",
                                        "Voice Call ", "Video Call ", NULL};
    static const char *const bare[] = {"보이스톡", "페이스톡", "Voice Call", "Video Call", NULL};
    if (is_one_of(text, deleted)) return KIND_DELETED;
    if (is_one_of(text, bare) || starts_with_one_of(text, calls))
        return text.len < 60 ? KIND_CALL : KIND_TEXT;
    bool file = starts_with_one_of(text, attached) && !memchr(text.at, '\n', text.len);
    return is_one_of(text, media) || is_counted_photo(text) || file ? KIND_MEDIA : KIND_TEXT;
}

bool kakao_is_notice(str line) {
    static const char *const ends[] = {"님이 들어왔습니다.",
                                       "님이 나갔습니다.",
                                       "님을 초대했습니다.",
                                       "님을 초대하였습니다.",
                                       "님을 내보냈습니다.",
                                       "님이 들어왔습니다.운영정책을",
                                       " joined this chatroom.",
                                       " left this chatroom.",
                                       " has joined this chatroom.",
                                       "채팅방 관리자가 메시지를 가렸습니다.",
                                       NULL};
    line = str_trim(line);
    for (size_t i = 0; ends[i]; i++)
        if (str_ends(line, str_from(ends[i]))) return true;
    return str_contains(line, STR(" invited ")) && str_ends(line, STR("to this chatroom."));
}

str kakao_title(str line) {
    static const char *const ends[] = {" 님과 카카오톡 대화", " 카카오톡 대화",
                                       "님과 카카오톡 대화", NULL};
    line = str_trim(line);
    if (str_starts(line, STR("KakaoTalk Chats with "))) return str_drop(line, 21);
    for (size_t i = 0; ends[i]; i++)
        if (str_ends(line, str_from(ends[i]))) return str_take(line, line.len - strlen(ends[i]));
    return (str){"", 0};
}

#include "reader/line_parts.h"

enum { LONGEST_DAY = 60, LONGEST_WEEKDAY = 36, LONGEST_TIME = 40 }; // bytes

static int weekday_of(str word) {
    static const struct {
        const char *word;
        int day;
    } words[] = {
        {"mon", 0},      {"tue", 1},     {"wed", 2},      {"thu", 3},     {"fri", 4},
        {"sat", 5},      {"sun", 6},     {"monday", 0},   {"tuesday", 1}, {"wednesday", 2},
        {"thursday", 3}, {"friday", 4},  {"saturday", 5}, {"sunday", 6},  {"月", 0},
        {"火", 1},       {"水", 2},      {"木", 3},       {"金", 4},      {"土", 5},
        {"日", 6},       {"月曜日", 0},  {"火曜日", 1},   {"水曜日", 2},  {"木曜日", 3},
        {"金曜日", 4},   {"土曜日", 5},  {"日曜日", 6},   {"一", 0},      {"二", 1},
        {"三", 2},       {"四", 3},      {"五", 4},       {"六", 5},      {"週一", 0},
        {"週二", 1},     {"週三", 2},    {"週四", 3},     {"週五", 4},    {"週六", 5},
        {"週日", 6},     {"周一", 0},    {"周二", 1},     {"周三", 2},    {"周四", 3},
        {"周五", 4},     {"周六", 5},    {"周日", 6},     {"星期一", 0},  {"星期二", 1},
        {"星期三", 2},   {"星期四", 3},  {"星期五", 4},   {"星期六", 5},  {"星期日", 6},
        {"월", 0},       {"화", 1},      {"수", 2},       {"목", 3},      {"금", 4},
        {"토", 5},       {"일", 6},      {"월요일", 0},   {"화요일", 1},  {"수요일", 2},
        {"목요일", 3},   {"금요일", 4},  {"토요일", 5},   {"일요일", 6},  {"จ.", 0},
        {"อ.", 1},       {"พ.", 2},      {"พฤ.", 3},      {"ศ.", 4},      {"ส.", 5},
        {"อา.", 6},      {"วันจันทร์", 0},  {"วันอังคาร", 1},  {"วันพุธ", 2},    {"วันพฤหัสบดี", 3},
        {"วันศุกร์", 4},    {"วันเสาร์", 5},  {"วันอาทิตย์", 6},  {"จันทร์", 0},    {"อังคาร", 1},
        {"พุธ", 2},       {"พฤหัสบดี", 3},  {"ศุกร์", 4},      {"เสาร์", 5},    {"อาทิตย์", 6},
        {"t2", 0},       {"t3", 1},      {"t4", 2},       {"t5", 3},      {"t6", 4},
        {"t7", 5},       {"cn", 6},      {"th 2", 0},     {"th 3", 1},    {"th 4", 2},
        {"th 5", 3},     {"th 6", 4},    {"th 7", 5},     {"thứ hai", 0}, {"thứ ba", 1},
        {"thứ tư", 2},   {"thứ năm", 3}, {"thứ sáu", 4},  {"thứ bảy", 5}, {"chủ nhật", 6},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(word, str_from(words[i].word))) return words[i].day;
    return -1;
}

static bool is_ascii_word(str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] >= 0x80) return false;
    return true;
}

// What stands behind a date: nothing, or one word for the day of the week.
static bool take_weekday(str rest, int *weekday) {
    *weekday = -1;
    rest = str_trim(rest);
    if (rest.len == 0) return true;
    if (rest.len > LONGEST_WEEKDAY) return false;
    bool inside = rest.len > 2 && rest.at[0] == '(' && rest.at[rest.len - 1] == ')';
    if (inside) rest = str_of(rest.at + 1, rest.len - 2);
    if (str_starts(rest, STR("（")) && str_ends(rest, STR("）")) && rest.len > 6) {
        inside = true;
        rest = str_of(rest.at + 3, rest.len - 6);
    }
    *weekday = weekday_of(rest);
    bool one = !str_contains(rest, STR(" ")) && !str_contains(rest, STR(":"));
    return *weekday >= 0 || (one && (inside || !is_ascii_word(rest)));
}

// Whether the word before a comma may be a day of the week that when_scan_date does not know: one
// in the list, or one of another script. Of ASCII words any could be what somebody says.
static bool may_be_weekday(str word) {
    if (weekday_of(word) >= 0) return true;
    if (word.len == 0 || word.len > LONGEST_WEEKDAY || str_contains(word, STR(" "))) return false;
    return !is_ascii_word(word);
}

// Whether a year may stand in s: most lines have none, and are not looked at any closer.
static bool has_four_digits(str s) {
    size_t run = 0;
    for (size_t i = 0; i < s.len && run < 4; i++)
        run = s.at[i] >= '0' && s.at[i] <= '9' ? run + 1 : 0;
    return run == 4;
}

bool line_day_read(str line, line_day *out) {
    line = str_trim(line);
    if (line.len < 6 || line.len > LONGEST_DAY || !has_four_digits(line)) return false;
    when_text plain;
    when_normalize(line, &plain);
    str text = when_text_str(&plain);
    size_t len = when_scan_date(text, &out->date);
    str_cut_result before = str_cut(text, ',');
    if (len == 0 && before.found && may_be_weekday(before.head)) {
        text = str_trim(before.tail);
        len = when_scan_date(text, &out->date);
    }
    if (len == 0 || !when_has_year(&out->date)) return false;
    int first = before.found ? weekday_of(before.head) : -1;
    if (!take_weekday(str_drop(text, len), &out->weekday)) return false;
    if (first >= 0) out->weekday = first;
    return true;
}

// Whether all of s is a time.
static bool is_time(str s, when *out) {
    when_text plain;
    if (s.len == 0) return false;
    when_normalize(s, &plain);
    return plain.len && when_scan_time(when_text_str(&plain), out) == plain.len;
}

bool line_head_read(str line, line_head *out) {
    str start = str_take(line, LONGEST_TIME);
    unsigned char first = line.len ? (unsigned char)line.at[0] : 0;
    bool may = (first >= '0' && first <= '9') || first >= 0x80; // 午前
    if (!may || !memchr(start.at, ':', start.len)) return false;
    str_cut_result tab = str_cut(start, '\t');
    str_cut_result word = str_cut(start, ' '), second = str_cut(word.tail, ' ');
    out->tab = tab.found && is_time(tab.head, &out->time);
    out->len = tab.head.len + 1;
    if (out->tab) return true;
    str two = str_take(start, word.head.len + 1 + second.head.len); // "10:00 AM name"
    out->len = two.len + 1;
    if (word.found && second.found && is_time(two, &out->time)) return true;
    out->len = word.head.len + 1;
    return word.found && is_time(word.head, &out->time);
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

static bool ends_with_one_of(str text, const char *const *list, str *before) {
    for (; *list; list++) {
        str end = str_from(*list);
        if (text.len > end.len && str_ends(text, end)) {
            *before = str_take(text, text.len - end.len);
            return true;
        }
    }
    return false;
}

message_kind line_kind(str text) {
    static const char *const media[] = {"[Sticker]",
                                        "[Photo]",
                                        "[Photos]",
                                        "[Video]",
                                        "[Voice message]",
                                        "[Audio]",
                                        "[Contact]",
                                        "[Gift]",
                                        "[Poll]",
                                        "[Emoji]",
                                        "[貼圖]",
                                        "[照片]",
                                        "[影片]",
                                        "[語音訊息]",
                                        "[聯絡資訊]",
                                        "[贴图]",
                                        "[图片]",
                                        "[视频]",
                                        "[スタンプ]",
                                        "[写真]",
                                        "[動画]",
                                        "[ボイスメッセージ]",
                                        "[連絡先]",
                                        "スタンプ",
                                        "写真",
                                        "動画",
                                        "[สติกเกอร์]",
                                        "[รูป]",
                                        "[วิดีโอ]",
                                        "[스티커]",
                                        "[사진]",
                                        "[동영상]",
                                        NULL};
    static const char *const attached[] = {"[File]",     "[Album]",    "[Location]", "[Note]",
                                           "[檔案]",     "[相簿]",     "[位置訊息]", "[記事本]",
                                           "[ファイル]", "[アルバム]", "[位置情報]", "[ノート]",
                                           "[파일]",     "[앨범]",     NULL};
    static const char *const calls[] = {"☎", "📞", NULL};
    static const char *const unsent[] = {"メッセージの送信を取り消しました", NULL};
    if (is_one_of(text, unsent)) return KIND_DELETED;
    if (is_one_of(text, media) || starts_with_one_of(text, attached)) return KIND_MEDIA;
    return starts_with_one_of(text, calls) ? KIND_CALL : KIND_TEXT;
}

str line_unsent_by(str text) {
    static const char *const ends[] = {" unsent a message.",
                                       " unsent a message",
                                       "がメッセージの送信を取り消しました",
                                       "已收回訊息",
                                       "撤回了一則訊息",
                                       "님이 메시지 전송을 취소했습니다.",
                                       NULL};
    str who = {"", 0};
    ends_with_one_of(text, ends, &who);
    return str_trim(who);
}

#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/kakao_line.h"
#include "reader/reading.h"

extern const reader reader_kakao;

typedef struct kakao_case {
    char line[120];
    kakao_kind kind;
    char name[24], text[40];
} kakao_case;

static kakao_case lines[] = {
    {"--------------- 2020년 6월 28일 일요일 ---------------", KAKAO_DAY, "", ""},
    {"--------------- Monday, December 9, 2024 ---------------", KAKAO_DAY, "", ""},
    {"---------------", KAKAO_NONE, "", ""},
    {"--- 2020년 6월 28일 ---", KAKAO_NONE, "", ""},
    {"[소라] [오전 1:01] a", KAKAO_BRACKET, "소라", "a"},
    {"[Ann] [2:30 PM] a: b", KAKAO_BRACKET, "Ann", "a: b"},
    {"[Ann [x]] [2:30 PM] a", KAKAO_BRACKET, "Ann [x]", "a"},
    {"[Ann] [14:30] a", KAKAO_BRACKET, "Ann", "a"},
    {"[Ann] [2:30 PM]", KAKAO_BRACKET, "Ann", ""},
    {"[Ann] [later] a", KAKAO_NONE, "", ""},
    {"[Ann] hello there", KAKAO_NONE, "", ""},
    {"2016년 2월 5일 오전 1:33", KAKAO_DAY, "", ""},
    {"2016년 2월 5일 금요일", KAKAO_DAY, "", ""},
    {"2016년 2월 5일 오전 1:33, 소라 : a : b", KAKAO_COMMA, "소라", "a : b"},
    {"February 10, 2016, 2:33 AM", KAKAO_DAY, "", ""},
    {"February 10, 2016, 2:33 AM, you : a", KAKAO_COMMA, "you", "a"},
    {"February 10, 2016, 2:33 AM, you :", KAKAO_COMMA, "you", ""},
    {"February 10, 2016, 2:33 AM, Ann left this chatroom.", KAKAO_NOTICE, "",
     "Ann left this chatroom."},
    {"2025. 10. 14. 오전 9:30, 소라 : a", KAKAO_COMMA, "소라", "a"},
    {"2025. 10. 14. 21:30, 소라 : a", KAKAO_COMMA, "소라", "a"},
    {"2025. 1. 1. 12:00: 하나님이 들어왔습니다.", KAKAO_NOTICE, "", "하나님이 들어왔습니다."},
    {"2025 was a good year, Ann : yes", KAKAO_NONE, "", ""},
    {"2016년 2월 5일 우리 만났잖아 기억나?", KAKAO_NONE, "", ""},
    {"Maybe : not", KAKAO_NONE, "", ""},
    {"", KAKAO_NONE, "", ""},
};

ParameterizedTestParameters(kakao_line, is_known_by_its_shape) {
    return cr_make_param_array(kakao_case, lines, sizeof lines / sizeof *lines);
}

ParameterizedTest(kakao_case *t, kakao_line, is_known_by_its_shape) {
    kakao_line got;
    cr_assert_eq(kakao_line_read(str_from(t->line), &got), t->kind, "%s", t->line);
    if (t->kind == KAKAO_NONE || t->kind == KAKAO_DAY) return;
    cr_assert(str_equal(got.name, str_from(t->name)), "%s", t->line);
    cr_assert(str_equal(got.text, str_from(t->text)), "%s", t->line);
}

Test(kakao_line, knows_what_stands_for_something_else) {
    cr_assert_eq(kakao_text_kind(STR("사진")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("사진 3장")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("사진 찍자")), KIND_TEXT);
    cr_assert_eq(kakao_text_kind(STR("Emoticons")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("파일: a.pdf")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("#검색: a")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("음성메시지")), KIND_MEDIA);
    cr_assert_eq(kakao_text_kind(STR("채팅방 관리자가 메시지를 가렸습니다.")), KIND_DELETED);
    cr_assert_eq(kakao_text_kind(STR("삭제된 메시지입니다.")), KIND_DELETED);
    cr_assert_eq(kakao_text_kind(STR("보이스톡 해요")), KIND_CALL);
    cr_assert_eq(kakao_text_kind(STR("Photos of us")), KIND_TEXT);
    cr_assert(kakao_is_notice(STR("하나님이 들어왔습니다.")));
    cr_assert(!kakao_is_notice(STR("하나님이 좋아")));
    expect_str(kakao_title(STR("소라 님과 카카오톡 대화")), "소라");
    expect_str(kakao_title(STR("KakaoTalk Chats with Ann")), "Ann");
    expect_str(kakao_title(STR("something else")), "");
}

typedef struct talk_case {
    char in[320], out[120];
    uint64_t malformed;
} talk_case;

#define DAY "--------------- 2024년 3월 11일 월요일 ---------------\n"

static talk_case talks[] = {
    {DAY "[A] [오전 9:02] a\n\nmore\n[B] [오후 9:03] b\n", "<1|A:a\n\nmore|B:b|+>", 0},
    {DAY "[A] [오전 9:02] a\n2024년 3월 11일 오전 9:03, B : pasted\n[A] [오후 9:03] b\n",
     "<1|A:a\n2024년 3월 11일 오전 9:03, B : pasted|A:b|+>", 0},
    {"2024년 3월 11일 오전 9:02, A : a\n[B] [오전 9:03] pasted\n2024년 3월 11일 오전 9:04, A : b\n",
     "<1|A:a\n[B] [오전 9:03] pasted|A:b|+>", 0},
    {DAY "[A] [오전 9:02] a\n하나님이 들어왔습니다.\n[A] [오전 9:03] b\n",
     "<1|A:a|:하나님이 들어왔습니다.(system)|A:b|+>", 0},
    {"strange\n" DAY "[A] [오전 9:02] a\n", "<1|A:a|+>", 1},
    {"Date,User,Message\n2024-01-01 10:00:00,\"A\",\"a\"\nx,y,z\n2024-01-01 10:00:00,B\n",
     "<1|A:a|+>", 2},
};

ParameterizedTestParameters(kakao, reads) {
    return cr_make_param_array(talk_case, talks, sizeof talks / sizeof *talks);
}

ParameterizedTest(talk_case *t, kakao, reads) {
    taken got = take_text(t->in, (intake_options){.format = "kakao"});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(kakao, has_local_times) {
    reading r =
        read_through(&reader_kakao,
                     STR(DAY "[A] [오전 12:02] a\n[A] [오후 12:03] b\n[A] [오후 1:03] c\n"), NULL);
    cr_assert_eq(r.count, 3);
    cr_assert_eq(r.messages[0].time, 1710115320000); // 2024-03-11T00:02
    cr_assert_eq(r.messages[1].time, 1710158580000);
    cr_assert_eq(r.messages[2].time, 1710162180000);
    cr_assert_eq(r.messages[0].time_kind, TIME_LOCAL);
    cr_assert_eq(r.messages[0].precision, 60000);
    cr_assert_gt(r.bid, 60);
    reading_release(&r);
}

Test(kakao, does_not_bid_on_other_messengers) {
    cr_assert_eq(reader_kakao.bid(STR("3/11/24, 9:02 AM - A: a\n3/11/24, 9:03 AM - B: b\n"), true),
                 0);
    cr_assert_eq(reader_kakao.bid(STR("[3/11/24, 9:02:01 AM] A: a\n"), true), 0);
    cr_assert_eq(reader_kakao.bid(STR("Date,User,Text\n1,2,3\n"), true), 0);
}

// The name of the room stands in nothing but the name of the file, behind it when it was saved.
Test(kakao, knows_a_table_given_twice_by_the_room_in_its_name) {
    static const char *const names[] = {"KakaoTalk_Chat_choir_2024-03-11-10-20-30.csv",
                                        "KakaoTalk_Chat_choir_2024-03-12-08-00-00.csv",
                                        "KakaoTalk_Chat_choir.csv",
                                        "KakaoTalk_Chat_band_2024-03-11-10-20-30.csv"};
    const char *folder = packed_folder();
    buf rows = {0};
    buf_add(&rows, STR("Date,User,Message\n"));
    for (int i = 0; i < 20; i++) buf_printf(&rows, "2024-01-01 10:00:%02d,\"A\",\"a\"\n", i);
    for (size_t i = 0; i < 4; i++) packed_file(folder, names[i], buf_str(&rows));
    taken t = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert(t.counts.used == 40 && t.counts.duplicate == 40);
    taken_release(&t);
    buf_release(&rows);
    packed_remove(folder);
}

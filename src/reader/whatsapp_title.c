#include "reader/whatsapp_title.h"

static const char *const before[] = {
    "WhatsApp Chat with ",       "WhatsApp Chat - ",
    "WhatsApp chat with ",       "WhatsApp-Chat mit ",
    "WhatsApp Chat mit ",        "Chat de WhatsApp con ",
    "Chat WhatsApp con ",        "Chat WhatsApp com ",
    "Chat do WhatsApp com ",     "Conversa do WhatsApp com ",
    "Conversa de WhatsApp com ", "Conversa de WhatsApp amb ",
    "Xat de WhatsApp amb ",      "Discussion WhatsApp avec ",
    "Chat WhatsApp avec ",       "WhatsApp-chat met ",
    "WhatsApp-chatt med ",       "WhatsApp-samtale med ",
    "WhatsApp-chat med ",        "WhatsApp-keskustelu ",
    "Czat WhatsApp z ",          "Chat WhatsApp s ",
    "Chat aplikace WhatsApp s ", "Conversație WhatsApp cu ",
    "Chat WhatsApp cu ",         "Чат WhatsApp с контактом ",
    "Чат WhatsApp с ",           "Переписка в WhatsApp с ",
    "Чат WhatsApp з ",           "Συνομιλία WhatsApp με ",
    "Chat WhatsApp dengan ",     "Obrolan WhatsApp dengan ",
    "Sembang WhatsApp dengan ",  "Cuộc trò chuyện WhatsApp với ",
    "دردشة واتساب مع ",          "محادثة واتساب مع ",
    "צ'אט WhatsApp עם ",         "שיחת WhatsApp עם ",
};

static const char *const around[][2] = {
    {"与", "的 WhatsApp 聊天"},          {"与 ", " 的 WhatsApp 聊天"},  {"與", "的 WhatsApp 對話"},
    {"與 ", " 的 WhatsApp 對話"},        {"", " ile WhatsApp Sohbeti"}, {"", "とのWhatsAppトーク"},
    {"", "님과 주고받은 WhatsApp 대화"}, {"", " के साथ WhatsApp चैट"},
};

str whatsapp_title(str name) {
    str suffix = str_drop(name, name.len > 4 ? name.len - 4 : name.len);
    if (str_equal_nocase(suffix, STR(".txt")) || str_equal_nocase(suffix, STR(".zip")))
        name.len -= 4;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        str start = str_from(before[i]);
        if (str_starts(name, start)) return str_trim(str_drop(name, start.len));
    }
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        str start = str_from(around[i][0]), end = str_from(around[i][1]);
        if (name.len > start.len + end.len && str_starts(name, start) && str_ends(name, end))
            return str_trim(str_of(name.at + start.len, name.len - start.len - end.len));
    }
    return (str){0};
}

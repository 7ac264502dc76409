// generate: writes a chat of any size in the layout of WhatsApp for Android or of another export,
// to measure with. The same arguments give the same bytes on every machine: there is no floating
// point in it.
//
//     generate BYTES [en|mix|ru] [SEED] [whatsapp|telegram|meta|discord|sms|csv|discord-csv]
//
// Word ranks follow Zipf's law with two regimes: the chance of a rank falls as 1/rank among the
// first thousand, then as 1/rank^2 without an end, so that the vocabulary grows with the square
// root of the text. Fitted to 1.37 million words of English talk (the first 100, 1,000, 8,000 words
// are 59, 86 and 97 % of it; 5,400, 11,400 and 22,700 words in the first 50, 200 and 800 thousand;
// here 57, 86 and 98 %, 5,200, 10,800 and 22,100) and to 51,000 words of Russian comments (12,000
// words in 50 thousand; here 10,200). How many words are distinct goes to standard error.
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_BITS = 10, // the ranks below 2 to this, less 1, are the head
    SEEN_ROOM = 1 << 22,
    SEEN_MOST = SEEN_ROOM / 2,
    MINUTES_SHORT = 2, // a gap within a talk is below this
    MINUTES_LONG = 12, // and between talks below this, so that 2 GB end before the year 2100
};

typedef struct language {
    const char *const *words; // by rank, most frequent first
    const char *const *syllables;
    const char *const *sentences; // requests and answers, so that rules have something to confirm
    uint32_t word_count, syllable_count, sentence_count;
    uint32_t special_percent; // messages with a curly quote or an emoji
    uint32_t head_permille;   // words that are of the head
    uint32_t tail_half;       // ranks of the tail that are half of it
} language;

static const char *const english_words[] = {
    "i",      "you",      "the",     "to",     "a",      "and",     "it",    "that",  "is",
    "in",     "of",       "me",      "was",    "for",    "my",      "on",    "we",    "so",
    "but",    "have",     "not",     "just",   "at",     "be",      "do",    "with",  "are",
    "this",   "what",     "can",     "if",     "up",     "no",      "all",   "he",    "she",
    "they",   "now",      "get",     "go",     "when",   "or",      "out",   "how",   "like",
    "will",   "your",     "then",    "know",   "there",  "yes",     "from",  "one",   "as",
    "good",   "time",     "about",   "had",    "don't",  "i'm",     "it's",  "too",   "see",
    "home",   "today",    "her",     "him",    "an",     "did",     "some",  "back",  "think",
    "really", "still",    "work",    "did",    "here",   "ok",      "need",  "going", "come",
    "want",   "were",     "day",     "more",   "us",     "them",    "night", "got",   "would",
    "let",    "tomorrow", "make",    "only",   "well",   "by",      "why",   "over",  "who",
    "much",   "love",     "because", "been",   "right",  "after",   "again", "off",   "last",
    "could",  "say",      "thing",   "little", "two",    "morning", "said",  "very",  "our",
    "even",   "before",   "sure",    "train",  "dinner", "people",  "maybe", "bit",   "week",
    "late",   "where",    "never",   "always", "should", "their",
};
static const char *const english_syllables[] = {"ba", "ren", "ti",  "lo", "ka",  "mes", "du", "pin",
                                                "so", "var", "gel", "hi", "non", "tra", "fe", "wo"};
static const char *const english_sentences[] = {
    "are you mad at me?",
    "no, not at all",
    "do you still love me?",
    "of course I do",
    "are we okay?",
    "we're fine, I promise",
    "you still want me there, right?",
    "yes, always",
    "I'm such a burden lately",
    "you're not a burden",
    "promise?",
    "I'm not going anywhere",
    "are you there?",
    "stop asking me that",
    "sorry to ask again but are we good?",
    "love you too",
};
static const char *const russian_words[] = {
    "я",   "не",     "и",       "ты",   "в",     "что",    "на",    "а",     "это",   "как", "у",
    "с",   "мне",    "да",      "но",   "так",   "меня",   "тебя",  "все",   "мы",    "нет", "по",
    "уже", "же",     "еще",     "за",   "ну",    "если",   "тебе",  "вот",   "там",   "он",  "она",
    "бы",  "только", "сегодня", "дома", "когда", "завтра", "будет", "очень", "люблю",
};
static const char *const russian_syllables[] = {"ба", "рен", "ти",  "ло", "ка",  "мес", "ду", "пин",
                                                "со", "вар", "гел", "хи", "нон", "тра", "фе", "во"};
static const char *const russian_sentences[] = {"ты на меня злишься?", "нет, совсем нет",
                                                "ты меня любишь?", "конечно, люблю"};
static const char *const special[] = {" ❤️", " 😂", " 🙏", " — ", " …", " café", " “hm”"};

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof *(list)))

static const language english = {english_words,
                                 english_syllables,
                                 english_sentences,
                                 COUNT(english_words),
                                 COUNT(english_syllables),
                                 COUNT(english_sentences),
                                 0,
                                 863,
                                 1500};
static const language russian = {russian_words,
                                 russian_syllables,
                                 russian_sentences,
                                 COUNT(russian_words),
                                 COUNT(russian_syllables),
                                 COUNT(russian_sentences),
                                 10,
                                 680,
                                 3000};

// How an export writes a chat. In begin, head and tail a dollar sign and a letter stand for: d
// date, t time of day, w date as on a phone, s seconds since 1970, n name, b 1 or 2 by name, i
// number.
typedef struct layout {
    const char *name, *begin, *head, *tail, *between, *end;
    const char *line_end; // of a text; it holds nothing else that any of them would have to escape
} layout;

static const layout layouts[] = {
    {"whatsapp", "", "$w, $t - $n: ", "\n", "", "", "\n"},
    {"telegram",
     "{\n \"name\": \"Noor\",\n \"type\": \"personal_chat\",\n \"id\": 42,\n \"messages\": [\n",
     ("  {\n   \"id\": $i,\n   \"type\": \"message\",\n   \"date\": \"$dT$t:00\",\n"
      "   \"date_unixtime\": \"$s\",\n   \"from\": \"$n\",\n   \"from_id\": \"user10$b\",\n"
      "   \"text\": \""),
     "\",\n   \"text_entities\": []\n  }", ",\n", "\n ]\n}\n", "\\n"},
    {"meta",
     ("{\n  \"participants\": [\n    {\n      \"name\": \"Mila\"\n    },\n    {\n"
      "      \"name\": \"Noor\"\n    }\n  ],\n  \"messages\": [\n"),
     "    {\n      \"sender_name\": \"$n\",\n      \"timestamp_ms\": $s000,\n      \"content\": \"",
     "\",\n      \"is_geoblocked_for_viewer\": false\n    }", ",\n",
     "\n  ],\n  \"title\": \"Noor\",\n  \"thread_path\": \"inbox/noor_1\"\n}\n", "\\n"},
    {"discord",
     ("{\n  \"guild\": {\"id\": \"0\", \"name\": \"Direct Messages\"},\n"
      "  \"channel\": {\"id\": \"9\", \"type\": \"DirectTextChat\", \"name\": \"Noor\"},\n"
      "  \"messages\": [\n"),
     ("    {\n      \"id\": \"$i\",\n      \"type\": \"Default\",\n"
      "      \"timestamp\": \"$dT$t:00.123+00:00\",\n      \"timestampEdited\": null,\n"
      "      \"isPinned\": false,\n      \"content\": \""),
     ("\",\n      \"author\": {\n        \"id\": \"10$b\",\n        \"name\": \"$n\",\n"
      "        \"nickname\": \"$n\",\n        \"isBot\": false,\n        \"roles\": []\n      },\n"
      "      \"attachments\": [],\n      \"embeds\": [],\n      \"reactions\": [],\n"
      "      \"mentions\": []\n    }"),
     ",\n", "\n  ],\n  \"messageCount\": 0\n}\n", "\\n"},
    {"sms", "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"0\">\n",
     "  <sms protocol=\"0\" address=\"+15550100123\" date=\"$s000\" type=\"$b\" subject=\"null\" "
     "body=\"",
     ("\" toa=\"null\" sc_toa=\"null\" service_center=\"null\" read=\"1\" status=\"-1\" "
      "locked=\"0\""
      " date_sent=\"$s000\" sub_id=\"1\" readable_date=\"$d $t\" contact_name=\"Noor\" />"),
     "\n", "\n</smses>\n", "&#10;"},
    {"csv", "time,speaker,text\n", "$dT$t:00,$n,\"", "\"\n", "", "", "\n"},
    {"discord-csv", "AuthorID,Author,Date,Content,Attachments,Reactions\n",
     "\"10$b\",\"$n\",\"$dT$t:00.0000000+00:00\",\"", "\",\"\",\"\"\n", "", "", "\n"},
};

typedef struct generator {
    const language *language;
    const layout *layout;
    uint64_t random;  // splitmix64
    uint64_t written; // bytes
    uint64_t tokens;
    uint32_t distinct;
    uint64_t seen[SEEN_ROOM]; // ranks, 0 where free
} generator;

static uint32_t draw(generator *g, uint32_t below) {
    uint64_t z = g->random += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ z >> 31) >> 32) * below >> 32);
}

static void put(generator *g, const char *text) {
    size_t len = strlen(text);
    fwrite(text, 1, len, stdout);
    g->written += len;
}

// A rank from 1. In the head every power of two is equally likely, and so is what lies in it.
// Behind it the share of words from a rank on is inverse to the rank.
static uint64_t draw_rank(generator *g) {
    const language *l = g->language;
    if (draw(g, 1000) < l->head_permille) {
        uint32_t power = 1u << draw(g, HEAD_BITS);
        return power + draw(g, power);
    }
    uint64_t all = (uint64_t)1 << 32, share = 1 + (uint64_t)draw(g, UINT32_MAX);
    return (1u << HEAD_BITS) + l->tail_half * (all - share) / share;
}

static void count_distinct(generator *g, uint64_t rank) {
    size_t at = (size_t)((rank * 0x9E3779B97F4A7C15u) >> 42);
    while (g->seen[at] && g->seen[at] != rank) at = (at + 1) % SEEN_ROOM;
    if (g->seen[at]) return;
    g->seen[at] = rank;
    if (++g->distinct < SEEN_MOST) return;
    fputs("generate: too many words\n", stderr);
    exit(70);
}

static void put_word(generator *g) {
    uint64_t rank = draw_rank(g);
    count_distinct(g, rank);
    g->tokens++;
    const language *l = g->language;
    if (rank <= l->word_count) {
        put(g, l->words[rank - 1]);
        return;
    }
    // A made-up word: the digits of the rank as syllables.
    for (uint64_t rest = rank; rest; rest /= l->syllable_count)
        put(g, l->syllables[rest % l->syllable_count]);
}

static void put_text(generator *g) {
    const language *l = g->language;
    if (draw(g, 100) < 3) {
        put(g, l->sentences[draw(g, l->sentence_count)]);
        return;
    }
    uint32_t count = 1 + draw(g, 10) + draw(g, 12);
    for (uint32_t i = 0; i < count; i++) {
        if (i) put(g, draw(g, 12) ? " " : draw(g, 12) ? ", " : g->layout->line_end);
        put_word(g);
    }
    if (draw(g, 100) < l->special_percent) put(g, special[draw(g, COUNT(special))]);
    put(g, draw(g, 3) ? "" : draw(g, 2) ? "." : draw(g, 2) ? "?" : "!");
}

// Years and months are counted off, since messages come in order.
typedef struct date {
    uint32_t year, month, day, minute;
    uint64_t days; // since 1970
} date;

static uint32_t days_in(const date *d) {
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);
    return days[d->month - 1] + (d->month == 2 && leap);
}

static void advance(date *d, uint32_t minutes) {
    for (d->minute += minutes; d->minute >= 24 * 60; d->minute -= 24 * 60) {
        d->days++;
        if (++d->day <= days_in(d)) continue;
        d->day = 1;
        if (++d->month <= 12) continue;
        d->month = 1;
        d->year++;
    }
}

// Writes what a letter of a layout stands for.
static void put_field(generator *g, char letter, const date *d, uint32_t speaker, uint64_t number) {
    static const char *const names[] = {"Mila", "Noor"};
    char text[64] = "";
    switch (letter) {
    case 'd':
        snprintf(text, sizeof text, "%04" PRIu32 "-%02" PRIu32 "-%02" PRIu32, d->year, d->month,
                 d->day);
        break;
    case 'w':
        snprintf(text, sizeof text, "%02" PRIu32 "/%02" PRIu32 "/%04" PRIu32, d->day, d->month,
                 d->year);
        break;
    case 't':
        snprintf(text, sizeof text, "%02" PRIu32 ":%02" PRIu32, d->minute / 60, d->minute % 60);
        break;
    case 's': snprintf(text, sizeof text, "%" PRIu64, d->days * 86400 + d->minute * 60); break;
    case 'n': snprintf(text, sizeof text, "%s", names[speaker]); break;
    case 'b': snprintf(text, sizeof text, "%" PRIu32, speaker + 1); break;
    default: snprintf(text, sizeof text, "%" PRIu64, number); break;
    }
    put(g, text);
}

static void put_layout(generator *g, const char *part, const date *d, uint32_t speaker,
                       uint64_t number) {
    for (const char *dollar; (dollar = strchr(part, '$')); part = dollar + 2) {
        fwrite(part, 1, (size_t)(dollar - part), stdout);
        g->written += (uint64_t)(dollar - part);
        put_field(g, dollar[1], d, speaker, number);
    }
    put(g, part);
}

static const layout *layout_named(const char *name) {
    for (uint32_t i = 0; i < COUNT(layouts); i++)
        if (!strcmp(layouts[i].name, name)) return &layouts[i];
    return NULL;
}

int main(int argc, char **argv) {
    static generator g;
    uint64_t size = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    const char *kind = argc > 2 ? argv[2] : "en";
    language mixed = english;
    mixed.special_percent = 75;
    g.language = !strcmp(kind, "ru")    ? &russian
                 : !strcmp(kind, "mix") ? &mixed
                 : !strcmp(kind, "en")  ? &english
                                        : NULL;
    g.random = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    g.layout = layout_named(argc > 4 ? argv[4] : "whatsapp");
    if (size == 0 || !g.language || !g.layout) {
        fputs("usage: generate BYTES [en|mix|ru] [SEED] [LAYOUT]\n", stderr);
        return 2;
    }
    uint64_t messages = 0;
    uint32_t speaker = 0;
    date now = {.year = 2000, .month = 1, .day = 14, .days = 10970};
    put(&g, g.layout->begin);
    while (g.written < size) {
        advance(&now, draw(&g, draw(&g, 10) ? MINUTES_SHORT : MINUTES_LONG));
        if (messages++) put(&g, g.layout->between);
        put_layout(&g, g.layout->head, &now, speaker, messages);
        put_text(&g);
        put_layout(&g, g.layout->tail, &now, speaker, messages);
        speaker ^= draw(&g, 10) < 7;
    }
    put(&g, g.layout->end);
    fprintf(stderr,
            "%" PRIu64 " bytes, %" PRIu64 " messages, %" PRIu64 " tokens, %" PRIu32 " distinct\n",
            g.written, messages, g.tokens, g.distinct);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 74;
}

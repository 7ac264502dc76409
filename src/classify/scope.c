#include "classify/scope.h"

#include "base/utf8.h"
#include "classify/letters.h"

#include <utf8proc.h>

enum { NEGATOR_REACH = 3, SUBJECT_REACH = 6 }; // tokens to the left
enum { TAG_MOST = 3 };                         // words of a tag question

// A hit as tokens first..last-1.
typedef struct place {
    const surroundings *s;
    size_t first, last;
    size_t start, end; // bytes in the folded text
} place;

static str folded_token(const surroundings *s, size_t i) {
    return str_of(s->folded.at + s->starts[i], s->ends[i] - s->starts[i]);
}

static bool is(const surroundings *s, size_t i, uint64_t categories) {
    return s->categories[i] & categories;
}

static bool is_punctuation(const surroundings *s, size_t i) {
    return s->tokens[i].kind == TOKEN_PUNCTUATION;
}

bool scope_ends_sentence(uint32_t point) {
    return point == '.' || point == '!' || point == 0x2026 || point == 0x3002 || point == 0xFF01 ||
           scope_asks(point);
}

bool scope_asks(uint32_t point) {
    return point == '?' || point == 0x203D || point == 0x061F || point == 0xFF1F;
}

static bool is_terminal(const surroundings *s, size_t i) {
    return is_punctuation(s, i) && scope_ends_sentence(utf8_decode(folded_token(s, i)).point);
}

static bool is_question_mark(const surroundings *s, size_t i) {
    return is_punctuation(s, i) && scope_asks(utf8_decode(folded_token(s, i)).point);
}

// Quotation marks and hyphens part no clauses.
static bool parts_clauses(const surroundings *s, size_t i) {
    if (!is_punctuation(s, i)) return false;
    uint32_t point = utf8_decode(folded_token(s, i)).point;
    return point != '"' && point != '\'' && point != '-' && point != 0xAB && point != 0xBB &&
           point != '*' && point != '_' && point != '~';
}

static bool line_ends_before(const surroundings *s, size_t i) {
    size_t from = i ? s->ends[i - 1] : 0;
    return memchr(s->folded.at + from, '\n', s->starts[i] - from) != NULL;
}

static size_t sentence_start(const surroundings *s, size_t i) {
    while (i > 0 && !is_terminal(s, i - 1) && !line_ends_before(s, i)) i--;
    return i;
}

// The token behind the sentence that token i is in, its terminals included.
static size_t sentence_end(const surroundings *s, size_t i) {
    while (i < s->count && !is_terminal(s, i)) {
        i++;
        if (i < s->count && line_ends_before(s, i)) return i;
    }
    while (i < s->count && is_terminal(s, i)) i++;
    return i;
}

// Where the clause of token i begins: behind punctuation, or behind a conjunction when those count.
static size_t clause_start(const surroundings *s, size_t i, bool conjunctions) {
    while (i > 0 && !line_ends_before(s, i) && !parts_clauses(s, i - 1) &&
           !(conjunctions && is(s, i - 1, s->known->conjunction)))
        i--;
    return i;
}

static size_t clause_end(const surroundings *s, size_t i) {
    while (i < s->count && !parts_clauses(s, i) && (i == 0 || !line_ends_before(s, i))) i++;
    return i;
}

// Inside a pair of " or of ' that stand as quotes, of « » or of code ticks; on a line that begins
// with >; or in a message that was forwarded.
static bool opens_quote(str text, size_t at) {
    bool free_before =
        at == 0 || text.at[at - 1] == ' ' || text.at[at - 1] == '\n' || text.at[at - 1] == '(';
    bool word_after = at + 1 < text.len && text.at[at + 1] != ' ' && text.at[at + 1] != '\n';
    return free_before && word_after;
}

static bool closes_quote(str text, size_t at) {
    if (at == 0 || text.at[at - 1] == ' ' || text.at[at - 1] == '\n') return false;
    if (at + 1 == text.len) return true;
    unsigned char next = (unsigned char)text.at[at + 1];
    return next < 0x80 && !letters_in_word(next);
}

static bool between_quotes(str text, size_t start, size_t end, char mark) {
    size_t open = SIZE_MAX;
    for (size_t at = 0; at < text.len; at++) {
        if (text.at[at] != mark) continue;
        if (open == SIZE_MAX) {
            if (at > start) return false;
            if (mark != '\'' || opens_quote(text, at)) open = at;
        } else if (mark != '\'' || closes_quote(text, at)) {
            if (open < start && at >= end) return true;
            open = SIZE_MAX;
        }
    }
    return false;
}

static bool between_signs(str text, size_t start, size_t end, str opening, str closing) {
    size_t open = SIZE_MAX;
    for (size_t at = 0; at < start; at++) {
        str rest = str_drop(text, at);
        if (str_starts(rest, opening)) open = at;
        if (str_starts(rest, closing)) open = SIZE_MAX;
    }
    return open != SIZE_MAX && str_contains(str_drop(text, end), closing);
}

static bool is_quoted(const place *p) {
    const surroundings *s = p->s;
    if (s->forwarded) return true;
    size_t line = p->start;
    while (line > 0 && s->folded.at[line - 1] != '\n') line--;
    if (s->folded.at[line] == '>') return true;
    return between_quotes(s->folded, p->start, p->end, '"') ||
           between_quotes(s->folded, p->start, p->end, '\'') ||
           between_quotes(s->folded, p->start, p->end, '`') ||
           between_signs(s->folded, p->start, p->end, STR("\xC2\xAB"), STR("\xC2\xBB")) ||
           between_signs(s->folded, p->start, p->end, STR("\xE2\x80\x9E"), STR("\""));
}

// A word written with a capital that the codebook does not know.
static bool is_name(const surroundings *s, size_t i) {
    if (s->tokens[i].kind == TOKEN_MENTION) return true;
    if (s->tokens[i].kind != TOKEN_WORD || s->ids[i] != INTERN_NONE || s->categories[i])
        return false;
    str text = str_drop(s->text, s->tokens[i].start);
    return utf8proc_category((utf8proc_int32_t)utf8_decode(text).point) == UTF8PROC_CATEGORY_LU;
}

// Whether the noun at i has an article or a pronoun that goes with nouns ("my") before it,
// adjectives between allowed.
static bool is_noun_phrase(const surroundings *s, size_t i, size_t from) {
    const known_categories *known = s->known;
    if (s->tokens[i].kind != TOKEN_WORD || is(s, i, known->pronoun | known->auxiliary))
        return false;
    for (size_t back = i; back > from && i - back < 2; back--)
        if (is(s, back - 1, known->article | known->pronoun)) return true;
    return false;
}

// Whether the subject that ends left of token i, within the sentence from `from` on, is somebody
// else: a third person, a name, or a noun phrase. Adverbs, auxiliaries, negators and hedges may
// stand between.
static bool subject_is_other(const surroundings *s, size_t i, size_t from) {
    const known_categories *known = s->known;
    uint64_t skipped = known->adverb | known->auxiliary | known->negator | known->hedge |
                       known->intensifier | known->interjection;
    for (size_t steps = 0; i > from && steps < SUBJECT_REACH; steps++) {
        i--;
        if (is(s, i, known->third_person)) return true;
        if (is_name(s, i)) return true;
        if (is(s, i, skipped)) continue;
        return !parts_clauses(s, i) && is_noun_phrase(s, i, from);
    }
    return false;
}

// A verb of reporting whose subject is somebody else stands left of the hit in its sentence.
static bool is_reported(const place *p) {
    const surroundings *s = p->s;
    size_t from = sentence_start(s, p->first);
    for (size_t i = p->first; i > from; i--)
        if (is(s, i - 1, s->known->reporting) && subject_is_other(s, i - 1, from)) return true;
    return false;
}

// The subject directly left of the hit is somebody else.
static bool is_third_person(const place *p) {
    size_t from = clause_start(p->s, p->first, true);
    return subject_is_other(p->s, p->first, from);
}

// The clause says that it narrates: "used to", "back then", "yesterday".
static bool is_past(const place *p) {
    const surroundings *s = p->s;
    size_t from = clause_start(s, p->first, false), to = clause_end(s, p->last);
    for (size_t i = from; i < p->first; i++)
        if (is(s, i, s->known->past_marker)) return true;
    for (size_t i = p->last; i < to; i++)
        if (is(s, i, s->known->past_marker)) return true;
    return false;
}

// An odd number of negators (a phrase is one) among the three tokens left of the hit in its clause.
static bool is_negated(const place *p) {
    const surroundings *s = p->s;
    size_t from = clause_start(s, p->first, true);
    if (p->first - from > NEGATOR_REACH) from = p->first - NEGATOR_REACH;
    bool negated = false;
    for (size_t i = p->first; i > from; i--)
        if (is(s, i - 1, s->known->negator) && !s->continues[i - 1]) negated = !negated;
    return negated;
}

bool scope_begins_question(const known_categories *known, uint64_t first, uint64_t second) {
    if (!(first & known->question_start)) return false;
    if (!known->auxiliary || !known->pronoun) return true;
    uint64_t subject = known->pronoun | known->third_person | known->article | known->style[1];
    return second & (first & known->auxiliary ? subject : known->auxiliary);
}

bool scope_may_precede_question(const known_categories *known, uint64_t categories) {
    if (categories & (known->interjection | known->endearment)) return true;
    return (categories & known->conjunction) && !(categories & (known->pronoun | known->style[1]));
}

static bool begins_question(const surroundings *s, size_t first, size_t end) {
    const known_categories *known = s->known;
    while (first < end &&
           (is_punctuation(s, first) || scope_may_precede_question(known, s->categories[first])))
        first++;
    if (first >= end) return false;
    return scope_begins_question(known, s->categories[first],
                                 first + 1 < end ? s->categories[first + 1] : UINT64_MAX);
}

static bool sentence_asks(const surroundings *s, size_t first, size_t end) {
    for (size_t i = end;
         i > first && (is_terminal(s, i - 1) || s->tokens[i - 1].kind == TOKEN_EMOJI ||
                       s->tokens[i - 1].kind == TOKEN_EMOTICON);
         i--)
        if (is_question_mark(s, i - 1)) return true;
    return begins_question(s, first, end);
}

// Where another question begins behind token i in its sentence, or its end: behind a comma, and
// longer than a tag ("I love you, do you love me?", not "you love me, don't you?").
static size_t next_question(const surroundings *s, size_t i, size_t end) {
    for (size_t at = clause_end(s, i); at < end; at = clause_end(s, at + 1)) {
        size_t words = 0;
        while (at + 1 + words < end && !is_punctuation(s, at + 1 + words)) words++;
        if (words > TAG_MOST && begins_question(s, at + 1, end)) return at;
    }
    return end;
}

static bool is_question(const place *p) {
    const surroundings *s = p->s;
    size_t first = sentence_start(s, p->first), end = sentence_end(s, p->last - 1);
    return sentence_asks(s, first, next_question(s, p->last, end));
}

// A word such as "if" stands left of the hit in its clause.
static bool is_conditional(const place *p) {
    const surroundings *s = p->s;
    for (size_t i = clause_start(s, p->first, false); i < p->first; i++)
        if (is(s, i, s->known->conditional)) return true;
    return false;
}

// The first token that ends behind an offset.
static size_t token_at(const surroundings *s, size_t offset) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->ends[middle] > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool in_link(const place *p) {
    const surroundings *s = p->s;
    return p->first < s->count && s->tokens[p->first].kind == TOKEN_URL &&
           p->start >= s->starts[p->first] && p->end <= s->ends[p->first];
}

uint8_t scope_cancels(const surroundings *s, uint16_t scopes, size_t start, size_t end) {
    static const struct {
        uint8_t scope;
        bool (*cancels)(const place *p);
    } all[] = {
        {SCOPE_QUOTED, is_quoted},
        {SCOPE_REPORTED, is_reported},
        {SCOPE_THIRD_PERSON, is_third_person},
        {SCOPE_PAST, is_past},
        {SCOPE_NEGATED, is_negated},
        {SCOPE_QUESTION, is_question},
        {SCOPE_CONDITIONAL, is_conditional},
    };
    place p = {s, token_at(s, start), token_at(s, end ? end - 1 : 0), start, end};
    if (p.last < s->count && s->starts[p.last] < end) p.last++;
    if (p.last < p.first) p.last = p.first;
    // A mark that a pattern begins with ends the sentence or clause before.
    while (p.first + 1 < p.last && is_punctuation(s, p.first)) p.first++;
    if (in_link(&p)) return SCOPE_LINK;
    if (p.first == p.last) return 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((scopes & all[i].scope) && all[i].cancels(&p)) return all[i].scope;
    return 0;
}

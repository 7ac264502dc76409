// resolve: candidates pass their gates first; then families settle among themselves.
#include "exchange/resolve.h"

#include "exchange/gates.h"
#include "exchange/state.h"

enum { SHUT, PASSED, PASSED_GATED }; // in x->passed
enum { ANSWER_TURNS = 3 };

// One message on its way to its codes.
typedef struct case_file {
    exchange *x;
    scene scene;
    const hit *found;
    size_t count;
    coding *out;
    str answer_id; // of the short answer that gave a code, or empty
    uint8_t answer_code;
} case_file;

static const rule *rule_of(const case_file *c, size_t i) {
    return &c->x->book->rules[c->found[i].rule];
}

static uint8_t family_of(const case_file *c, uint8_t index) {
    return c->x->book->codes[index].family;
}

static bool is_request(const case_file *c, size_t i) {
    return c->x->passed[i] && code_set_has(&c->x->requests, rule_of(c, i)->code);
}

// Whether a request of another form has passed.
static bool has_other_form(const case_file *c, uint8_t form) {
    for (size_t i = 0; i < c->count; i++) {
        if (is_request(c, i) && rule_of(c, i)->code != form) return true;
    }
    return false;
}

// The condition that keeps the candidate out, or CONDITION_NONE.
static condition shut_by(const case_file *c, size_t i) {
    const rule *r = rule_of(c, i);
    if (!gate_has_company(&c->scene, &r->gate)) return CONDITION_WITH;
    if (r->gate.alone && has_other_form(c, r->code)) return CONDITION_ALONE;
    return gate_shut_by(c->x, &c->scene, r, c->found[i].expects);
}

static void try_gate(case_file *c, size_t i) {
    const gate *g = &rule_of(c, i)->gate;
    condition shut = shut_by(c, i);
    c->x->passed[i] = shut ? SHUT : gate_looks_back(g) ? PASSED_GATED : PASSED;
    c->x->verdicts[i].condition = (uint8_t)(shut ? shut : gate_condition(g));
}

static void pass_gates(case_file *c) {
    uint8_t *passed = c->x->passed, meta = c->x->book->meta;
    for (size_t i = 0; i < c->count; i++) {
        passed[i] = SHUT;
        code_set_add(&c->scene.candidates, rule_of(c, i)->code);
    }
    for (size_t i = 0; i < c->count; i++)
        if (!rule_of(c, i)->gate.alone) try_gate(c, i);
    for (size_t i = 0; i < c->count; i++)
        if (rule_of(c, i)->gate.alone) try_gate(c, i);
    // Beside another request, a request that speaks of itself needs no affirmation before it.
    for (size_t i = 0; i < c->count; i++) {
        const rule *r = rule_of(c, i);
        if (passed[i] || r->code != meta || r->gate.alone) continue;
        if (!gate_has_company(&c->scene, &r->gate) || !has_other_form(c, meta)) continue;
        passed[i] = PASSED;
        c->x->verdicts[i].condition = CONDITION_BESIDE;
    }
}

static bool says_which(uint8_t expects) {
    return expects == SAYS_YES || expects == SAYS_NO || expects == SAYS_BOTH;
}

// What affirms the request: what its own form says last; else another form; else, for one that only
// repeats, what the speaker's last request expected.
static uint8_t expectation(const case_file *c, uint8_t form) {
    uint8_t own = SAYS_ANY, other = SAYS_ANY;
    for (size_t i = 0; i < c->count; i++) {
        if (!is_request(c, i) || !says_which(c->found[i].expects)) continue;
        if (rule_of(c, i)->code == form)
            own = c->found[i].expects;
        else
            other = c->found[i].expects;
    }
    if (own != SAYS_ANY) return own;
    if (other != SAYS_ANY) return other;
    const codebook *book = c->x->book;
    const voice *before = questions_voice(c->x, c->scene.speaker);
    if (before && says_which(before->expects) &&
        (form == book->double_check || form == book->meta)) {
        return before->expects;
    }
    return SAYS_ANY;
}

static uint8_t primary_form(const case_file *c, bool *any) {
    const code *codes = c->x->book->codes;
    uint8_t form = 0;
    *any = false;
    for (size_t i = 0; i < c->count; i++) {
        if (!is_request(c, i)) continue;
        uint8_t one = rule_of(c, i)->code;
        if (!*any || codes[one].precedence < codes[form].precedence) form = one;
        *any = true;
    }
    return form;
}

// The one request form of the message, with what all its requests give.
static void add_request(case_file *c) {
    bool any;
    uint8_t form = primary_form(c, &any);
    if (!any) return;
    const codebook *book = c->x->book;
    coded request = {.code = form};
    bool gated = true;
    for (size_t i = 0; i < c->count; i++) {
        const rule *r = rule_of(c, i);
        if (c->x->passed[i] == SHUT) continue;
        if (family_of(c, r->code) == FAMILY_THEME) {
            request.themes |= r->themes | 1ull << book->codes[r->code].theme;
        }
        if (!is_request(c, i)) continue;
        request.themes |= r->themes;
        if (request.confidence < r->confidence) request.confidence = r->confidence;
        if (r->code == form && c->x->passed[i] == PASSED) gated = false;
        if (r->code == book->meta) request.flags |= CODED_AWARE;
    }
    if (gated) request.flags |= CODED_GATED;
    if (book->codes[form].covert) request.flags |= CODED_COVERT;
    uint8_t expects = expectation(c, form);
    if (expects == SAYS_YES || expects == SAYS_BOTH) request.flags |= CODED_EXPECTS_YES;
    if (expects == SAYS_NO || expects == SAYS_BOTH) request.flags |= CODED_EXPECTS_NO;
    c->out->at[c->out->count++] = request;
}

static coded *coded_as(coding *out, uint8_t index) {
    for (uint32_t i = 0; i < out->count; i++) {
        if (out->at[i].code == index) return &out->at[i];
    }
    return NULL;
}

static void add(coding *out, coded more) {
    coded *there = coded_as(out, more.code);
    if (!there) {
        if (out->count < CODING_MAX) out->at[out->count++] = more;
        return;
    }
    there->themes |= more.themes;
    if (there->confidence < more.confidence) there->confidence = more.confidence;
    if (!(more.flags & CODED_GATED)) there->flags &= (uint8_t)~CODED_GATED;
}

static void add_others(case_file *c) {
    for (size_t i = 0; i < c->count; i++) {
        const rule *r = rule_of(c, i);
        if (c->x->passed[i] == SHUT) continue;
        if (!is_response(c->x, r->code) && family_of(c, r->code) != FAMILY_CHECK_IN) continue;
        uint8_t flags = c->x->passed[i] == PASSED_GATED ? CODED_GATED : 0;
        add(c->out, (coded){r->themes, r->code, r->confidence, flags});
    }
}

static bool has_response(const case_file *c) {
    for (uint32_t i = 0; i < c->out->count; i++) {
        if (is_response(c->x, c->out->at[i].code)) return true;
    }
    return false;
}

// What a short answer is, given the last question; 255 for nothing.
static uint8_t answer_code(const case_file *c, const answer *given, bool whole) {
    const exchange *x = c->x;
    const codebook *book = x->book;
    const question *last = questions_owner(x, c->scene.speaker, c->scene.to);
    if (!last || x->people[c->scene.speaker].turns - last->turns > ANSWER_TURNS) return 255;
    if (given->says == SAYS_HEDGE) return whole && !has_response(c) ? book->ambiguous : 255;
    uint8_t wanted = last->expects == SAYS_NO ? SAYS_NO : SAYS_YES;
    bool affirms = last->expects == SAYS_BOTH || given->says == wanted;
    return affirms ? book->affirm_context : book->negative;
}

static void add_answer(case_file *c, const analysis *a) {
    const codebook *book = c->x->book;
    if (a->answer == 0 || a->answer > book->answer_count) return;
    const answer *given = &book->answers[a->answer - 1];
    c->answer_code = answer_code(c, given, a->answer_whole);
    if (c->answer_code == 255) return;
    c->answer_id = given->id;
    c->x->answer_code = c->answer_code;
    add(c->out,
        (coded){.code = c->answer_code, .confidence = given->strength, .flags = CODED_GATED});
}

static bool stands(const case_file *c, uint8_t kind) {
    for (uint32_t i = 0; i < c->out->count; i++) {
        const coded *one = &c->out->at[i];
        if (family_of(c, one->code) == kind && one->confidence >= GATE_CONFIDENCE) return true;
    }
    return false;
}

static void remove_family(case_file *c, uint8_t kind) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->out->count; i++) {
        if (family_of(c, c->out->at[i].code) != kind) c->out->at[kept++] = c->out->at[i];
    }
    c->out->count = kept;
}

static void settle(case_file *c) {
    coding *out = c->out;
    bool affirms = stands(c, FAMILY_AFFIRMATION);
    bool prefixed = affirms && (coded_as(out, c->x->dismiss) || coded_as(out, c->x->deflect));
    if (affirms || stands(c, FAMILY_BOUNDARY)) remove_family(c, FAMILY_NON_AFFIRMATION);
    // A request joined to a check-in is the request.
    if (out->count && code_set_has(&c->x->requests, out->at[0].code))
        remove_family(c, FAMILY_CHECK_IN);
    bool group = c->x->seen > 2 && !c->scene.to->named;
    for (uint32_t i = 0; i < out->count; i++) {
        coded *one = &out->at[i];
        uint8_t kind = family_of(c, one->code);
        if (prefixed && kind == FAMILY_AFFIRMATION) one->flags |= CODED_DISMISS_PREFIX;
        if (!group || one->flags & CODED_GATED) continue;
        if (kind == FAMILY_AFFIRMATION || kind == FAMILY_REQUEST) one->flags |= CODED_GROUP;
    }
}

static bool stands_before(const case_file *c, const coded *a, const coded *b) {
    const code *first = &c->x->book->codes[a->code], *second = &c->x->book->codes[b->code];
    bool asks = first->family == FAMILY_REQUEST;
    if (asks != (second->family == FAMILY_REQUEST)) return asks;
    if (first->precedence != second->precedence) return first->precedence < second->precedence;
    return str_compare(first->name, second->name) < 0;
}

static void sort(case_file *c) {
    coded *at = c->out->at;
    for (uint32_t i = 1; i < c->out->count; i++) {
        coded one = at[i];
        uint32_t to = i;
        for (; to > 0 && stands_before(c, &one, &at[to - 1]); to--) at[to] = at[to - 1];
        at[to] = one;
    }
}

// Whether a candidate that has passed is behind a code of the message.
static bool decided(const case_file *c, size_t i) {
    const coding *out = c->out;
    const rule *r = rule_of(c, i);
    uint8_t kind = family_of(c, r->code);
    if (kind == FAMILY_REQUEST || kind == FAMILY_THEME)
        return out->count && family_of(c, out->at[0].code) == FAMILY_REQUEST;
    return coded_as(c->out, r->code) != NULL;
}

static void name_rules(case_file *c) {
    coding *out = c->out;
    if (c->answer_id.len && coded_as(out, c->answer_code)) {
        c->x->answer_stands = true;
        out->rules[out->rule_count++] = c->answer_id;
    }
    for (size_t i = 0; i < c->count; i++) {
        bool counts = c->x->passed[i] != SHUT && decided(c, i);
        fate f = counts ? FATE_COUNTS : c->x->passed[i] == SHUT ? FATE_SHUT : FATE_UNUSED;
        c->x->verdicts[i].fate = (uint8_t)f;
        if (counts && out->rule_count < CODING_MAX)
            out->rules[out->rule_count++] = rule_of(c, i)->id;
    }
}

void resolve(exchange *x, const message *m, const analysis *a, const hit *found, const address *to,
             coding *out) {
    if (m->kind != KIND_TEXT && m->kind != KIND_REACTION) return;
    if (m->flags & (FLAG_FORWARDED | FLAG_BOT)) return; // not the speaker's own words
    memory_reserve(x->passed, x->passed_room, a->hit_count);
    memory_reserve(x->verdicts, x->verdict_room, a->hit_count);
    x->verdict_count = a->hit_count;
    x->resolved = true;
    x->answer_code = 255;
    x->answer_stands = false;
    case_file c = {
        .x = x,
        .scene = {.speaker = m->speaker, .to = to},
        .found = found,
        .count = a->hit_count,
        .out = out,
    };
    pass_gates(&c);
    add_request(&c);
    add_others(&c);
    add_answer(&c, a);
    settle(&c);
    sort(&c);
    name_rules(&c);
}

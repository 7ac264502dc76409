// view: one message as rules and scopes see it: its folded text, where each token stands in it, and
// the categories of its tokens with phrases. Made only for messages that some rule may match.
#ifndef CLASSIFY_VIEW_H
#define CLASSIFY_VIEW_H

#include "classify/memo.h"
#include "classify/scope.h"

// Zero-initialise before use. Reused from message to message.
typedef struct view {
    buf folded;
    bool ascii;                    // the folded text is of ASCII
    uint32_t *starts, *ends, *ids; // by token
    uint64_t *categories;
    bool *continues;
    size_t start_room, end_room, id_room, category_room, continue_room;
    bool has_categories;
    size_t pack; // whose categories they are
    surroundings around;
} view;

// Builds the folded text of a message whose tokens the memo has resolved. in_place: the text is of
// ASCII, and no word has another length when folded.
void view_fold(view *v, const memo *m, str text, const tokens *all, bool in_place);

// Adds categories and phrases of a pack, once as long as it stays the same.
const surroundings *view_categories(view *v, const memo *m, str text, const tokens *all,
                                    size_t pack_index, bool forwarded);

// The offset in the message's text of an offset in the folded one. Inside of a token that folding
// made longer or shorter: of its start, or when at_end of its end.
uint32_t view_offset(const view *v, str text, const tokens *all, size_t folded, bool at_end);

void view_release(view *v);

#endif

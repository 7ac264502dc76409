#include "reader/meta_phrases.h"

// A phrase is known by how it begins and how it ends; end NULL: it is over there.
typedef struct phrase {
    const char *begin, *end;
    meta_phrase kind;
} phrase;

// Behind the name of whoever did it, or "You".
static const phrase of_sender[] = {
    {" sent an attachment.", NULL, META_SENT},
    {" sent a photo.", NULL, META_SENT},
    {" sent a video.", NULL, META_SENT},
    {" sent a GIF.", NULL, META_SENT},
    {" sent a sticker.", NULL, META_SENT},
    {" sent a link.", NULL, META_SENT},
    {" sent a voice message.", NULL, META_SENT},
    {" sent a live location.", NULL, META_SENT},
    {" sent a location.", NULL, META_SENT},
    {" shared a story.", NULL, META_SENT},
    {" shared a post.", NULL, META_SENT},
    {" created a poll: ", "", META_SENT},
    {" started a video chat.", NULL, META_CALL},
    {" started an audio call.", NULL, META_CALL},
    {" started a call.", NULL, META_CALL},
    {" joined the video chat.", NULL, META_CALL},
    {" joined the call.", NULL, META_CALL},
    {" missed your call.", NULL, META_CALL},
    {" missed your video chat.", NULL, META_CALL},
    {" missed a call from ", ".", META_CALL},
    {" missed a video chat with ", ".", META_CALL},
    {" called you.", NULL, META_CALL},
    {" called ", ".", META_CALL},
    {" named the group ", "", META_NOTICE},
    {" changed the group name to ", "", META_NOTICE},
    {" changed the group photo.", NULL, META_NOTICE},
    {" changed the theme", "", META_NOTICE},
    {" changed the chat theme", "", META_NOTICE},
    {" set the nickname for ", "", META_NOTICE},
    {" set your nickname to ", "", META_NOTICE},
    {" set his own nickname to ", "", META_NOTICE},
    {" set her own nickname to ", "", META_NOTICE},
    {" set their own nickname to ", "", META_NOTICE},
    {" cleared the nickname for ", "", META_NOTICE},
    {" cleared your nickname", "", META_NOTICE},
    {" set the emoji to ", "", META_NOTICE},
    {" set the quick reaction to ", "", META_NOTICE},
    {" added ", " to the group.", META_NOTICE},
    {" removed ", " from the group.", META_NOTICE},
    {" left the group.", NULL, META_NOTICE},
    {" joined the group.", NULL, META_NOTICE},
    {" created the group.", NULL, META_NOTICE},
    {" created this group.", NULL, META_NOTICE},
    {" pinned a message.", NULL, META_NOTICE},
    {" unpinned a message.", NULL, META_NOTICE},
    {" voted for ", "", META_NOTICE},
    {" changed their vote to ", "", META_NOTICE},
    {" removed their vote for ", "", META_NOTICE},
    {" liked a message", NULL, META_NOTICE},
    {" reacted ", " to your message", META_NOTICE},
    {" reacted ", " to your message ", META_NOTICE},
    {" turned on vanish mode.", NULL, META_NOTICE},
    {" turned off vanish mode.", NULL, META_NOTICE},
    {" wasn't notified about this message because they're in quiet mode.", NULL, META_NOTICE},
};

static const phrase of_nobody[] = {
    {"You are now connected on Messenger.", NULL, META_NOTICE},
    {"You can now message and call each other", "", META_NOTICE},
    {"Say hi to your new Facebook friend, ", "", META_NOTICE},
    {"The video chat ended.", NULL, META_CALL},
    {"The call ended.", NULL, META_CALL},
    {"The audio call ended.", NULL, META_CALL},
    {"Video chat ended", NULL, META_CALL},
    {"This poll is no longer available.", NULL, META_NOTICE},
    {"Liked a message", NULL, META_NOTICE},
    {"Reacted ", " to your message", META_NOTICE},
    {"Reacted ", " to your message ", META_NOTICE},
    {"You replied to their story", NULL, META_NOTICE},
};

// Behind the name of somebody else.
static const phrase of_other[] = {
    {" missed your call.", NULL, META_CALL},
    {" missed your video chat.", NULL, META_CALL},
    {" missed your audio call.", NULL, META_CALL},
};
// The same, but that no person types it.
static const char in_quiet_mode[] =
    " wasn't notified about this message because they're in quiet mode.";

// The longest that the app writes around a name or a poll.
enum { LONGEST = 400, LONGEST_NAME = 64 };

static meta_phrase find(str s, const phrase *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!s.len || s.at[0] != from[i].begin[0]) continue;
        str begin = str_from(from[i].begin), end = str_from(from[i].end);
        if (!str_starts(s, begin)) continue;
        str rest = str_drop(s, begin.len);
        if (from[i].end ? str_ends(rest, end) : rest.len == 0) return from[i].kind;
    }
    return META_WORDS;
}

static meta_phrase find_behind(str content, str name) {
    if (!name.len || !str_starts(content, name)) return META_WORDS;
    return find(str_drop(content, name.len), of_sender, sizeof of_sender / sizeof *of_sender);
}

// A name stands before these, and nothing else: no sentence, and no more than people are called.
static meta_phrase find_of_other(str content) {
    for (size_t i = 0; i < sizeof of_other / sizeof *of_other; i++) {
        str end = str_from(of_other[i].begin);
        if (!str_ends(content, end)) continue;
        str name = str_take(content, content.len - end.len);
        bool upper = name.len && (name.at[0] < 'a' || name.at[0] > 'z');
        if (upper && name.len <= LONGEST_NAME && !str_contains(name, STR(" I ")) &&
            !memchr(name.at, '\n', name.len) && !memchr(name.at, ',', name.len))
            return of_other[i].kind;
    }
    return META_WORDS;
}

// Any name will do.
static bool is_quiet_notice(str content) {
    size_t end = sizeof in_quiet_mode - 1;
    return str_ends(content, str_from(in_quiet_mode)) && content.len > end &&
           content.len <= end + LONGEST_NAME && !memchr(content.at, '\n', content.len);
}

meta_phrase meta_phrase_of(str content, str sender) {
    if (content.len == 0 || content.len > LONGEST) return META_WORDS;
    meta_phrase kind = find(content, of_nobody, sizeof of_nobody / sizeof *of_nobody);
    if (kind == META_WORDS) kind = find_behind(content, sender);
    // Messenger calls people by their first names.
    if (kind == META_WORDS) kind = find_behind(content, str_cut(sender, ' ').head);
    if (kind == META_WORDS) kind = find_behind(content, STR("You"));
    if (kind == META_WORDS && is_quiet_notice(content)) return META_NOTICE;
    return kind == META_WORDS ? find_of_other(content) : kind;
}

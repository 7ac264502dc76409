#include "classify/codebook.h"

#include "base/memory.h"
#include "classify/load.h"

#include <stdlib.h>

static const char *const pack_files[PACK_FILES] = {
    "answers.csv", "frequent.csv", "macros.csv", "rules.csv", "sentences.csv", "words.csv",
};

uint8_t codebook_code(const codebook *book, str name) {
    for (size_t i = 0; i < book->code_count; i++)
        if (str_equal(book->codes[i].name, name)) return (uint8_t)i;
    return 255;
}

void codebook_free(codebook *book) {
    if (!book) return;
    codebook_engine *engine = book->engine;
    if (engine) {
        for (size_t i = 0; engine->patterns && i < book->rule_count; i++)
            pattern_release(&engine->patterns[i]);
        free(engine->patterns);
        free(engine->unfiltered);
        free(engine->always);
        free(engine->shadowed);
        lexicon_release(&engine->words);
        for (size_t i = 0; engine->packs && i < book->pack_count; i++) {
            macros_release(&engine->packs[i].macros);
            buf_release(&engine->packs[i].index);
            for (size_t k = 0; k < PACK_FILES; k++) buf_release(&engine->packs[i].files[k].text);
        }
        buf_release(&engine->codes.text);
        free(engine->packs);
        free(engine);
    }
    free(book->codes);
    free(book->rules);
    free(book->answers);
    free(book->packs);
    arena_release(&book->memory);
    free(book);
}

static void release(loading *l) {
    sheet_release(&l->sheet);
    file_names_release(&l->names);
    buf_release(&l->path);
    buf_release(&l->scratch);
    intern_release(&l->rule_ids);
    piece_table_release(&l->pieces);
    free(l->needs);
    sieve_plan_release(&l->plan);
    free(l->macro_parts);
    arena_release(&l->lasting);
    free(l->macro_states);
    intern_release(&l->common);
}

// The path of a file in a folder, or in the pack of a language there, until the next is asked for.
static const char *path_in(loading *l, const char *folder, const char *lang, const char *name) {
    buf_reset(&l->path);
    buf_printf(&l->path, "%s/%s%s%s", folder, lang ? lang : "", lang ? "/" : "", name);
    buf_add_char(&l->path, '\0');
    return l->path.at;
}

// The path of a file: in the extra folder when it is there, or when the shipped one has no such
// pack; else in the shipped one. Lives in the book.
static const char *path_of(loading *l, const char *lang, const char *name) {
    bool own = l->extra && (!l->folder || file_exists(path_in(l, l->extra, lang, name)) ||
                            (lang && !file_is_folder(path_in(l, l->folder, lang, ""))));
    path_in(l, own ? l->extra : l->folder, lang, name);
    return arena_str(&l->book->memory, buf_str(&l->path)).at;
}

static bool open_file(loading *l, const char *lang, const char *name, codebook_file *file) {
    file->path = path_of(l, lang, name);
    return load_file(l, file);
}

// What the file of an index holds; nothing when there is none, or it is not to be used.
static void read_index(loading *l, const char *lang, buf *out) {
    const char *path = path_of(l, lang, "index");
    error ignored = {0};
    if (!l->whole && file_exists(path) && !file_read(path, LIMIT_CODEBOOK, out, &ignored))
        buf_reset(out);
}

// Whether a file is part of what classifies. Sentences are not read here, nor are frequent words,
// which index_make asks for.
static bool classifies(size_t which) { return which != FILE_SENTENCES && which != FILE_FREQUENT; }

static bool load_pack(loading *l, size_t index) {
    pack_engine *own = &l->book->engine->packs[index];
    const char *lang = l->book->packs[index].lang.at;
    for (size_t i = 0; i < PACK_FILES; i++) {
        if (!classifies(i))
            own->files[i].path = path_of(l, lang, pack_files[i]);
        else if (!open_file(l, lang, pack_files[i], &own->files[i]))
            return false;
    }
    l->macros = &own->macros;
    read_index(l, lang, &own->index);
    return load_words(l, &own->files[FILE_WORDS], index) &&
           load_answers(l, &own->files[FILE_ANSWERS], index) &&
           load_macros(l, &own->files[FILE_MACROS]) &&
           load_rules(l, &own->files[FILE_RULES], buf_str(&own->files[FILE_MACROS].text), index);
}

static bool is_wanted(const loading *l, str lang) {
    str_cut_result cut = {.tail = str_from(l->lang), .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ',');
        if (str_equal(str_trim(cut.head), lang)) return true;
    }
    return false;
}

static bool is_auto(const loading *l) {
    return !l->lang || str_equal(str_from(l->lang), STR("")) ||
           str_equal(str_from(l->lang), STR("auto"));
}

static bool has_pack(const codebook *book, str lang) {
    for (size_t i = 0; i < book->pack_count; i++)
        if (str_equal(book->packs[i].lang, lang)) return true;
    return false;
}

static bool add_pack(loading *l, const char *folder, str lang) {
    codebook *book = l->book;
    if (has_pack(book, lang)) return true;
    if (book->pack_count == MAX_PACKS) {
        error_set(l->err, ATTUNE_USAGE, "%s: error: more than %d language packs", folder,
                  MAX_PACKS);
        return error_hint(l->err, "--lang names those of a run");
    }
    memory_reserve(book->packs, l->pack_room, book->pack_count + 1);
    str name = arena_str(&book->memory, str_of(lang.at, lang.len + 1));
    book->packs[book->pack_count++] = (pack){.lang = str_take(name, lang.len)};
    return true;
}

static bool find_packs_in(loading *l, const char *folder) {
    file_names_release(&l->names);
    error why = {0};
    if (!file_list(folder, &l->book->memory, &l->names, &why)) {
        error_set(l->err, ATTUNE_USAGE, "%s", why.what);
        return error_hint(l->err,
                          "a codebook is a folder with codes.csv and a folder for each language");
    }
    for (size_t i = 0; i < l->names.count; i++) {
        str name = l->names.at[i];
        buf_reset(&l->path);
        buf_printf(&l->path, "%s/%s", folder, name.at);
        buf_add_char(&l->path, '\0');
        bool wanted = file_is_folder(l->path.at) && (is_auto(l) || is_wanted(l, name));
        if (wanted && !add_pack(l, folder, name)) return false;
    }
    return true;
}

static int by_name(const void *a, const void *b) {
    return str_compare(((const pack *)a)->lang, ((const pack *)b)->lang);
}

// Puts the packs into the order of --lang, else of their names.
static bool order_packs(loading *l) {
    codebook *book = l->book;
    if (book->pack_count) qsort(book->packs, book->pack_count, sizeof *book->packs, by_name);
    if (is_auto(l)) {
        if (book->pack_count) return true;
        error_set(l->err, ATTUNE_USAGE, "%s: error: no language packs",
                  l->folder ? l->folder : l->extra);
        return error_hint(
            l->err,
            "a pack is a folder such as en with rules.csv, words.csv, answers.csv, macros.csv");
    }
    size_t placed = 0;
    str_cut_result cut = {.tail = str_from(l->lang), .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ',');
        str wanted = str_trim(cut.head);
        size_t at = 0;
        while (at < book->pack_count && !str_equal(book->packs[at].lang, wanted)) at++;
        if (at == book->pack_count) {
            error_set(l->err, ATTUNE_USAGE, "error: no language pack \"%.*s\"", (int)wanted.len,
                      wanted.at);
            return error_hint(l->err, "see the folders of the codebook, or use --lang auto");
        }
        if (at < placed) continue; // named twice
        pack moved = book->packs[at];
        memmove(&book->packs[placed + 1], &book->packs[placed],
                (at - placed) * sizeof *book->packs);
        book->packs[placed++] = moved;
    }
    return true;
}

// The first pack in byte order of names that is not done; pack_count when all are.
static size_t next_pack(const codebook *book, const bool done[MAX_PACKS]) {
    size_t next = book->pack_count;
    for (size_t i = 0; i < book->pack_count; i++)
        if (!done[i] && (next == book->pack_count ||
                         str_compare(book->packs[i].lang, book->packs[next].lang) < 0))
            next = i;
    return next;
}

// Files are read in byte order of their names, whatever the order of --lang.
static bool load_packs(loading *l) {
    bool done[MAX_PACKS] = {false};
    for (size_t i; (i = next_pack(l->book, done)) < l->book->pack_count; done[i] = true)
        if (!load_pack(l, i)) return false;
    return true;
}

// Whether the extra folder, whose names have just been read, has a file of a codebook: one that has
// none, such as that of a pack itself, would change nothing in silence.
static bool adds_files(loading *l) {
    if (file_exists(path_in(l, l->extra, NULL, "codes.csv"))) return true;
    for (size_t i = 0; i < l->names.count; i++)
        for (size_t k = 0; k < PACK_FILES; k++)
            if (file_exists(path_in(l, l->extra, l->names.at[i].at, pack_files[k]))) return true;
    error_set(l->err, ATTUNE_USAGE, "%s: error: has no file of a codebook", l->extra);
    return error_hint(l->err, "it takes codes.csv, and folders such as en with rules.csv, "
                              "words.csv, answers.csv, macros.csv or sentences.csv");
}

static bool load_all(loading *l) {
    codebook_engine *engine = l->book->engine;
    if (!l->folder && !l->extra) return error_set(l->err, ATTUNE_USAGE, "error: no codebook");
    if (!open_file(l, NULL, "codes.csv", &engine->codes) || !load_codes(l, &engine->codes))
        return false;
    if (l->folder && !find_packs_in(l, l->folder)) return false;
    if (l->extra && !(find_packs_in(l, l->extra) && adds_files(l))) return false;
    if (!order_packs(l)) return false;
    lexicon_init(&engine->words, l->book->pack_count);
    engine->packs = memory_alloc(l->book->pack_count * sizeof *engine->packs);
    return load_packs(l);
}

static void name_book(loading *l) {
    str path = str_from(l->extra ? l->extra : "");
    while (path.len > 1 && path.at[path.len - 1] == '/') path.len--;
    for (size_t i = path.len; i > 0; i--)
        if (path.at[i - 1] == '/') {
            path = str_drop(path, i);
            break;
        }
    l->book->name = path.len ? arena_str(&l->book->memory, path) : STR("attune");
}

static void load(void *context) {
    loading *l = context;
    codebook *book = l->book;
    book->engine = memory_alloc(sizeof *book->engine);
    name_book(l);
    l->failed = !load_all(l);
    if (l->failed) return;
    load_finish(l);
    if (l->index) buf_add(l->index, buf_str(&book->engine->packs[book->pack_count - 1].index));
}

static codebook *new_book(loading *l) {
    l->book = memory_alloc(sizeof *l->book);
    codebook *book = l->book;
    bool complete = memory_protect(load, l);
    release(l);
    if (complete && !l->failed) return book;
    codebook_free(book);
    if (!complete) memory_exhausted();
    return NULL;
}

codebook *codebook_new(const char *folder, const char *extra, const char *lang, error *err) {
    loading l = {.folder = folder, .extra = extra, .lang = lang, .err = err};
    return new_book(&l);
}

codebook *codebook_new_whole(const char *folder, const char *extra, const char *lang, buf *index,
                             error *err) {
    loading l = {
        .folder = folder, .extra = extra, .lang = lang, .whole = true, .index = index, .err = err};
    return new_book(&l);
}

void codebook_drop_fast(codebook *book) {
    for (size_t i = 0; i < book->rule_count; i++) pattern_drop_fast(&book->engine->patterns[i]);
}

// The digest is over name, length and contents of every file: lengths as eight bytes, the lowest
// first.

static void hash_length(sha256 *hash, size_t len) {
    unsigned char bytes[8];
    for (unsigned i = 0; i < 8; i++) bytes[i] = (unsigned char)((uint64_t)len >> (8 * i));
    sha256_add(hash, str_of((const char *)bytes, sizeof bytes));
}

static void hash_file(sha256 *hash, str lang, const char *name, const codebook_file *file) {
    str slash = lang.len ? STR("/") : STR("");
    hash_length(hash, lang.len + slash.len + strlen(name));
    sha256_add(hash, lang);
    sha256_add(hash, slash);
    sha256_add(hash, str_from(name));
    hash_length(hash, file->text.len);
    sha256_add(hash, buf_str(&file->text));
}

static void hash_pack(sha256 *hash, const codebook *book, size_t index) {
    for (size_t i = 0; i < PACK_FILES; i++)
        if (classifies(i))
            hash_file(hash, book->packs[index].lang, pack_files[i],
                      &book->engine->packs[index].files[i]);
}

void codebook_digest(const codebook *book, unsigned char out[SHA256_SIZE]) {
    sha256 hash;
    bool done[MAX_PACKS] = {false};
    sha256_start(&hash);
    hash_file(&hash, STR(""), "codes.csv", &book->engine->codes);
    for (size_t i; (i = next_pack(book, done)) < book->pack_count; done[i] = true)
        hash_pack(&hash, book, i);
    sha256_end(&hash, out);
}

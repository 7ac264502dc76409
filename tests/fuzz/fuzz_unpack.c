// fuzz_unpack: any bytes as a file, packed or not: every source in it is read to its end within the
// budget, the same for any size of reading, and nothing hangs.
//
// The first byte says how many bytes are read at a time.
#include <stdlib.h>
#include <unistd.h>

#include "input/inputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

typedef struct outcome {
    uint64_t bytes, hash;
    unsigned sources, failures;
} outcome;

static outcome read_all(const char *path, size_t read_size) {
    outcome o = {0};
    inputs *in = inputs_new(&path, 1, &(input_options){.read_size = read_size, .max_members = 50});
    source *s;
    for (bool more = true; more;) {
        error err = {0};
        switch (inputs_next(in, &s, &err)) {
        case INPUTS_SOURCE:
            o.sources++;
            for (str got; (got = source_peek(s, 4096)).len;) {
                for (size_t i = 0; i < got.len; i++)
                    o.hash = (o.hash ^ (unsigned char)got.at[i]) * 0x100000001B3u;
                o.bytes += got.len;
                source_consume(s, got.len);
                if (o.bytes > 32 << 20) more = false;
                if (!more) break;
            }
            o.failures += source_failed(s, &err);
            break;
        case INPUTS_FAILED:
            o.failures++;
            require(err.status && err.what[0]);
            break;
        default: more = false; break;
        }
        require(o.sources <= 60 && o.failures <= 200);
    }
    inputs_free(in);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[] = "/tmp/attune-fuzz-XXXXXX";
    static int file = -1;
    if (file < 0) file = mkstemp(path);
    if (size < 1) return 0;
    require(ftruncate(file, 0) == 0 && pwrite(file, data + 1, size - 1, 0) == (ssize_t)(size - 1));
    outcome whole = read_all(path, 0), pieces = read_all(path, 1 + data[0] % 31u);
    // Where damage is noticed may depend on the pieces; that it is does not.
    require((whole.failures > 0) == (pieces.failures > 0));
    if (!whole.failures)
        require(whole.sources == pieces.sources && whole.bytes == pieces.bytes &&
                whole.hash == pieces.hash);
    return 0;
}

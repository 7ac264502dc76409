// xml_filter: the tags of an XML file one by one, made fit for a strict parser, small enough to be
// held, and without the attributes that nobody reads: a picture in one of them is passed over.
//
// Text between tags, comments and processing instructions are left out. In values, references to
// the halves of a surrogate pair become one character, references to control characters go, raw
// line ends become references so that a parser does not make spaces of them.
#ifndef READER_XML_FILTER_H
#define READER_XML_FILTER_H

#include "base/buf.h"
#include "input/source.h"

// xml_filter_init begins it, xml_filter_release ends it.
typedef struct xml_filter {
    source *in;
    const str *wanted; // names of the attributes to keep
    size_t wanted_count;
    uint64_t wanted_lengths; // bit n: one of them has n bytes; 63 stands for all longer ones
    size_t most;             // bytes of a value that are kept
    uint64_t line;           // that was reached
    uint64_t tag_line;       // of the tag given last
    buf tag;
    bool cut;     // in the tag given last a value was longer than most
    bool lenient; // something in it was mended
    str window;
    size_t used; // of window
    buf scratch;
} xml_filter;

typedef enum xml_filter_result {
    XML_FILTER_TAG,    // f->tag is the next tag, from < to >
    XML_FILTER_END,    // there is none
    XML_FILTER_BROKEN, // the file ends inside a tag, or a declaration or tag cannot be accepted
} xml_filter_result;

// wanted and in outlive it; most is the limit of a value in bytes.
void xml_filter_init(xml_filter *f, source *in, const str *wanted, size_t count, size_t most);

xml_filter_result xml_filter_next(xml_filter *f);

void xml_filter_release(xml_filter *f);

#endif

// An HTTP/1.1 answer as its bytes come, held against what the mock said.
#ifndef ANSWER_H
#define ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "histogram.h"

#define LINE_MOST 2048

// What every answer has to be: a stream of so many words, or a plain one (words 0) of so many bytes.
struct expected {
    unsigned words;
    int loose; // a gateway that writes answers anew: the words and their order count, or the text, and not each byte
    char *plain;
    size_t size, text_begin, text_end;
};

enum stage { HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, LAST_LINE, WHOLE };

struct line {
    size_t held;
    char bytes[LINE_MOST];
};

struct answer {
    enum stage stage;
    int chunked, closes;
    const char *wrong; // what is wrong with it, or NULL
    size_t left;       // bytes of the body or of the chunk
    size_t size;       // bytes of the body so far
    unsigned lines, words;
    int done;
    int64_t first; // when its first word, or its first byte if it is plain, came; 0 before
    struct line frame, event; // so far, of head and chunks, and of what is in them
    char *text;               // of a plain answer that is `loose`: all of it
    size_t text_room;
};

void answer_begin(struct answer *answer);

// Takes bytes that came at a time; 1 once the answer is whole or wrong. Delays of words go into the histogram.
int answer_take(struct answer *answer, const struct expected *expected, const char *bytes, size_t size, int64_t came,
                struct histogram *delays);

#endif

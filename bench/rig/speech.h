// What the mock says, byte for byte, and the load generator expects.
#ifndef SPEECH_H
#define SPEECH_H

#include <stddef.h>
#include <stdint.h>

// A streamed answer: ROLE_LINE, word lines numbered from 0, FINISH_LINE, DONE_LINE; each followed by an empty line.
extern const char ROLE_LINE[], FINISH_LINE[], DONE_LINE[];

#define WORD_LINE_SIZE 220
#define WORD_MARK " word "

// Writes the line of a word, WORD_LINE_SIZE bytes without a line break: its number and when it was said (now()).
void word_line(char *to, unsigned number, int64_t said);

// Where WORD_MARK is in a line: the number behind it and when it was said; 0 if it does not read so.
int read_word(const char *mark, const char *end, unsigned *number, int64_t *said);

// A plain answer of exactly so many bytes, at least PLAIN_LEAST; the text in it begins and ends at these offsets.
#define PLAIN_LEAST 400
struct text {
    size_t begin, end;
};
struct text plain_answer(char *to, size_t size);

#endif

#include "speech.h"

#include <stdio.h>
#include <string.h>

#define CHUNK "data: {\"id\":\"chatcmpl-bench0001\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","
#define WORD_HEAD CHUNK "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
#define WORD_STAMP " @"
#define WORD_TAIL "\"},\"logprobs\":null,\"finish_reason\":null}]}"
#define NUMBER_DIGITS 6
#define STAMP_DIGITS 19

const char ROLE_LINE[] = CHUNK "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                               "\"logprobs\":null,\"finish_reason\":null}]}";
const char FINISH_LINE[] = CHUNK "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}";
const char DONE_LINE[] = "data: [DONE]";

_Static_assert(sizeof WORD_HEAD + sizeof WORD_MARK + sizeof WORD_STAMP + sizeof WORD_TAIL - 4 + NUMBER_DIGITS + STAMP_DIGITS
                   == WORD_LINE_SIZE,
               "the size of a word's line");

static char *put(char *to, const char *text, size_t size) {
    memcpy(to, text, size);
    return to + size;
}

static char *put_number(char *to, int64_t value, int digits) {
    for (int i = digits - 1; i >= 0; i--, value /= 10) {
        to[i] = (char)('0' + value % 10);
    }
    return to + digits;
}

void word_line(char *to, unsigned number, int64_t said) {
    to = put(to, WORD_HEAD WORD_MARK, sizeof WORD_HEAD WORD_MARK - 1);
    to = put_number(to, number, NUMBER_DIGITS);
    to = put(to, WORD_STAMP, sizeof WORD_STAMP - 1);
    to = put_number(to, said, STAMP_DIGITS);
    put(to, WORD_TAIL, sizeof WORD_TAIL - 1);
}

static int read_number(const char *from, int digits, int64_t *value) {
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (from[i] < '0' || from[i] > '9') {
            return 0;
        }
        *value = *value * 10 + (from[i] - '0');
    }
    return 1;
}

int read_word(const char *mark, const char *end, unsigned *number, int64_t *said) {
    const char *digits = mark + sizeof WORD_MARK - 1;
    const char *stamp = digits + NUMBER_DIGITS + sizeof WORD_STAMP - 1;
    int64_t value;
    if (stamp + STAMP_DIGITS > end || !read_number(digits, NUMBER_DIGITS, &value)) {
        return 0;
    }
    *number = (unsigned)value;
    return !memcmp(digits + NUMBER_DIGITS, WORD_STAMP, sizeof WORD_STAMP - 1) && read_number(stamp, STAMP_DIGITS, said);
}

struct text plain_answer(char *to, size_t size) {
    static const char head[] = "{\"id\":\"chatcmpl-bench0001\",\"object\":\"chat.completion\",\"created\":1700000000,"
                               "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
    static const char tail[] = "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                               "\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":55,\"total_tokens\":97}}";
    static const char fox[] = "The quick brown fox jumps over the lazy dog. ";
    struct text text = {sizeof head - 1, size - (sizeof tail - 1)};
    put(to, head, sizeof head - 1);
    for (size_t at = text.begin; at < text.end; at++) {
        to[at] = fox[(at - text.begin) % (sizeof fox - 1)];
    }
    put(to + text.end, tail, sizeof tail - 1);
    return text;
}

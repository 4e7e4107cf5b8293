#define _GNU_SOURCE
#include "answer.h"

#include <string.h>
#include <strings.h>

#include "clock.h"
#include "speech.h"

void answer_begin(struct answer *answer) {
    memset(answer, 0, offsetof(struct answer, frame));
    answer->frame.held = answer->event.held = 0;
}

static void fail(struct answer *answer, const char *why) {
    answer->wrong = answer->wrong ? answer->wrong : why;
}

// Adds bytes to a line; the number of those up to and with its end. `*end` is set once it is whole: to where it ends.
static size_t take_line(struct answer *answer, struct line *line, const char *bytes, size_t size, char **end) {
    const char *feed = memchr(bytes, '\n', size);
    size_t taken = feed ? (size_t)(feed - bytes) : size;
    *end = NULL;
    if (line->held + taken >= LINE_MOST) {
        fail(answer, "a line too long");
        return size;
    }
    memcpy(line->bytes + line->held, bytes, taken);
    line->held += taken;
    if (!feed) {
        return taken;
    }
    if (line->held && line->bytes[line->held - 1] == '\r') {
        line->held--;
    }
    *end = line->bytes + line->held;
    **end = 0;
    line->held = 0;
    return taken + 1;
}

static const char *field(const char *line, const char *name) {
    size_t size = strlen(name);
    return strncasecmp(line, name, size) ? NULL : line + size + strspn(line + size, " ");
}

static void head_line(struct answer *answer, const char *line) {
    const char *value;
    if (!answer->lines++) {
        if (strncmp(line, "HTTP/1.1 200", 12)) {
            static char status[64];
            snprintf(status, sizeof status, "%.60s", line);
            fail(answer, status);
        }
    } else if (!*line) {
        answer->stage = answer->chunked ? CHUNK_SIZE : BODY;
        answer->lines = 0;
    } else if ((value = field(line, "content-length:"))) {
        answer->left = strtoull(value, NULL, 10);
    } else if ((value = field(line, "transfer-encoding:"))) {
        answer->chunked = !strcasecmp(value, "chunked");
    } else if ((value = field(line, "connection:"))) {
        answer->closes = !strcasecmp(value, "close");
    }
}

static void word(struct answer *answer, const char *line, const char *end, int64_t came, struct histogram *delays) {
    unsigned number;
    int64_t said;
    const char *mark = memmem(line, (size_t)(end - line), WORD_MARK, sizeof WORD_MARK - 1);
    if (!mark || !read_word(mark, end, &number, &said)) {
        return;
    }
    if (number != answer->words) {
        fail(answer, "words out of order, twice or lost");
    }
    answer->first = answer->first ? answer->first : came;
    answer->words++;
    histogram_add(delays, came - said);
}

// Whether a line is, byte for byte, the one that has its place in the mock's stream.
static int exact(const struct answer *answer, const struct expected *expected, const char *line, size_t size) {
    const char *fixed = answer->lines == 0                     ? ROLE_LINE
                        : answer->lines == expected->words + 1 ? FINISH_LINE
                        : answer->lines == expected->words + 2 ? DONE_LINE
                                                               : NULL;
    if (fixed) {
        return !strcmp(line, fixed);
    }
    char made[WORD_LINE_SIZE];
    unsigned number;
    int64_t said;
    const char *mark = memmem(line, size, WORD_MARK, sizeof WORD_MARK - 1);
    if (size != WORD_LINE_SIZE || !mark || !read_word(mark, line + size, &number, &said)) {
        return 0;
    }
    word_line(made, number, said);
    return !memcmp(made, line, WORD_LINE_SIZE);
}

static void event_line(struct answer *answer, const struct expected *expected, const char *line, const char *end, int64_t came,
                       struct histogram *delays) {
    if (!*line || *line == ':') {
        return;
    }
    if (answer->done) {
        fail(answer, "events after [DONE]");
    }
    word(answer, line, end, came, delays);
    if (!expected->loose && !exact(answer, expected, line, (size_t)(end - line))) {
        fail(answer, "an event that the upstream did not send");
    }
    answer->done = !strcmp(line, DONE_LINE);
    answer->lines++;
}

static void keep(struct answer *answer, const char *bytes, size_t size) {
    if (answer->text_room < answer->size + size) {
        answer->text_room = 2 * (answer->size + size);
        answer->text = allocate(answer->text, answer->text_room);
    }
    memcpy(answer->text + answer->size, bytes, size);
}

static void body(struct answer *answer, const struct expected *expected, const char *bytes, size_t size, int64_t came,
                 struct histogram *delays) {
    if (expected->words) {
        for (size_t at = 0; at < size && !answer->wrong;) {
            char *end;
            at += take_line(answer, &answer->event, bytes + at, size - at, &end);
            if (end) {
                event_line(answer, expected, answer->event.bytes, end, came, delays);
            }
        }
    } else if (expected->loose) {
        keep(answer, bytes, size);
    } else if (answer->size + size > expected->size || memcmp(expected->plain + answer->size, bytes, size)) {
        fail(answer, "other bytes than the upstream sent");
    }
    answer->first = answer->first || expected->words ? answer->first : came;
    answer->size += size;
}

static void finish(struct answer *answer, const struct expected *expected) {
    answer->stage = WHOLE;
    if (expected->words && answer->words != expected->words) {
        fail(answer, "not all the words");
    } else if (expected->words && !answer->done) {
        fail(answer, "no [DONE]");
    } else if (!expected->words && expected->loose) {
        size_t text = expected->text_end - expected->text_begin;
        if (!answer->size || !memmem(answer->text, answer->size, expected->plain + expected->text_begin, text)) {
            fail(answer, "another text than the upstream sent");
        }
    } else if (!expected->words && answer->size != expected->size) {
        fail(answer, "not all the bytes");
    }
}

// A chunk's size or what closes one: lines of the framing, which end by CRLF.
static void frame_line(struct answer *answer, const struct expected *expected, const char *line, const char *line_end) {
    if (answer->stage == CHUNK_SIZE) {
        char *end;
        answer->left = strtoull(line, &end, 16);
        if (end == line || (*end && *end != ';')) {
            fail(answer, "a chunk without a size");
        }
        answer->stage = answer->left ? CHUNK : LAST_LINE;
    } else if (answer->stage == CHUNK_END) {
        answer->stage = CHUNK_SIZE;
    } else if (line_end == line) {
        finish(answer, expected);
    }
}

int answer_take(struct answer *answer, const struct expected *expected, const char *bytes, size_t size, int64_t came,
                struct histogram *delays) {
    for (size_t at = 0; at < size && !answer->wrong;) {
        if (answer->stage == WHOLE) {
            fail(answer, "bytes after the end");
        } else if (answer->stage == BODY || answer->stage == CHUNK) {
            size_t part = answer->left < size - at ? answer->left : size - at;
            body(answer, expected, bytes + at, part, came, delays);
            answer->left -= part;
            at += part;
        } else {
            char *end;
            at += take_line(answer, &answer->frame, bytes + at, size - at, &end);
            if (end && answer->stage == HEAD) {
                head_line(answer, answer->frame.bytes);
            } else if (end) {
                frame_line(answer, expected, answer->frame.bytes, end);
            }
        }
        if (!answer->left && answer->stage == BODY) {
            finish(answer, expected);
        } else if (!answer->left && answer->stage == CHUNK) {
            answer->stage = CHUNK_END;
        }
    }
    return answer->wrong || answer->stage == WHOLE;
}

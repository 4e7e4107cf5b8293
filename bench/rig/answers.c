// What the mock answers, and when: streams wait in a heap, the one with the next word first.
#include <stdarg.h>
#include <string.h>

#include "mock.h"

#define CHUNK_FRAME 16

static struct client **waiting; // a binary heap by `due`
static size_t waiters, places;

static void put(struct client *client, const char *bytes, size_t size) {
    if (client->out_room < client->unsent + size) {
        client->out_room = 2 * (client->unsent + size);
        client->out = allocate(client->out, client->out_room);
    }
    memcpy(client->out + client->unsent, bytes, size);
    client->unsent += size;
}

__attribute__((format(printf, 2, 3))) static void print(struct client *client, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(client, text, (size_t)size);
}

static void head(struct client *client, const char *status, size_t size) {
    print(client, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\nContent-Length: %zu\r\n\r\n", status,
          size);
}

void list_models(struct client *client) {
    static const char models[] = "{\"object\":\"list\",\"data\":[{\"id\":\"bench\",\"object\":\"model\",\"created\":1,\"owned_by\":\"bench\"}]}";
    head(client, "200 OK", sizeof models - 1);
    put(client, models, sizeof models - 1);
}

void refuse(struct client *client) {
    static const char error[] = "{\"error\":{\"message\":\"no whole JSON object with a Content-Length\",\"type\":\"invalid_request_error\"}}";
    head(client, "400 Bad Request", sizeof error - 1);
    put(client, error, sizeof error - 1);
}

void say_plainly(struct client *client, size_t size) {
    static char *body;
    static size_t made;
    size = size < PLAIN_LEAST ? PLAIN_LEAST : size;
    if (made != size) {
        made = size;
        body = allocate(body, size);
        struct text text = plain_answer(body, size);
        body[text.begin] = fault == CHANGED ? '?' : body[text.begin];
    }
    head(client, "200 OK", size);
    put(client, body, size);
}

static void swap(size_t one, size_t other) {
    struct client *client = waiting[one];
    waiting[one] = waiting[other];
    waiting[other] = client;
    waiting[one]->place = one;
    waiting[other]->place = other;
}

static void settle(size_t place) {
    while (place && waiting[place]->due < waiting[(place - 1) / 2]->due) {
        swap(place, (place - 1) / 2);
        place = (place - 1) / 2;
    }
    for (;;) {
        size_t child = 2 * place + 1;
        if (child + 1 < waiters && waiting[child + 1]->due < waiting[child]->due) {
            child++;
        }
        if (child >= waiters || waiting[place]->due <= waiting[child]->due) {
            return;
        }
        swap(place, child);
        place = child;
    }
}

int64_t next_word(void) {
    return waiters ? waiting[0]->due : now() + 3600 * SECOND;
}

void hush(struct client *client) {
    if (client->words) {
        size_t place = client->place;
        client->words = 0;
        waiters--;
        if (place != waiters) {
            waiting[place] = waiting[waiters];
            waiting[place]->place = place;
            settle(place);
        }
    }
}

static void event(struct client *client, const char *line, size_t size) {
    char frame[CHUNK_FRAME];
    put(client, frame, (size_t)snprintf(frame, sizeof frame, "%zx\r\n", size + 2));
    put(client, line, size);
    put(client, "\n\n\r\n", 4);
}

static void finish(struct client *client) {
    event(client, FINISH_LINE, strlen(FINISH_LINE));
    if (fault != NO_DONE) {
        event(client, DONE_LINE, strlen(DONE_LINE));
    }
    if (fault != NO_END) {
        put(client, "0\r\n\r\n", 5);
    }
}

// The number under which a word is told, which a fault changes.
static unsigned number_of(unsigned word) {
    switch (fault) {
        case SWAPPED:
            return word == 1 ? 2 : word == 2 ? 1 : word;
        case LOST:
            return word ? word + 1 : word;
        default:
            return word;
    }
}

static void word(struct client *client) {
    char line[WORD_LINE_SIZE];
    word_line(line, number_of(client->said++), now());
    if (fault == CHANGED) {
        line[WORD_LINE_SIZE - 1] = ']';
    }
    event(client, line, sizeof line);
}

static int64_t random_part(int64_t whole) {
    static uint64_t state = 42;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return whole ? (int64_t)((state >> 33) % (uint64_t)whole) : 0;
}

void speak(struct client *client, unsigned words, int64_t pause) {
    print(client, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                  "x-request-id: req_bench\r\nTransfer-Encoding: chunked\r\n\r\n");
    event(client, ROLE_LINE, strlen(ROLE_LINE));
    client->said = 0;
    if (!pause) {
        while (client->said < words) {
            word(client);
        }
        finish(client);
        return;
    }
    client->words = words;
    client->pause = pause;
    client->due = now() + random_part(pause);
    if (waiters == places) {
        places = 2 * places + 64;
        waiting = allocate(waiting, places * sizeof *waiting);
    }
    waiting[client->place = waiters++] = client;
    settle(client->place);
}

struct client *say_next_word(int64_t time) {
    if (!waiters || waiting[0]->due > time) {
        return NULL;
    }
    struct client *client = waiting[0];
    word(client);
    if (client->said == client->words) {
        finish(client);
        hush(client);
    } else {
        client->due += client->pause;
        settle(0);
    }
    return client;
}

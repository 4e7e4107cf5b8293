// An upstream that speaks OpenAI's format over HTTP/1.1, as fast as one thread can.
//
//     mock PORT [FAULT]
//
// Every POST gets an answer as its first 4 kB ask for, anywhere after "bench:", where 0 or nothing means the default:
//
//     words=N      a stream of so many words; else a plain answer
//     pause-us=N   between two words (0: all at once); the first comes at some time within a first pause
//     bytes=N      of the plain answer (537)
//
// Every GET gets a list of models. FAULT spoils every answer, so that it can be seen whether somebody notices:
// no-done, no-end, swapped, lost, changed.
#define _GNU_SOURCE
#include "mock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 512
#define READ_AT_ONCE 4096
#define HINTS_WITHIN 4096

enum fault fault;
static int poller;

static void watch(struct client *client, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    must(epoll_ctl(poller, operation, client->socket, &event), "epoll_ctl");
}

static void leave(struct client *client) {
    hush(client);
    close(client->socket);
    free(client->in);
    free(client->out);
    free(client);
}

// Sends what waits; 0 if the client is gone.
static int flush(struct client *client) {
    while (client->sent < client->unsent) {
        ssize_t sent = send(client->socket, client->out + client->sent, client->unsent - client->sent, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN && !client->blocked) {
                client->blocked = 1;
                watch(client, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            }
            return errno == EAGAIN;
        }
        client->sent += (size_t)sent;
    }
    client->sent = client->unsent = 0;
    if (client->blocked) {
        client->blocked = 0;
        watch(client, EPOLL_CTL_MOD, EPOLLIN);
    }
    return 1;
}

static int64_t hint(const char *hints, const char *name, int64_t otherwise) {
    const char *found = hints ? strstr(hints, name) : NULL;
    int64_t value = found ? strtoll(found + strlen(name), NULL, 10) : 0;
    return value ? value : otherwise;
}

static void answer(struct client *client, const char *body, size_t size) {
    char start[HINTS_WITHIN + 1];
    size_t kept = size < HINTS_WITHIN ? size : HINTS_WITHIN;
    memcpy(start, body, kept);
    start[kept] = 0;
    const char *hints = strstr(start, "bench:");
    int64_t words = hint(hints, "words=", 0);
    if (words) {
        speak(client, (unsigned)words, hint(hints, "pause-us=", 0) * 1000);
    } else {
        say_plainly(client, (size_t)hint(hints, "bytes=", 537));
    }
}

// The value of Content-Length in a head that ends in a zero; none is 0.
static size_t content_length(const char *head) {
    const char *field = strcasestr(head, "\ncontent-length:");
    return field ? strtoull(field + 16, NULL, 10) : 0;
}

// Answers the first request of those that came, if it is whole; the number of its bytes, or 0.
static size_t take_request(struct client *client) {
    char *end = memmem(client->in, client->held, "\r\n\r\n", 4);
    if (!end) {
        return 0;
    }
    *end = 0;
    size_t head = (size_t)(end - client->in) + 4, body = content_length(client->in);
    *end = '\r';
    if (client->held < head + body) {
        make_room(client, head + body);
        return 0;
    }
    if (client->in[0] == 'G') {
        list_models(client);
    } else if (!body || client->in[head] != '{' || client->in[head + body - 1] != '}') {
        refuse(client);
    } else {
        answer(client, client->in + head, body);
    }
    return head + body;
}

void make_room(struct client *client, size_t size) {
    if (client->room < size) {
        client->room = size;
        client->in = allocate(client->in, size);
    }
}

// Reads all there is and answers it; 0 if the client is gone.
static int hear(struct client *client) {
    for (;;) {
        make_room(client, client->held + READ_AT_ONCE);
        ssize_t got = recv(client->socket, client->in + client->held, client->room - client->held, 0);
        if (got <= 0) {
            return got < 0 && errno == EAGAIN;
        }
        client->held += (size_t)got;
        size_t taken;
        while (!client->words && (taken = take_request(client))) {
            memmove(client->in, client->in + taken, client->held - taken);
            client->held -= taken;
            if (!flush(client)) {
                return 0;
            }
        }
        if (client->held < client->room) {
            return 1;
        }
    }
}

static void accept_all(int listener) {
    for (int socket; (socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        int yes = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct client *client = allocate(NULL, sizeof *client);
        *client = (struct client){.socket = socket};
        watch(client, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static int listen_at(uint16_t port) {
    int listener = must(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    must(bind(listener, (struct sockaddr *)&address, sizeof address), "mock: bind");
    must(listen(listener, 8192), "listen");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    must(epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event), "epoll_ctl");
    return listener;
}

static enum fault fault_called(const char *name) {
    static const char *const names[] = {"none", "no-done", "no-end", "swapped", "lost", "changed"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(name, names[i])) {
            return (enum fault)i;
        }
    }
    fprintf(stderr, "mock: no such fault: %s\n", name);
    exit(2);
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: mock PORT [FAULT]\n");
        return 2;
    }
    fault = fault_called(count > 2 ? arguments[2] : "none");
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1L);
    poller = must(epoll_create1(0), "epoll");
    int listener = listen_at((uint16_t)atoi(arguments[1]));
    for (;;) {
        int64_t wait = next_word() - now();
        struct timespec patience = span(wait > 0 ? wait : 0);
        struct epoll_event events[EVENTS];
        int ready = epoll_pwait2(poller, events, EVENTS, &patience, NULL);
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            if (!client) {
                accept_all(listener);
            } else if (((events[i].events & EPOLLOUT) && !flush(client))
                       || ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !hear(client))) {
                leave(client);
            }
        }
        for (struct client *client; (client = say_next_word(now()));) {
            if (!flush(client)) {
                leave(client);
            }
        }
    }
}

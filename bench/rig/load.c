// Clients of an OpenAI-compatible server: one thread, every answer checked.
//
//     load NAME=VALUE ...
//
//     port=N host=IPV4 path=P key=K body=FILE   what is asked, and where
//     connections=N ramp=N                   so many, opened at so many a second (0: at once)
//     seconds=N                              how long they go on to ask; each asks once at least
//     rate=N                                 requests a second, whether answered or not (an open loop); 0: each asks
//                                            again when it is answered. Latency counts from when a request was due.
//     words=N, bytes=N, loose=1              what each answer has to be (see answer.h)
//     patience=N                             seconds to wait for what is open at the end
//
// Prints one line of JSON: answers that were right, those that were wrong (and why the first was), those that never
// came, and the distributions of latency, of the time to the first word and of each word's delay.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "clock.h"
#include "request.h"
#include "speech.h"

#define EVENTS 512
#define READ_AT_ONCE 262144

struct connection {
    int socket, open, asking, blocked;
    size_t sent;
    int64_t began;
    struct answer answer;
};

static struct options options;
static struct expected expected;
static struct request request;
static int poller;
static struct connection *connections;
static unsigned opened, *idle, idlers, asking;
static int64_t started, last, answers, wrong, bytes, issued, words;
static char why[128];
static struct histogram latency, first, delays;

static void watch(struct connection *connection, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    must(epoll_ctl(poller, operation, connection->socket, &event), "epoll_ctl");
}

static void open_connection(struct connection *connection) {
    int yes = 1;
    connection->socket = must(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "load: socket");
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(options.port)};
    if (inet_pton(AF_INET, options.host, &address.sin_addr) != 1) {
        fprintf(stderr, "load: %s is no IPv4 address\n", options.host);
        exit(2);
    }
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) {
        must(-1, "load: connect");
    }
    connection->open = 0;
    connection->blocked = 1;
    watch(connection, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

static void reopen(struct connection *connection) {
    close(connection->socket);
    open_connection(connection);
}

// Sends what is left of the request; a failure shows when its answer is read.
static void push(struct connection *connection) {
    while (connection->asking && connection->sent < request.size) {
        ssize_t sent = send(connection->socket, request.bytes + connection->sent, request.size - connection->sent, MSG_NOSIGNAL);
        if (sent < 0) {
            if (!connection->blocked && errno == EAGAIN) {
                connection->blocked = 1;
                watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            }
            return;
        }
        connection->sent += (size_t)sent;
    }
    if (connection->blocked) {
        connection->blocked = 0;
        watch(connection, EPOLL_CTL_MOD, EPOLLIN);
    }
}

static void ask(struct connection *connection, int64_t due) {
    connection->asking = 1;
    connection->sent = 0;
    connection->began = due;
    answer_begin(&connection->answer);
    issued++;
    asking++;
    push(connection);
}

static int64_t due(int64_t number) {
    return started + (int64_t)((double)number / options.rate * (double)SECOND);
}

// Whether more is to be asked, by this connection, which is idle.
static void go_on(struct connection *connection, int64_t time) {
    if (options.rate > 0) {
        idle[idlers++] = (unsigned)(connection - connections);
    } else if (connection->began == 0 || time < started + options.duration) {
        ask(connection, time);
    }
}

static void ask_what_is_due(int64_t time) {
    while (options.rate > 0 && idlers && due(issued) <= time && due(issued) < started + options.duration) {
        int64_t when = due(issued);
        ask(&connections[idle[--idlers]], when);
    }
}

static void count_wrong(const char *reason) {
    if (!wrong++) {
        snprintf(why, sizeof why, "%s", reason);
    }
}

static void settle(struct connection *connection, int64_t time) {
    struct answer *answer = &connection->answer;
    connection->asking = 0;
    asking--;
    last = time;
    words += answer->words;
    bytes += (int64_t)answer->size;
    if (answer->wrong) {
        count_wrong(answer->wrong);
    } else {
        answers++;
        histogram_add(&latency, time - connection->began);
        histogram_add(&first, answer->first - connection->began);
    }
    if (answer->wrong || answer->closes) {
        reopen(connection);
    } else {
        go_on(connection, time);
    }
}

static void lose(struct connection *connection, int64_t time) {
    if (connection->asking) {
        connection->answer.wrong = connection->answer.wrong ? connection->answer.wrong : "a connection that ended";
        settle(connection, time);
    } else if (connection->open) {
        for (unsigned i = 0; i < idlers; i++) {
            if (idle[i] == (unsigned)(connection - connections)) {
                idle[i] = idle[--idlers];
                break;
            }
        }
        reopen(connection);
    } else {
        must(-1, "load: connect");
    }
}

static void hear(struct connection *connection) {
    static char buffer[READ_AT_ONCE];
    ssize_t got = recv(connection->socket, buffer, sizeof buffer, 0);
    int64_t time = now();
    if (got < 0 && errno == EAGAIN) {
        return;
    }
    if (got <= 0) {
        lose(connection, time);
    } else if (!connection->asking) {
        count_wrong("bytes after the end");
        lose(connection, time);
    } else if (answer_take(&connection->answer, &expected, buffer, (size_t)got, time, &delays)) {
        settle(connection, time);
    }
}

static void be_writable(struct connection *connection, int64_t time) {
    if (!connection->open) {
        connection->open = 1;
        push(connection);
        go_on(connection, time);
    } else {
        push(connection);
    }
}

static int64_t next_opening(void) {
    return options.ramp > 0 ? started + (int64_t)((double)opened / options.ramp * (double)SECOND) : started;
}

// How long nothing is to be done but to read.
static int64_t patience(int64_t time) {
    int64_t next = time + SECOND / 10;
    if (opened < options.connections && next_opening() < next) {
        next = next_opening();
    }
    if (options.rate > 0 && idlers && due(issued) < next) {
        next = due(issued);
    }
    return next > time ? next - time : 0;
}

static int over(int64_t time) {
    int all_asked = options.rate > 0 ? due(issued) >= started + options.duration
                                     : opened == options.connections && time >= started + options.duration;
    int64_t ramp = options.ramp > 0 ? (int64_t)(options.connections / options.ramp * (double)SECOND) : 0;
    return (all_asked && !asking && issued >= (options.rate > 0 ? 0 : options.connections))
           || time > started + options.duration + ramp + options.patience;
}

static void run(void) {
    started = now();
    for (int64_t time = started; !over(time); time = now()) {
        while (opened < options.connections && next_opening() <= time) {
            open_connection(&connections[opened++]);
        }
        ask_what_is_due(time);
        struct timespec wait = span(patience(now()));
        struct epoll_event events[EVENTS];
        int ready = epoll_pwait2(poller, events, EVENTS, &wait, NULL);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) {
                be_writable(connection, now());
            }
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                hear(connection);
            }
        }
    }
}

static void report(void) {
    int64_t offered = options.rate > 0 ? (int64_t)(options.rate * (double)options.duration / (double)SECOND) : issued;
    printf("{\"answers\": %lld, \"wrong\": %lld, \"why\": \"", (long long)answers, (long long)wrong);
    for (const char *at = why; *at; at++) {
        putchar(*at == '"' || *at == '\\' || *at < ' ' ? '?' : *at);
    }
    printf("\", \"missing\": %lld, \"words\": %lld, \"bytes\": %lld, \"seconds\": %.6f, \"latency\": ",
           (long long)(offered - answers - wrong > 0 ? offered - answers - wrong : 0), (long long)words, (long long)bytes,
           last ? (double)(last - started) / (double)SECOND : 0);
    histogram_print(&latency);
    printf(", \"first\": ");
    histogram_print(&first);
    printf(", \"delay\": ");
    histogram_print(&delays);
    printf("}\n");
}

int main(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1L);
    options = read_options(count, arguments);
    request = make_request(&options);
    expected = (struct expected){.words = options.words, .loose = options.loose, .size = options.bytes};
    expected.plain = allocate(NULL, options.bytes);
    struct text text = plain_answer(expected.plain, options.bytes);
    expected.text_begin = text.begin;
    expected.text_end = text.end;
    poller = must(epoll_create1(0), "epoll");
    connections = calloc(options.connections, sizeof *connections);
    idle = calloc(options.connections, sizeof *idle);
    if (!connections || !idle) {
        must(-1, "memory");
    }
    run();
    report();
}

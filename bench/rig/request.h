// What the load generator is told, and the request it sends.
#ifndef REQUEST_H
#define REQUEST_H

#include <stddef.h>
#include <stdint.h>

struct options {
    const char *host, *path, *key, *body;
    uint16_t port;
    unsigned connections, words;
    int loose;
    size_t bytes;
    double ramp, rate;
    int64_t duration, patience; // in nanoseconds
};

struct request {
    char *bytes;
    size_t size;
};

// Ends the process if it cannot read them.
struct options read_options(int count, char **arguments);
struct request make_request(const struct options *options);

#endif

#include "request.h"

#include <string.h>

#include "clock.h"
#include "speech.h"

static const char *value_of(const char *argument, const char *name) {
    size_t size = strlen(name);
    return !strncmp(argument, name, size) && argument[size] == '=' ? argument + size + 1 : NULL;
}

static int64_t duration(const char *seconds) {
    return (int64_t)(atof(seconds) * (double)SECOND);
}

static int read_option(struct options *options, const char *argument) {
    const char *value;
    if ((value = value_of(argument, "host"))) {
        options->host = value;
    } else if ((value = value_of(argument, "port"))) {
        options->port = (uint16_t)atoi(value);
    } else if ((value = value_of(argument, "path"))) {
        options->path = value;
    } else if ((value = value_of(argument, "key"))) {
        options->key = value;
    } else if ((value = value_of(argument, "body"))) {
        options->body = value;
    } else if ((value = value_of(argument, "connections"))) {
        options->connections = (unsigned)atoi(value);
    } else if ((value = value_of(argument, "ramp"))) {
        options->ramp = atof(value);
    } else if ((value = value_of(argument, "seconds"))) {
        options->duration = duration(value);
    } else if ((value = value_of(argument, "patience"))) {
        options->patience = duration(value);
    } else if ((value = value_of(argument, "rate"))) {
        options->rate = atof(value);
    } else if ((value = value_of(argument, "words"))) {
        options->words = (unsigned)atoi(value);
    } else if ((value = value_of(argument, "bytes"))) {
        options->bytes = strtoull(value, NULL, 10);
    } else if ((value = value_of(argument, "loose"))) {
        options->loose = atoi(value);
    }
    return value != NULL;
}

struct options read_options(int count, char **arguments) {
    struct options options = {.host = "127.0.0.1", .path = "/v1/chat/completions", .key = "sk-bench-0123456789abcdef",
                              .connections = 1, .bytes = 537, .patience = 10 * SECOND};
    for (int i = 1; i < count; i++) {
        if (!read_option(&options, arguments[i])) {
            fprintf(stderr, "load: no such option: %s\n", arguments[i]);
            exit(2);
        }
    }
    if (!options.port || !options.body || !options.connections || options.bytes < PLAIN_LEAST) {
        fprintf(stderr, "load: port and body are needed, a connection and %d bytes at least\n", PLAIN_LEAST);
        exit(2);
    }
    return options;
}

static size_t read_body(const char *name, char **body) {
    FILE *file = fopen(name, "rb");
    if (!file) {
        must(-1, name);
    }
    must(fseek(file, 0, SEEK_END), name);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *body = allocate(NULL, size);
    if (fread(*body, 1, size, file) != size) {
        must(-1, name);
    }
    fclose(file);
    return size;
}

struct request make_request(const struct options *options) {
    char *body, head[1024];
    size_t size = read_body(options->body, &body);
    int head_size = snprintf(head, sizeof head,
                             "POST %s HTTP/1.1\r\nHost: %s:%u\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n"
                             "Accept: application/json\r\nUser-Agent: OpenAI/Python 2.0.0\r\nContent-Length: %zu\r\n\r\n",
                             options->path, options->host, options->port, options->key, size);
    if (head_size < 0 || (size_t)head_size >= sizeof head) {
        fprintf(stderr, "load: path or key is too long\n");
        exit(2);
    }
    struct request request = {allocate(NULL, (size_t)head_size + size), (size_t)head_size + size};
    memcpy(request.bytes, head, (size_t)head_size);
    memcpy(request.bytes + head_size, body, size);
    free(body);
    return request;
}

// The monotonic clock, which all processes of a machine share, and an end with a reason.
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SECOND INT64_C(1000000000) // in nanoseconds, as all times are

static inline int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static inline struct timespec span(int64_t duration) {
    return (struct timespec){duration / SECOND, duration % SECOND};
}

// Returns what a system call returned, unless that is a failure.
static inline int must(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(2);
    }
    return result;
}

static inline void *allocate(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (!memory) {
        must(-1, "memory");
    }
    return memory;
}

#endif

// Counts of durations in classes less than 1 % wide, from 1 ns to some 18 minutes.
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

#define CLASSES_PER_OCTAVE 128
#define OCTAVES 34

struct histogram {
    int64_t count, sum, most;
    uint32_t classes[OCTAVES * CLASSES_PER_OCTAVE];
};

void histogram_add(struct histogram *histogram, int64_t duration);

// {"count": 2, "mean_us": 10.5, "percentiles": [[50, 10.1], ..., [100, 11.0]]} on standard output.
void histogram_print(const struct histogram *histogram);

#endif

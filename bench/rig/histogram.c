#include "histogram.h"

#include <stdio.h>

static const double PERCENTILES[] = {1, 5, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99};

// Below two octaves' width each class is 1 ns; from there each octave has as many classes.
static unsigned class_of(int64_t duration) {
    uint64_t value = duration < 0 ? 0 : (uint64_t)duration;
    unsigned shift = 0;
    while (value >> shift >= 2 * CLASSES_PER_OCTAVE) {
        shift++;
    }
    unsigned class = shift * CLASSES_PER_OCTAVE + (unsigned)(value >> shift);
    return class < OCTAVES * CLASSES_PER_OCTAVE ? class : OCTAVES * CLASSES_PER_OCTAVE - 1;
}

static double middle_of(unsigned class) {
    if (class < 2 * CLASSES_PER_OCTAVE) {
        return class;
    }
    unsigned shift = class / CLASSES_PER_OCTAVE - 1;
    uint64_t low = (uint64_t)(class - shift * CLASSES_PER_OCTAVE) << shift;
    return (double)low + (double)(UINT64_C(1) << shift) / 2;
}

void histogram_add(struct histogram *histogram, int64_t duration) {
    histogram->classes[class_of(duration)]++;
    histogram->count++;
    histogram->sum += duration;
    histogram->most = duration > histogram->most ? duration : histogram->most;
}

static double percentile(const struct histogram *histogram, double percent) {
    double wanted = (double)histogram->count * percent / 100, seen = 0;
    for (unsigned class = 0; class < OCTAVES * CLASSES_PER_OCTAVE; class++) {
        seen += histogram->classes[class];
        if (seen >= wanted && seen > 0) {
            return middle_of(class);
        }
    }
    return (double)histogram->most;
}

void histogram_print(const struct histogram *histogram) {
    double count = histogram->count ? (double)histogram->count : 1;
    printf("{\"count\": %lld, \"mean_us\": %.1f, \"percentiles\": [", (long long)histogram->count,
           (double)histogram->sum / count / 1e3);
    for (unsigned i = 0; i < sizeof PERCENTILES / sizeof *PERCENTILES; i++) {
        printf("[%g, %.1f], ", PERCENTILES[i], percentile(histogram, PERCENTILES[i]) / 1e3);
    }
    printf("[100, %.1f]]}", (double)histogram->most / 1e3);
}

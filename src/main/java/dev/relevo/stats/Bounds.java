package dev.relevo.stats;

/**
 * Upper bounds of histograms' buckets, as the semantic conventions of OpenTelemetry for GenAI advise
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/).
 */
final class Bounds {
    /** Seconds of an operation. */
    static final double[] OPERATIONS = {
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };

    static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    /** Seconds to the first token. */
    static final double[] FIRST_TOKEN = {
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
    };

    /** Seconds from one token to the next. */
    static final double[] NEXT_TOKEN = {0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5};

    private static final double NANOS = 1e9;

    private Bounds() {}

    static double seconds(long nanos) {
        return nanos / NANOS;
    }
}

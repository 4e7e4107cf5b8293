package dev.relevo.routing;

/**
 * How quickly a model answers, told apart by what its clients wait for: the first content of streams, the whole of plain
 * answers. Each kind of request is led by its own.
 */
record Latencies(Latency streams, Latency plain) {
    Latencies() {
        this(new Latency(), new Latency());
    }

    Latency of(boolean stream) {
        return stream ? streams : plain;
    }
}

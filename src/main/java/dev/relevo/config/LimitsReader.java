package dev.relevo.config;

import java.time.Duration;
import java.util.List;

/** Reads what clients may take. */
final class LimitsReader {
    private static final Limits DEFAULT = Limits.DEFAULT;
    private static final int MOST = 1_000_000;

    private static final Key<Long> MAX_BODY = new Key<>(
            "max-body",
            Scalars.size(1L << 10, 1L << 30),
            "The largest request body, after it was decoded.",
            DEFAULT.maxBody());
    private static final Key<Long> MAX_HEADER =
            new Key<>("max-header", Scalars.size(1L << 10, 1L << 20), "The largest head of a request.", (long)
                    DEFAULT.maxHeader());
    private static final Key<Duration> HEADER_TIMEOUT = new Key<>(
            "header-timeout",
            Scalars.duration(Duration.ofMillis(100)),
            "How long the head of a request may take to arrive.",
            DEFAULT.headerTimeout());
    private static final Key<Long> MIN_BODY_RATE = new Key<>(
            "min-body-rate",
            Scalars.size(0, 1L << 30),
            "Bytes a second that a request body brings at least, once it has taken 10 s; 0 for any.",
            DEFAULT.minBodyRate());
    private static final Key<Duration> WRITE_STALL = new Key<>(
            "write-stall",
            Scalars.duration(Duration.ofSeconds(1)),
            "How long a client may take nothing of its answer before it is cut off.",
            DEFAULT.writeStall());
    private static final Key<Integer> MAX_CONNECTIONS =
            new Key<>("max-connections", Scalars.count(1, MOST), "Connections open at once.", DEFAULT.maxConnections());
    private static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS = new Key<>(
            "max-connections-per-address",
            Scalars.count(1, MOST),
            "Connections open at once of one client's address, loopback aside; half of max-connections by itself.");
    private static final Key<Integer> MAX_REQUESTS =
            new Key<>("max-requests", Scalars.count(1, MOST), "Requests being served at once.", DEFAULT.maxRequests());
    private static final Key<Integer> MAX_STREAMS =
            new Key<>("max-streams", Scalars.count(1, MOST), "Streamed answers at once.", DEFAULT.maxStreams());
    private static final Key<Long> MAX_IN_FLIGHT = new Key<>(
            "max-in-flight",
            Scalars.size(1L << 10, 1L << 40),
            "Request bodies held at once, all together; at least max-body. What the heap has no room for is refused, whatever is said.",
            DEFAULT.maxInFlight());
    private static final Key<Integer> MAX_QUEUE = new Key<>(
            "max-queue",
            Scalars.count(0, MOST),
            "Requests waiting at once for room under limits of providers; further ones get their 429 at once.",
            DEFAULT.maxQueue());

    static final List<Key<?>> KEYS = List.of(
            MAX_BODY,
            MAX_HEADER,
            HEADER_TIMEOUT,
            MIN_BODY_RATE,
            WRITE_STALL,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ADDRESS,
            MAX_REQUESTS,
            MAX_STREAMS,
            MAX_IN_FLIGHT,
            MAX_QUEUE);

    private LimitsReader() {}

    static Limits read(Section server) {
        long maxBody = server.get(MAX_BODY);
        long maxInFlight = server.get(MAX_IN_FLIGHT);
        if (maxInFlight < maxBody) {
            Key<Long> stated = server.has(MAX_IN_FLIGHT) ? MAX_IN_FLIGHT : MAX_BODY;
            server.problem(stated, "max-in-flight is less than max-body, expected room for one body at least");
        }
        return new Limits(
                maxBody,
                server.get(MAX_HEADER).intValue(),
                server.get(HEADER_TIMEOUT),
                server.get(MIN_BODY_RATE),
                server.get(WRITE_STALL),
                server.get(MAX_CONNECTIONS),
                server.find(MAX_CONNECTIONS_PER_ADDRESS),
                server.get(MAX_REQUESTS),
                server.get(MAX_STREAMS),
                maxInFlight,
                server.get(MAX_QUEUE));
    }
}

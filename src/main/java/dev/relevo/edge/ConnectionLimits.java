package dev.relevo.edge;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.time.Duration;

/**
 * What a connection's client may take and send.
 *
 * @param idle how long it may send nothing between requests
 * @param head from a request's first byte to the end of its head
 * @param headBytes of a request's head; what is read in the same go may exceed it
 * @param requestBytes of a request with its framing; what is read in the same go may exceed it
 * @param bodyRate bytes a second that a body brings at least, once {@link #BODY_START} is over; zero for any
 * @param writeStall how long nothing may be taken of what is written
 */
record ConnectionLimits(
        Duration idle, Duration head, int headBytes, long requestBytes, long bodyRate, Duration writeStall) {
    /** For how long a body may be slow. */
    private static final Duration BODY_START = Duration.ofSeconds(10);

    private static final long NANOS = 1_000_000_000;
    /** Longer than any connection stands. */
    private static final Duration FOR_EVER = Duration.ofDays(100_000);

    private static final Status HEAD_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    /** The same, but for how long nothing may come between requests. */
    ConnectionLimits withIdle(Duration other) {
        return new ConnectionLimits(other, head, headBytes, requestBytes, bodyRate, writeStall);
    }

    /** @throws RequestException if no more may come of a head of which so many bytes came */
    void expectHead(long received) {
        if (received >= headBytes) {
            throw refusal(HEAD_TOO_LARGE);
        }
    }

    /** @throws RequestException if no more may come of a request of which so many bytes came */
    void expectRequest(long received) {
        if (received >= requestBytes) {
            throw refusal(Status.REQUEST_ENTITY_TOO_LARGE_413);
        }
    }

    /** From the beginning of a body to when more of it is due, of which so many bytes have come. */
    Duration bodyTime(long received) {
        return bodyRate == 0
                ? FOR_EVER
                : BODY_START.plusSeconds(received / bodyRate).plusNanos(received % bodyRate * NANOS / bodyRate);
    }

    /** A request ends with that status, and the connection with it. */
    static RequestException refusal(int status) {
        return refusal(status == 431 ? HEAD_TOO_LARGE : Status.create(status));
    }

    private static RequestException refusal(Status status) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .build();
    }
}

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
 */
record ConnectionLimits(Duration idle, Duration head, int headBytes, long requestBytes) {
    private static final Status HEAD_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

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

    private static RequestException refusal(Status status) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .build();
    }
}

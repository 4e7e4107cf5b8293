package dev.relevo.edge;

import dev.relevo.relay.Arrival;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/** An admitted request, as whoever answers it sees it. */
final class Incoming {
    private final ServerRequest request;
    private final Admission admission;
    private final long receivedNanos;
    private final RequestBody body;
    private byte @Nullable [] read;

    /** @param receivedNanos when its head had been read */
    Incoming(ServerRequest request, Admission admission, long receivedNanos, RequestBody body) {
        this.request = request;
        this.admission = admission;
        this.receivedNanos = receivedNanos;
        this.body = body;
    }

    /** @throws Refusal if the head alone says that it is not to be served */
    void expectAdmitted() throws Refusal {
        if (admission.refusal() != null) {
            throw admission.refusal();
        }
        body.expectAllowed();
    }

    ServerRequest request() {
        return request;
    }

    String method() {
        return request.prologue().method().text();
    }

    /** Decoded and normalised; as it came where it is no path at all. */
    String path() {
        return admission.path();
    }

    String id() {
        return admission.requestId();
    }

    boolean isHealthCheck() {
        return admission.isHealthCheck();
    }

    Caller caller() {
        return admission.caller();
    }

    long receivedNanos() {
        return receivedNanos;
    }

    Arrival arrival() {
        return new Arrival(receivedNanos, ClientTimeout.of(request.headers()));
    }

    /** Reads the body, which is never empty. Only once. */
    byte[] body() throws Refusal {
        read = body.read();
        return read;
    }

    /** What {@link #body} gave, or null. */
    byte @Nullable [] bodyRead() {
        return read;
    }
}

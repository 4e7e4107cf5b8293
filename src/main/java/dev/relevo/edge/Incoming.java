package dev.relevo.edge;

import dev.relevo.relay.Arrival;
import dev.relevo.stats.RequestSpan;
import dev.relevo.stats.Tracing;
import dev.relevo.time.Clock;
import dev.relevo.wire.TraceContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An admitted request, as whoever answers it sees it. */
final class Incoming {
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
    private static final HeaderName TRACESTATE = HeaderNames.create("tracestate");

    private final ServerRequest request;
    private final Admission admission;
    private final long receivedNanos;
    private final RequestBody body;
    private final Clock clock;
    private final @Nullable RequestSpan span;
    private long bodyEndNanos;
    private byte @Nullable [] read;

    /**
     * It has arrived now.
     *
     * @param tracing null where nobody traces
     */
    Incoming(ServerRequest request, Admission admission, RequestBody body, @Nullable Tracing tracing, Clock clock) {
        this.request = request;
        this.admission = admission;
        this.receivedNanos = clock.nanos();
        this.bodyEndNanos = receivedNanos;
        this.body = body;
        this.clock = clock;
        this.span = tracing == null || admission.refusal() != null ? null : span(tracing);
    }

    /** Of requests for models alone; strangers do not fill anybody's collector. */
    private @Nullable RequestSpan span(Tracing tracing) {
        Endpoint endpoint = Endpoint.at(path());
        if (endpoint == null || !endpoint.asksModels() || !method().equals("POST")) {
            return null;
        }
        String parent = request.headers().first(TRACEPARENT).orElse(null);
        return tracing.begin(Endpoint.label(endpoint), parent);
    }

    /** Of its trace; null where nobody traces. */
    @Nullable
    RequestSpan span() {
        return span;
    }

    /** @throws Refusal if the head alone says that it is not to be served */
    void expectAdmitted() throws Refusal {
        if (admission.refusal() != null) {
            throw admission.refusal();
        }
        body.expectAllowed();
    }

    /** @throws Refusal if it is not for its sender to see how the server fares */
    void expectOwner() throws Refusal {
        if (!Access.isOwner(caller(), Admission.host(request.headers()), request.remotePeer())) {
            throw Refusal.notForClients();
        }
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

    /** Whether it takes nothing that is limited: a health check, or a question of a browser's before its request. */
    boolean isFree() {
        return isHealthCheck() || method().equals("OPTIONS");
    }

    Caller caller() {
        return admission.caller();
    }

    /** When its head had been read. */
    long receivedNanos() {
        return receivedNanos;
    }

    /** As far as it has come: to be asked when the body was read. */
    Arrival arrival() {
        Duration upload = Duration.ofNanos(bodyEndNanos - receivedNanos);
        return new Arrival(
                receivedNanos,
                bodyEndNanos,
                ClientTimeout.of(request.headers(), upload),
                caller().client(),
                Session.of(request.headers()),
                trace(request.headers()),
                span);
    }

    private static @Nullable TraceContext trace(ServerRequestHeaders headers) {
        return TraceContext.of(headers.first(TRACEPARENT).orElse(null), headers.all(TRACESTATE, List::of));
    }

    /** Reads the body, which is never empty. Only once. */
    byte[] body() throws Refusal {
        read = body.read();
        bodyEndNanos = clock.nanos();
        return read;
    }

    /** What {@link #body} gave, or null. */
    byte @Nullable [] bodyRead() {
        return read;
    }
}

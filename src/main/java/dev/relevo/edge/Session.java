package dev.relevo.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client calls the conversation that a request belongs to. */
final class Session {
    /** The first that is there counts: gateways', agents' and editors' names for it. */
    private static final List<HeaderName> NAMES = List.of(
            HeaderNames.create("x-session-affinity"),
            HeaderNames.create("x-session-id"),
            HeaderNames.create("session-id"));

    private Session() {}

    /** Null where it does not say. */
    static @Nullable String of(Headers headers) {
        for (HeaderName name : NAMES) {
            String session = headers.first(name).orElse("");
            if (!session.isEmpty()) {
                return session;
            }
        }
        return null;
    }
}

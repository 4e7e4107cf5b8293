package dev.relevo.upstream;

import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.dialect.Operation;
import dev.relevo.wire.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way to a provider with one of its keys: connections, and the fixed part of every request's head. */
public final class Line {
    private final ConnectionPool connections;
    private final Redaction redaction;
    private final KeyCover cover;
    private final Map<Operation, byte[]> prefixes = new EnumMap<>(Operation.class);

    /** @param key null for none */
    public Line(Provider provider, @Nullable Secret key, ConnectionPool connections, Redaction redaction) {
        this.connections = connections;
        this.redaction = redaction;
        this.cover = new KeyCover(key);
        for (Operation operation : Operation.values()) {
            prefixes.put(operation, prefix(provider, key, operation));
        }
    }

    /** A new exchange, not yet connected. */
    Exchange exchange() {
        return connections.exchange();
    }

    /** Takes secrets out of what comes back. */
    Redaction redaction() {
        return redaction;
    }

    /** Takes the key out of answers. */
    KeyCover cover() {
        return cover;
    }

    /**
     * A request's head.
     *
     * @param length of its body, in bytes
     * @param trace that it is told to belong to; null for none
     */
    byte[] head(Operation operation, int length, @Nullable TraceContext trace) {
        byte[] prefix = Objects.requireNonNull(prefixes.get(operation));
        String traced = trace == null ? "" : trace.lines();
        byte[] rest = (length + traced + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] head = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, head, prefix.length, rest.length);
        return head;
    }

    private static byte[] prefix(Provider provider, @Nullable Secret key, Operation operation) {
        Endpoint endpoint = new Endpoint(provider.baseUrl());
        String start = "POST " + endpoint.path(operation.path()) + " HTTP/1.1\r\n";
        String fields = RequestFields.of(endpoint, provider, key);
        return (start + fields + "Content-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}

package dev.relevo.upstream;

import dev.relevo.config.Target;
import dev.relevo.dialect.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The way to one target: its connections, and the fixed part of every request's head. */
public final class Line {
    private final ConnectionPool connections;
    private final Redaction redaction;
    private final Map<Operation, byte[]> prefixes = new EnumMap<>(Operation.class);

    public Line(Target target, Endpoint endpoint, ConnectionPool connections, Redaction redaction) {
        this.connections = connections;
        this.redaction = redaction;
        for (Operation operation : Operation.values()) {
            prefixes.put(operation, prefix(target, endpoint, operation));
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

    /** A request's head for a body of that many bytes. */
    byte[] head(Operation operation, int length) {
        byte[] prefix = Objects.requireNonNull(prefixes.get(operation));
        byte[] digits = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream head = new ByteArrayOutputStream(prefix.length + 16);
        head.writeBytes(prefix);
        head.writeBytes(digits);
        head.write('\r');
        head.write('\n');
        head.write('\r');
        head.write('\n');
        return head.toByteArray();
    }

    private static byte[] prefix(Target target, Endpoint endpoint, Operation operation) {
        String start = "POST " + endpoint.path(operation.path()) + " HTTP/1.1\r\n";
        String fields = RequestFields.of(endpoint, target.provider(), target.key());
        return (start + fields + "Content-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}

package dev.relevo.upstream;

import dev.relevo.config.Secret;
import dev.relevo.config.Target;
import dev.relevo.dialect.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The way to one target: its connections, and the fixed part of every request's head. */
public final class Line {
    private final ConnectionPool connections;
    private final byte[] prefix;

    public Line(Target target, Endpoint endpoint, ConnectionPool connections, Operation operation) {
        this.connections = connections;
        this.prefix = prefix(target, endpoint, operation);
    }

    /** A new exchange, not yet connected. */
    Exchange exchange() {
        return connections.exchange();
    }

    /** The request's head for a body of that many bytes. */
    byte[] head(int length) {
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
        StringBuilder head = new StringBuilder(256);
        head.append("POST ").append(endpoint.path(operation.path())).append(" HTTP/1.1\r\n");
        field(head, "Host", endpoint.authority());
        field(head, "User-Agent", "relevo");
        field(head, "Accept", "application/json, text/event-stream");
        field(head, "Accept-Encoding", "identity");
        field(head, "Content-Type", "application/json");
        Secret key = target.key();
        if (key != null) {
            field(head, "Authorization", "Bearer " + key.value());
        }
        target.provider().headers().forEach((name, value) -> field(head, name, value));
        return head.append("Content-Length: ").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}

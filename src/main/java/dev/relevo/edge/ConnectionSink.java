package dev.relevo.edge;

import io.helidon.common.GenericType;
import io.helidon.webserver.http.spi.Sink;

/** The door from a request to its connection: whoever takes it writes the whole answer, head included. */
final class ConnectionSink implements Sink<byte[]> {
    static final GenericType<ConnectionSink> TYPE = GenericType.create(ConnectionSink.class);

    private final GuardedContext connection;

    ConnectionSink(GuardedContext connection) {
        this.connection = connection;
    }

    GuardedContext connection() {
        return connection;
    }

    @Override
    public Sink<byte[]> emit(byte[] bytes) {
        throw new UnsupportedOperationException("answers are written to the connection");
    }

    @Override
    public void close() {}
}

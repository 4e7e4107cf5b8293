package dev.relevo.upstream;

import dev.relevo.upstream.ExchangeFailure.Kind;

/** The body as it is on the connection, without its framing. */
final class FramedBody implements Body {
    private static final byte[] NOTHING = {};

    private final Link link;
    private final Framing framing;
    private byte[] buffer = NOTHING;

    FramedBody(Link link, Framing framing) {
        this.link = link;
        this.framing = framing;
    }

    @Override
    public boolean read() throws ExchangeFailure {
        while (!framing.complete()) {
            Connection connection = link.connection();
            if (connection.received() == 0 && !link.fill(connection)) {
                if (framing.completedByEnd()) {
                    return false;
                }
                throw ExchangeFailure.of(Kind.TRUNCATED, "the connection ended inside the body");
            }
            buffer = connection.buffer();
            connection.consumeTo(framing.decode(buffer, connection.from(), connection.to()));
            if (framing.from() < framing.to()) {
                return true;
            }
        }
        return false;
    }

    boolean complete() {
        return framing.complete();
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int from() {
        return framing.from();
    }

    @Override
    public int to() {
        return framing.to();
    }

    @Override
    public void close() {}
}

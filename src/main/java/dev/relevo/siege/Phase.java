package dev.relevo.siege;

import dev.relevo.faulty.Connection;
import java.io.IOException;
import java.time.Duration;

/** How far a request has come when its client leaves. */
enum Phase {
    /** The provider's kernel does not take the connection. */
    CONNECTING {
        // To read the kernel's table again and again is work enough for one.
        @Override
        int mostAtOnce() {
            return 1;
        }

        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            visitor.ask(lane.fullModel(), stream, request);
            awaitConnecting(lane, 1);
            return () -> awaitConnecting(lane, 0);
        }
    },
    /** The provider does not answer the TLS hello. */
    HANDSHAKE {
        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            int before = lane.handshakes();
            visitor.ask(lane.stallingModel(), stream, request);
            return closing(lane.handshake(before + 1));
        }
    },
    /** The provider has the request and says nothing. */
    HEADERS {
        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            return asked(visitor, lane, Provider.SILENT, stream, request);
        }
    },
    /** The head of the answer has come, of a stream an event without content too. */
    CONTENT {
        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            return asked(visitor, lane, stream ? Provider.EMPTY : Provider.HEADED, stream, request);
        }
    },
    /** The client has read some of a stream. */
    STREAM {
        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            Upstream upstream = asked(visitor, lane, Provider.BEGUN, true, request);
            visitor.await(request + ".0");
            return upstream;
        }
    },
    /** Half of a plain answer has come. */
    PLAIN {
        @Override
        Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
                throws IOException, InterruptedException {
            return asked(visitor, lane, Provider.BEGUN, false, request);
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LOOKS = 500;
    private static final Duration BETWEEN_LOOKS = PATIENCE.dividedBy(LOOKS);

    /** A connection to a provider. */
    @FunctionalInterface
    interface Upstream {
        /**
         * Returns when Relevo has ended it.
         *
         * @throws AssertionError if it does not within some seconds
         */
        void awaitEnd() throws IOException, InterruptedException;
    }

    /** Brings a request there. */
    abstract Upstream reach(Visitor visitor, Lane lane, boolean stream, int request)
            throws IOException, InterruptedException;

    /** How many lanes there may be at once. */
    int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    private static Upstream asked(Visitor visitor, Lane lane, String model, boolean stream, int request)
            throws IOException, InterruptedException {
        visitor.ask(lane.model(model), stream, request);
        return closing(lane.asked());
    }

    private static Upstream closing(Connection connection) {
        return () -> connection.awaitClosingByClient(PATIENCE);
    }

    private static void awaitConnecting(Lane lane, int count) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (Sockets.connectingTo(lane.fullPort()) == count) {
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new AssertionError("after " + PATIENCE + " there are not " + count + " attempts to connect");
    }
}

package dev.relevo.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.chaos.Asked;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the siege says of servers that are bad on purpose: each is found out. */
@Timeout(60)
class BadFortTest {
    @Test
    void aProxyThatKeepsItsUpstreamWhenClientsLeaveIsFoundOut() throws Exception {
        try (Lane lane = new Lane("a");
                NaiveProxy proxy = new NaiveProxy(lane.provider().server().port(), false)) {
            Seen seen = new Departures(proxy.port(), List.of(lane), Clock.system()).leave(Phase.HEADERS, 1, 1);

            assertFalse(seen.holds(), seen.text());
            assertTrue(seen.text().contains("is still open after PT5S"), seen.text());
        }
    }

    @Test
    void aProxyThatLeavesWithItsClientsIsNot() throws Exception {
        try (Lane lane = new Lane("a");
                NaiveProxy proxy = new NaiveProxy(lane.provider().server().port(), true)) {
            Seen seen = new Departures(proxy.port(), List.of(lane), Clock.system()).leave(Phase.HEADERS, 3, 1);

            assertTrue(seen.holds(), seen.text());
            assertEquals(3, seen.cases());
        }
    }

    @Test
    void aServerThatCutsSomeAnswersLosesThem() throws Exception {
        try (FaultyUpstream server = FaultyUpstream.start().always(received -> {
            Asked asked = Asked.read(received, "a", 1, 1);
            return asked.stream() ? asked.whole().reset(Point.afterPieces(3)) : asked.whole();
        })) {
            Traffic.Took took = Traffic.of(server.port(), "m", 3, Duration.ofMillis(100), Clock.system());

            Seen seen = new Seen().cases(1);
            took.claimNoneLost(seen);
            assertFalse(seen.holds(), seen.text());
            assertTrue(took.times().count() > 0, took::toString);
        }
    }

    @Test
    void aServerThatAnswersNobodyHasLostWhatNobodyGot() throws Exception {
        try (FaultyUpstream server = FaultyUpstream.refusing()) {
            Traffic.Took took = Traffic.of(server.port(), "m", 1, Duration.ofMillis(10), Clock.system());

            Seen seen = new Seen().cases(1);
            took.requireNoneLost(seen);
            assertFalse(seen.holds(), seen.text());
        }
    }

    @Test
    void aServerThatIsSlowerWhileDisturbedIsFoundOut() throws Exception {
        try (FaultyUpstream server = FaultyUpstream.start()) {
            Bystanders bystanders = new Bystanders(server.port(), Duration.ofMillis(100), Clock.system());
            server.always(received -> Asked.read(received, "a", 1, 1).whole());
            bystanders.undisturbed();
            server.always(received ->
                    Asked.read(received, "a", 1, 1).whole().pause(Point.beforeHead(), Duration.ofSeconds(1)));
            bystanders.disturbed();

            Seen seen = new Seen().cases(1);
            bystanders.claimNoSlower(seen);
            assertFalse(seen.holds(), seen.text());
        }
    }

    @Test
    void aServerThatAppliesNothingOrEverythingIsFoundOut() throws Exception {
        try (FaultyUpstream server = FaultyUpstream.start().always(Completions.models("auto", "broken"))) {
            Seen nothing = new Seen().cases(1);
            LoadModes.requireInForce(server.port(), "auto", Duration.ZERO, nothing);
            assertTrue(nothing.holds(), nothing.text());
            LoadModes.requireInForce(server.port(), "new", Duration.ofMillis(100), nothing);
            assertEquals("BAD: new is not in force", nothing.text());

            Seen everything = new Seen().cases(1);
            LoadModes.requireNotInForce(server.port(), "new", everything);
            assertTrue(everything.holds(), everything.text());
            LoadModes.requireNotInForce(server.port(), "broken", everything);
            assertEquals("BAD: broken is in force", everything.text());
        }
    }

    @Test
    void aHeapThatFillsIsFoundOut() throws Exception {
        Vitals own = new Vitals(ProcessHandle.current());
        Memory before = Memory.of(own);
        byte[] held = new byte[100 << 20];

        Seen seen = new Seen().cases(1);
        before.claimLittleMore("held:", own, seen);
        Reference.reachabilityFence(held);

        assertFalse(seen.holds(), seen.text());
        assertTrue(seen.text().matches("BAD: held: .* live heap \\+\\d{2,3} MiB"), seen.text());
    }

    @Test
    void whatWaitsInBuffersOfTheKernelIsCounted() throws Exception {
        try (FaultyUpstream server = FaultyUpstream.start(Completions.chat("x".repeat(10_000)));
                Visitor visitor = Visitor.to(server.port())) {
            visitor.get("/v1/models");
            server.take();
            int sent = Completions.chat("x".repeat(10_000)).wire().length;
            while (server.connection(1).sent() < sent) {
                Thread.onSpinWait();
            }

            assertEquals(sent, Sockets.now().onTheWayFrom(server.port()));
            assertEquals(200, visitor.answer().status());
            assertEquals(0, Sockets.now().onTheWayFrom(server.port()));
        }
    }

    @Test
    void attemptsToConnectAreCounted() throws Exception {
        try (Lane lane = new Lane("a")) {
            long before = Sockets.connectingTo(lane.fullPort());
            Thread.ofVirtual().start(() -> connect(lane.fullPort()));
            while (Sockets.connectingTo(lane.fullPort()) == before) {
                Thread.onSpinWait();
            }
            assertEquals(before + 1, Sockets.connectingTo(lane.fullPort()));
        }
    }

    private static void connect(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } catch (IOException e) {
            // It never was connected.
        }
    }

    /** Passes the bytes of each client's first write on to the upstream, the model's prefix aside. */
    private static final class NaiveProxy implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int upstream;
        private final boolean leaves;

        /** @param leaves whether it leaves the upstream when its client has left */
        NaiveProxy(int upstream, boolean leaves) throws IOException {
            this.upstream = upstream;
            this.leaves = leaves;
            Thread.ofVirtual().start(this::acceptAll);
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }

        private void acceptAll() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Thread.ofVirtual().start(() -> pass(client));
                }
            } catch (IOException e) {
                // It was closed.
            }
        }

        private void pass(Socket client) {
            try (client;
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
                InputStream in = client.getInputStream();
                byte[] bytes = new byte[1 << 16];
                StringBuilder request = new StringBuilder();
                while (!request.toString().endsWith("}")) {
                    request.append(new String(bytes, 0, in.read(bytes), StandardCharsets.ISO_8859_1));
                }
                String body = request.substring(request.indexOf("\r\n\r\n") + 4).replace("a/", "");
                OutputStream out = server.getOutputStream();
                out.write(("POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
                if (leaves) {
                    in.transferTo(OutputStream.nullOutputStream());
                } else {
                    server.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                // A client that resets has left.
            }
        }
    }
}

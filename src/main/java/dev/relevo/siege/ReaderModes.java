package dev.relevo.siege;

import dev.relevo.faulty.Connection;
import dev.relevo.siege.Mode.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Clients that ask for much and take nothing of it. */
final class ReaderModes {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final int RECEIVE_BUFFER = 4096;
    private static final long MOST_HELD = 64 << 10;
    private static final long MOST_IN_KERNEL = 256 << 10;
    /** So that what is loaded and made once counts for none. */
    private static final int FIRST = 10;

    private static final int LOOKS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int STILL = 5;

    /** Besides the answer: two connections with a buffer for what they read next, a stack, what was asked, timers. */
    private static final long REST_OF_A_REQUEST = 64 << 10;

    private static final Fort.Plan PLAN = Fort.Plan.quiet("drain-grace: 1s, write-stall: 10s")
            .with("  flowing: {targets: [a/endless], hold-limit: 16KiB}\n", 1)
            .touched();

    static final List<Mode> ALL = List.of(
            new Mode(
                    "slow-reader-stream",
                    "clients take nothing of an endless stream",
                    "<= 64 KiB held of each; cut after 10 s; others p99 <= 2 x",
                    stalled("a/endless", true)),
            new Mode(
                    "slow-reader-plain",
                    "clients take nothing of an endless answer",
                    "<= 64 KiB held of each; cut after 10 s; others p99 <= 2 x",
                    stalled("flowing", false)));

    private ReaderModes() {}

    private static Trial stalled(String model, boolean stream) {
        return ground -> {
            Fort fort = ground.fort(PLAN);
            int count = ground.many(200, 150);
            Bystanders bystanders =
                    new Bystanders(fort.port(), Duration.ofMillis(ground.many(2000, 700)), ground.clock());
            bystanders.undisturbed();
            Provider provider = fort.lanes().getFirst().provider();
            try (Crowd first = Crowd.of(FIRST, () -> Visitor.narrow(fort.port(), RECEIVE_BUFFER))) {
                first.each(visitor -> visitor.ask(model, stream, 1));
                awaitStill(provider);
            }
            long sentBefore = provider.sent();
            long heapBefore = fort.vitals().liveHeap();
            Seen seen = new Seen().cases(count);
            try (Crowd crowd = Crowd.of(count, () -> Visitor.narrow(fort.port(), RECEIVE_BUFFER))) {
                crowd.each(visitor -> visitor.ask(model, stream, 1));
                awaitStill(provider);
                claimLittleHeld(fort, sentBefore, count, seen);
                long heap = (fort.vitals().liveHeap() - heapBefore) / count;
                seen.require(provider.server().openConnections() >= count, "some were cut before their time");
                bystanders.disturbed();
                seen.claim(heap <= MOST_HELD + REST_OF_A_REQUEST, "heap " + kibibytes(heap) + " each");
                claimCut(provider, crowd, seen);
            }
            bystanders.undisturbed();
            bystanders.claimNoSlower(seen);
            return seen;
        };
    }

    /** Returns when the provider has not got rid of anything for a while. */
    private static void awaitStill(Provider provider) throws InterruptedException {
        long sent = -1;
        int still = 0;
        for (int look = 0; look < LOOKS && still < STILL; look++) {
            long now = provider.sent();
            still = now == sent ? still + 1 : 0;
            sent = now;
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** What the provider got rid of is in a kernel's buffer, or else the process holds it. */
    private static void claimLittleHeld(Fort fort, long sentBefore, int count, Seen seen) throws IOException {
        long sent = fort.lanes().getFirst().provider().sent() - sentBefore;
        Sockets sockets = Sockets.now();
        int providerPort = fort.lanes().getFirst().provider().url().getPort();
        long onTheWay = sockets.onTheWayFrom(providerPort) + sockets.onTheWayFrom(fort.port());
        long held = Math.max(0, sent - onTheWay) / count;
        long unread = sockets.unreadFrom(providerPort) / count;
        seen.claim(held <= MOST_HELD, kibibytes(held) + " held of each");
        seen.claim(unread <= MOST_IN_KERNEL, kibibytes(unread) + " in its kernel");
        seen.note("of " + kibibytes(sent / count) + " sent");
    }

    private static void claimCut(Provider provider, Crowd crowd, Seen seen) throws IOException, InterruptedException {
        for (Connection connection : provider.server().connections()) {
            connection.awaitClosingByClient(STALL.multipliedBy(2));
        }
        long kept = crowd.ends(Duration.ofSeconds(5)).stream()
                .filter(end -> !end.ended())
                .count();
        seen.claim(kept == 0, kept + " kept");
    }

    private static String kibibytes(long bytes) {
        return (bytes >> 10) + " KiB";
    }
}

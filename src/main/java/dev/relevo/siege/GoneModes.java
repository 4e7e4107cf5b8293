package dev.relevo.siege;

import dev.relevo.siege.Mode.Trial;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that leave before they have their answer. */
final class GoneModes {
    private static final String DONE = "client leaves ";
    private static final String EXPECTED = "upstream closed, p99 (quick: p50) <= 250 ms; nothing kept";
    private static final int LANES = 8;

    /** On each lane both numbers have every way to leave, with streams and plain answers. */
    private static final int CASES = 24 * LANES;

    private static final int CASES_IN_QUICK = 6 * LANES;

    /** Fewer than there are cases, so that places which are not given back are missed. */
    private static final int PLACES = 40;

    private static final Fort.Plan PLAN = new Fort.Plan(
            "drain-grace: 1s, max-requests: " + PLACES + ", max-streams: " + PLACES,
            "  waiting: {targets: [p/limited], max-wait: 5m}\n",
            LANES,
            List.of());
    private static final String WELL = "{\"status\":\"ok\"";
    private static final int LOOKS = 50;
    private static final Duration WARMTH = Duration.ofMillis(300);
    private static final Duration WAITING = Duration.ofMillis(200);

    static final List<Mode> ALL = List.of(
            mode("gone-connecting", "while connecting upstream", Phase.CONNECTING),
            mode("gone-in-handshake", "in upstream's TLS handshake", Phase.HANDSHAKE),
            mode("gone-awaiting-headers", "before the answer's head", Phase.HEADERS),
            mode("gone-before-content", "before the first content", Phase.CONTENT),
            mode("gone-mid-stream", "in the midst of a stream", Phase.STREAM),
            mode("gone-plain", "in the midst of a plain answer", Phase.PLAIN),
            new Mode(
                    "gone-waiting",
                    DONE + "while its request waits",
                    "given up, p99 (quick: p50) <= 250 ms; nobody asked",
                    GoneModes::waiting));

    private GoneModes() {}

    private static Mode mode(String name, String when, Phase phase) {
        return new Mode(name, DONE + when, EXPECTED, gone(phase));
    }

    private static Trial gone(Phase phase) {
        return ground -> {
            Fort fort = ground.fort(PLAN);
            warm(fort, phase, ground);
            Departed departed = ground.departed(PLAN).forget();
            Holdings before = Holdings.of(fort);

            Seen seen = new Departures(fort.port(), fort.lanes(), ground.clock())
                    .leave(phase, ground.many(CASES, CASES_IN_QUICK), ground.seed());

            departed.claimAll(seen);
            claimNothingKept(fort, before, seen, ground.clock());
            return seen;
        };
    }

    private static void warm(Fort fort, Phase phase, Ground ground) throws IOException, InterruptedException {
        Departed departed = ground.departed(PLAN).forget();
        Traffic.of(fort.port(), "auto", 3, WARMTH, ground.clock());
        departed.claimAll(
                new Departures(fort.port(), fort.lanes(), ground.clock()).leave(phase, 2 * LANES, ground.seed()));
    }

    private static void claimNothingKept(Fort fort, Holdings before, Seen seen, Clock clock)
            throws IOException, InterruptedException {
        long open = fort.lanes().stream().mapToLong(Lane::openConnections).sum();
        seen.require(open == 0, open + " upstream connections are open");
        Traffic.of(fort.port(), "auto", 3, WARMTH, clock).requireNoneLost(seen);
        before.claimBack(fort, seen);
        String health = fort.health().body();
        seen.require(health.startsWith(WELL), "somebody is blamed: " + health);
    }

    /** Leaves when the limit is known. */
    private static void learnLimit(Fort fort) throws IOException, InterruptedException {
        try (Visitor visitor = fort.visitor()) {
            visitor.ask("waiting", true, 1);
            for (int look = 0; look < LOOKS && fort.health().body().startsWith(WELL); look++) {
                Thread.sleep(WAITING);
            }
        }
    }

    /** Nothing but its log tells when it was given up. */
    private static Seen waiting(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(PLAN);
        Departed departed = ground.departed(PLAN).forget();
        int count = ground.many(30, 6);
        List<Long> nanos = new ArrayList<>();
        learnLimit(fort);
        departed.next();
        int calls = fort.provider().calls();
        for (int i = 0; i < count; i++) {
            try (Visitor visitor = fort.visitor()) {
                visitor.ask("waiting", i % 2 == 0, 1);
                Thread.sleep(WAITING);
                long left = ground.clock().nanos();
                visitor.leave(Departures.WAYS.get(i % Departures.WAYS.size()));
                nanos.add(departed.next() - left);
            }
        }
        Times times = Times.of(nanos);
        int forNobody = fort.provider().calls() - calls;
        return new Seen()
                .cases(count)
                .claim(times.typical() <= Departures.LONGEST_MILLIS, "given up after " + times)
                .require(forNobody == 0, forNobody + " calls for nobody");
    }
}

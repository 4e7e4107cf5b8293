package dev.relevo.siege;

import dev.relevo.siege.Crowd.Act;
import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Clients that send too slowly. */
final class SlowModes {
    private static final Fort.Plan PLAN = Fort.Plan.quiet("drain-grace: 1s, header-timeout: 2s");
    private static final Fort.Plan USUAL = Fort.Plan.quiet("drain-grace: 1s");
    private static final Duration DRIP = Duration.ofMillis(100);
    private static final int DRIPS = 300;

    static final List<Mode> ALL = List.of(
            new Mode(
                            "slow-head",
                            "a byte of the head each 100 ms",
                            "408 and closed when header-timeout (2 s) is over",
                            SlowModes::slowHead)
                    .waiting(),
            new Mode(
                            "slow-body",
                            "10 bytes of the body each 100 ms",
                            "408 and closed soon after 10 s",
                            SlowModes::slowBody)
                    .waiting(),
            new Mode(
                    "slowloris",
                    "connections whose heads never end",
                    "others' p99 <= 2 x, none of them refused",
                    SlowModes::slowloris));

    private SlowModes() {}

    private static Seen slowHead(Ground ground) throws IOException, InterruptedException {
        String start = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
        return dripped(ground, PLAN, start, "x", Duration.ofMillis(1800), Duration.ofSeconds(4));
    }

    private static Seen slowBody(Ground ground) throws IOException, InterruptedException {
        String start = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
        return dripped(ground, USUAL, start, "          ", Duration.ofSeconds(9), Duration.ofSeconds(13));
    }

    private static Seen dripped(
            Ground ground, Fort.Plan plan, String start, String drop, Duration earliest, Duration latest)
            throws IOException, InterruptedException {
        Fort fort = ground.fort(plan);
        int count = ground.many(100, 30);
        Seen seen = new Seen().cases(count);
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            List<Long> nanos = crowd.each(timed(ground, visitor -> drip(visitor.send(start), drop, seen)));
            Times times = Times.of(nanos);
            seen.claim(
                    times.percentile(0) >= earliest.toMillis() && times.max() <= latest.toMillis(),
                    "closed after " + times);
        }
        int calls = fort.provider().calls();
        seen.require(calls == 0, calls + " calls of the provider");
        return seen;
    }

    private static Act<Visitor, Long> timed(Ground ground, Act<Visitor, Boolean> act) {
        return visitor -> {
            long started = ground.clock().nanos();
            act.by(visitor);
            return ground.clock().nanos() - started;
        };
    }

    private static boolean drip(Visitor visitor, String drop, Seen seen) throws IOException {
        Ended ended = visitor.untilEnd(DRIP);
        for (int i = 0; i < DRIPS && !ended.ended() && ended.text().isEmpty() && visitor.sends(drop); i++) {
            ended = visitor.untilEnd(DRIP);
        }
        boolean refused = ended.ended() && ended.status() == 408;
        seen.require(refused, "not 408 and closed: " + ended);
        return refused;
    }

    private static Seen slowloris(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(USUAL);
        int count = ground.many(2000, 500);
        Bystanders bystanders = new Bystanders(fort.port(), Duration.ofMillis(ground.many(4000, 1000)), ground.clock());
        Traffic.of(fort.port(), "auto", 6, Duration.ofSeconds(1), ground.clock());
        bystanders.undisturbed();
        int before = fort.vitals().descriptors();
        Seen seen = new Seen().cases(count);
        try (Slowloris slowloris = Slowloris.of(count, fort.port())) {
            bystanders.disturbed();
            int held = fort.vitals().descriptors() - before;
            seen.claim(held >= count * 9 / 10, held + " held");
            seen.require(slowloris.refused() == 0, slowloris.refused() + " of them refused");
        }
        bystanders.undisturbed();
        bystanders.claimNoSlower(seen);
        return seen;
    }
}

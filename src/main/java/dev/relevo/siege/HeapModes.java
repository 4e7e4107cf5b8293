package dev.relevo.siege;

import dev.relevo.chaos.Client;
import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Crowds that would fill the heap if what they leave in it were not counted. */
final class HeapModes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONG_HEAD = 60_000;
    private static final int MANY_FIELDS = 10_000;
    private static final int RECEIVE_BUFFER = 4096;

    /** Buffers, a stack, the parser: what a connection takes that has sent nothing yet. */
    private static final long MOST_IDLE = 24 << 10;

    private static final long MIB = 1 << 20;

    /** More fits into a heap of 128 MiB than answers and bodies may take of it. */
    private static final long MOST_LIVE = 112 * MIB;

    private static final Fort.Plan PLAN = Fort.Plan.quiet("drain-grace: 1s").touched();

    private static final Fort.Plan SMALL = Fort.Plan.quiet("drain-grace: 1s")
            .with("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError");

    static final List<Mode> ALL = List.of(
            new Mode(
                    "long-heads-idle",
                    "connections send a head of 60 KB each and then wait",
                    "200; <= 24 KiB of heap each",
                    HeapModes::idle),
            new Mode(
                    "many-fields",
                    "heads of 10,000 empty fields before requests that would wait",
                    "431 and closed; the provider is not asked",
                    HeapModes::fields),
            new Mode(
                    "answers-unread",
                    "-Xmx128m, and 300 plain answers of 1 MB that nobody reads",
                    "serves on; <= 112 MiB of heap",
                    ground -> filled(ground, ground.many(300, 150), HeapModes::askLarge)),
            new Mode(
                    "bodies-waiting",
                    "-Xmx128m, and 300 bodies of 1 MB for a provider that is silent",
                    "503 or waits; serves on; <= 112 MiB of heap",
                    ground -> filled(ground, ground.many(300, 150), HeapModes::postLarge)));

    private HeapModes() {}

    private static Seen idle(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(PLAN);
        int count = ground.many(2000, 500);
        Seen seen = new Seen().cases(count);
        long before = fort.vitals().liveHeap();
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            String field = "X-Long: " + "x".repeat(LONG_HEAD);
            List<Integer> statuses = crowd.each(
                    visitor -> visitor.get("/health/live", field).answer().status());
            seen.require(statuses.stream().allMatch(status -> status == 200), "not all were answered 200");
            long each = (fort.vitals().liveHeap() - before) / count;
            seen.claim(each <= MOST_IDLE, "heap " + (each >> 10) + " KiB each");
        }
        return seen;
    }

    private static Seen fields(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(PLAN);
        int count = ground.many(300, 100);
        int calls = fort.provider().calls();
        Seen seen = new Seen().cases(count);
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            crowd.each(visitor -> visitor.sends(Requests.POST + "X:\r\n".repeat(MANY_FIELDS) + "\r\n"));
            List<Ended> ends = crowd.ends(PATIENCE);
            long refused = ends.stream()
                    .filter(end -> end.ended() && end.status() == 431)
                    .count();
            seen.claim(refused == count, count - refused + " not refused");
        }
        seen.claim(fort.provider().calls() == calls, "the provider was not asked");
        return seen;
    }

    private static Seen filled(Ground ground, int count, Crowd.Act<Visitor, Boolean> act)
            throws IOException, InterruptedException {
        Seen seen = new Seen().cases(count);
        try (Fort fort = ground.alone(SMALL)) {
            try (Crowd crowd = Crowd.of(count, () -> Visitor.narrow(fort.port(), RECEIVE_BUFFER))) {
                crowd.each(act);
                Traffic.of(fort.port(), "auto", 3, PATIENCE.dividedBy(5), ground.clock());
                long live = fort.vitals().liveHeap() / MIB;
                seen.claim(live <= MOST_LIVE / MIB, live + " MiB live");
            }
            Traffic.of(fort.port(), "auto", 3, Duration.ofMillis(300), ground.clock())
                    .claimNoneLost(seen);
        }
        return seen;
    }

    private static boolean askLarge(Visitor visitor) throws IOException {
        visitor.ask("p/" + Provider.LARGE, false, 1);
        return true;
    }

    /** Who is refused meanwhile need not have sent all of it. */
    private static boolean postLarge(Visitor visitor) {
        String body = Client.question("p/" + Provider.SILENT, false, "1") + " ".repeat((int) MIB);
        return visitor.sends(Requests.POST + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }
}

package dev.relevo.siege;

import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Clients that send without end. */
final class FloodModes {
    private static final int PIECE = 16 << 10;

    /** So much of each no limit forbids yet. */
    private static final int WITHIN_LIMITS = 3;

    /** And so much is more than any. */
    private static final int PIECES = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    private static final Fort.Plan PLAN = Fort.Plan.quiet("drain-grace: 1s, max-body: 256KiB, max-in-flight: 64MiB")
            .touched();

    /** What these make is garbage soon, and fills whatever heap there is. */
    private static final Fort.Plan SMALL = Fort.Plan.quiet(
                    "drain-grace: 1s, max-body: 256KiB, max-in-flight: 64MiB, write-stall: 3s")
            .with("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");

    private static final Set<Integer> REFUSALS = Set.of(0, 400, 408, 413, 414, 431);

    static final List<Mode> ALL = List.of(
            flood("endless-chunk-size", "a chunk's size line never ends", CHUNKED + "1;", "x".repeat(PIECE)),
            flood("endless-header", "a header field never ends", POST + "X-Long: ", "x".repeat(PIECE)),
            flood("endless-headers", "a head never ends", POST, "X-More: x\r\n".repeat(PIECE / 11)),
            flood("endless-target", "a request line never ends", "GET /", "x".repeat(PIECE)),
            flood("endless-chunks", "chunks never end", CHUNKED, chunk(" ".repeat(PIECE))),
            new Mode(
                    "endless-tiny-chunks",
                    "chunks of one byte never end",
                    "refused and closed; a heap of 128 MiB suffices",
                    ground -> flood(ground, SMALL, CHUNKED, chunk(" ").repeat(PIECE / 6), REFUSALS)),
            new Mode(
                            "endless-pipeline",
                            "requests never end, answers are not read",
                            "cut after 3 s; a heap of 128 MiB suffices",
                            ground -> flood(ground, SMALL, "", pipelined(), Set.of(200)))
                    .waiting());

    private FloodModes() {}

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static String pipelined() {
        return "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(PIECE / 46);
    }

    private static Mode flood(String name, String done, String start, String piece) {
        return new Mode(
                name,
                done,
                "refused, closed; memory, live heap grow by < 50 MB",
                ground -> flood(ground, PLAN, start, piece, REFUSALS));
    }

    private static Seen flood(Ground ground, Fort.Plan plan, String start, String piece, Set<Integer> statuses)
            throws IOException, InterruptedException {
        Fort fort = ground.fort(plan);
        int count = 100;
        Seen seen = new Seen().cases(count);
        Traffic.of(fort.port(), "auto", 3, Duration.ofMillis(300), ground.clock());
        Memory before = Memory.of(fort.vitals());
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            crowd.each(visitor -> pour(visitor.send(start), piece, WITHIN_LIMITS));
            before.claimLittleMore("holding 48 KiB of each:", fort.vitals(), seen);
            List<Long> took = crowd.each(visitor -> pour(visitor, piece, PIECES));
            before.claimLittleMore("then", fort.vitals(), seen);
            seen.note("took " + (took.stream().mapToLong(Long::longValue).max().orElse(0) >> 10) + " KiB of one");
            for (Ended ended : crowd.ends(PATIENCE)) {
                seen.require(ended.ended(), "not closed: status " + ended.status());
                seen.require(statuses.contains(ended.status()), "status " + ended.status());
            }
        }
        Traffic.of(fort.port(), "auto", 3, Duration.ofMillis(300), ground.clock())
                .claimNoneLost(seen);
        return seen;
    }

    /** Sends for as long as it is taken; so many bytes were. */
    private static long pour(Visitor visitor, String piece, int pieces) {
        long sent = 0;
        for (int i = 0; i < pieces && visitor.sends(piece); i++) {
            sent += piece.length();
        }
        return sent;
    }
}

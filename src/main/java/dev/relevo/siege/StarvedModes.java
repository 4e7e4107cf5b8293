package dev.relevo.siege;

import dev.relevo.chaos.Client;
import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A machine that has too little of something. */
final class StarvedModes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STARVED = Duration.ofSeconds(3);
    private static final int MOST_CPU_PERCENT = 20;

    /** Of a JVM that has ended for want of memory (ExitOnOutOfMemoryError). */
    private static final int OUT_OF_MEMORY = 3;

    /** Lines of the log; more than its queue takes. */
    private static final int MORE_THAN_WAIT = 18_000;

    private static final int ASKING = 6;
    private static final String STATE_LOST = "are not kept over a restart";
    private static final String STATE_KEPT = "can be written again";
    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
    private static final String QUESTION = Client.question("p/well", false, "1");
    private static final String BODY = QUESTION + " ".repeat(1 << 20);

    static final List<Mode> ALL = List.of(
            new Mode(
                    "few-descriptors",
                    "ulimit -n 128, and a burst of connections",
                    "sheds; no spin (CPU < 20 %); serves afterwards",
                    StarvedModes::descriptors),
            new Mode(
                            "tiny-heap",
                            "-Xmx32m, and bodies of 1 MiB from all sides",
                            "200 or 503, or exit 3; never hangs; serves afterwards",
                            StarvedModes::heap)
                    .waiting(),
            new Mode(
                            "blocked-output",
                            "nobody reads its output",
                            "no request lost; dropped lines are counted",
                            StarvedModes::output)
                    .waiting(),
            new Mode(
                            "full-disk",
                            "no file can be written for a while",
                            "none lost; told; all is kept when there is room again",
                            StarvedModes::disk)
                    .waiting());

    private StarvedModes() {}

    /** Besides what the JVM keeps open so few are enough for one client, with a connection to a provider. */
    private static Seen descriptors(Ground ground) throws IOException, InterruptedException {
        int count = ground.many(600, 200);
        Seen seen = new Seen().cases(count);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128; exec \"$@\"", "sh"));
        command.addAll(ground.command());
        try (Fort fort = Fort.open(command, Fort.Plan.quiet("drain-grace: 1s"))) {
            try (Crowd crowd = Crowd.of(count, fort::visitor)) {
                Duration before = fort.vitals().computed();
                String request = POST + QUESTION.length() + "\r\n\r\n" + QUESTION;
                crowd.each(visitor -> visitor.sends(request));
                List<Ended> ends = crowd.ends(STARVED);
                Duration computed = fort.vitals().computed().minus(before);
                long served = ends.stream().filter(end -> end.status() == 200).count();
                long shed = ends.stream()
                        .filter(end -> end.ended() && (end.status() == 503 || end.status() == 0))
                        .count();
                seen.claim(served > 0 && shed > 0, served + " served, " + shed + " shed");
                seen.note(computed.toMillis() + " ms of CPU for that");
                claimNoSpin(fort, seen);
            }
            claimServed(fort, 1, ground, seen);
        }
        return seen;
    }

    /** While those who have a connection do nothing. */
    private static void claimNoSpin(Fort fort, Seen seen) throws InterruptedException {
        Duration before = fort.vitals().computed();
        Thread.sleep(STARVED);
        long percent = fort.vitals().computed().minus(before).toMillis() * 100 / STARVED.toMillis();
        seen.claim(percent < MOST_CPU_PERCENT, "then " + percent + " % CPU");
    }

    private static Seen heap(Ground ground) throws IOException, InterruptedException {
        int count = ground.many(200, 60);
        Seen seen = new Seen().cases(count);
        Fort.Plan plan = Fort.Plan.quiet("drain-grace: 1s").with("-Xms16m", "-Xmx32m", "-XX:+ExitOnOutOfMemoryError");
        try (Fort fort = ground.alone(plan)) {
            List<Integer> statuses = new ArrayList<>();
            for (Ended ended : Crowd.all(Collections.nCopies(count, fort.port()), StarvedModes::postedWhole)) {
                seen.require(ended.ended(), "one hangs: " + ended);
                statuses.add(ended.status());
            }
            long served = statuses.stream().filter(status -> status == 200).count();
            long shed = statuses.stream().filter(status -> status == 503).count();
            @Nullable Integer exit = fort.subject().exit(Duration.ZERO);
            seen.note(served + " served, " + shed + " shed, " + (count - served - shed) + " closed");
            seen.claim(exit == null || exit == OUT_OF_MEMORY, exit == null ? "lives" : "exit " + exit);
            if (exit == null) {
                seen.require(served + shed == count, "some got no answer");
                claimServed(fort, 3, ground, seen);
            }
        }
        return seen;
    }

    /** What came before a connection was closed can still be read; there may be nobody any more to connect to. */
    private static Ended postedWhole(int port) {
        try (Visitor visitor = Visitor.to(port)) {
            visitor.sends(POST + BODY.length() + "\r\nConnection: close\r\n\r\n" + BODY);
            return visitor.untilEnd(PATIENCE);
        } catch (IOException e) {
            return new Ended(true, "");
        }
    }

    private static Seen output(Ground ground) throws IOException, InterruptedException {
        Seen seen = new Seen().cases(MORE_THAN_WAIT);
        CountDownLatch readAgain = new CountDownLatch(1);
        CountDownLatch counted = new CountDownLatch(1);
        AtomicBoolean blocked = new AtomicBoolean();
        Fort.Plan plan = new Fort.Plan("drain-grace: 1s", "", 0, List.of());
        try (Fort fort = Fort.open(ground.command(), plan, line -> {
            if (blocked.get()) {
                await(readAgain);
            }
            if (line.contains("dropped")) {
                counted.countDown();
            }
        })) {
            blocked.set(true);
            try (Crowd crowd = Crowd.of(ASKING, fort::visitor)) {
                long served = crowd.each(StarvedModes::servedOfItsShare).stream()
                        .mapToLong(Long::longValue)
                        .sum();
                seen.claim(served == MORE_THAN_WAIT, MORE_THAN_WAIT - served + " of " + MORE_THAN_WAIT + " lost");
                claimServed(fort, 3, ground, seen);
            } finally {
                readAgain.countDown();
            }
            seen.claim(counted.await(5, TimeUnit.SECONDS), "dropped lines are told");
        }
        return seen;
    }

    private static long servedOfItsShare(Visitor visitor) throws IOException {
        long served = 0;
        for (int i = 0; i < MORE_THAN_WAIT / ASKING; i++) {
            served += visitor.get("/v1/models").answer().status() == 200 ? 1 : 0;
        }
        return served;
    }

    private static Seen disk(Ground ground) throws IOException, InterruptedException {
        Seen seen = new Seen();
        CountDownLatch full = new CountDownLatch(1);
        CountDownLatch room = new CountDownLatch(1);
        Fort.Plan plan = new Fort.Plan("log-level: warn, drain-grace: 1s", "", 0, List.of());
        try (Fort fort = ground.alone(plan, line -> {
                    if (line.contains(STATE_LOST)) {
                        full.countDown();
                    } else if (line.contains(STATE_KEPT)) {
                        room.countDown();
                    }
                });
                Traffic traffic = Traffic.begin(fort.port(), "auto", ASKING, Duration.ofMillis(10), ground.clock())) {
            limitFiles(fort, "0:");
            seen.require(limited(fort.port()) == 429, "the limit is not told");
            seen.claim(full.await(10, TimeUnit.SECONDS), "a full disk is told");
            traffic.awaitAsked(ground.many(3000, 400));
            seen.require(fort.health().status() == 200, "no health meanwhile");
            limitFiles(fort, "unlimited:");
            seen.claim(room.await(30, TimeUnit.SECONDS), "its end, too");
            Thread.sleep(STARVED);
            Traffic.Took took = traffic.end();
            seen.cases(took.asked());
            took.claimNoneLost(seen);
            claimKept(fort, ground, seen);
        }
        return seen;
    }

    /** The largest file that it may write from now on: of a soft and a hard limit the first. */
    private static void limitFiles(Fort fort, String limit) throws IOException, InterruptedException {
        String pid = Long.toString(fort.subject().process().pid());
        Process tool = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + limit).start();
        if (tool.waitFor() != 0) {
            throw new IOException("prlimit: exit " + tool.exitValue());
        }
    }

    /** What it came to know while nothing could be written. */
    private static void claimKept(Fort fort, Ground ground, Seen seen) throws IOException, InterruptedException {
        fort.subject().process().destroyForcibly();
        fort.subject().exit(PATIENCE);
        try (var again = fort.subject().again(ground.command())) {
            boolean kept = limited(again.port()) == 429 && fort.provider().limited() == 1;
            seen.claim(kept, "a cooldown of that time kept over kill -9");
        }
    }

    private static int limited(int port) throws IOException {
        try (Visitor visitor = Visitor.to(port)) {
            return visitor.ask("p/limited", false, 1).answer().status();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void claimServed(Fort fort, int clients, Ground ground, Seen seen)
            throws InterruptedException, IOException {
        seen.require(fort.health().status() == 200, "no health afterwards");
        Traffic.of(fort.port(), "auto", clients, Duration.ofMillis(500), ground.clock())
                .claimNoneLost(seen);
    }
}

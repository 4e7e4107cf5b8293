package dev.relevo.siege;

import dev.relevo.chaos.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of the process and of its configuration while clients ask. */
final class LoadModes {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_RELOADS = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int CLIENTS = 9;
    private static final String LIMITED = "  limited: [p/limited]\n";
    private static final String REFUSED = "what was read before stays in force";
    private static final Pattern RESTARTED = Pattern.compile("process (\\d+) serves;");

    static final List<Mode> ALL = List.of(
            new Mode("restart", "relevo restart again and again under load", "no request lost", LoadModes::restarted)
                    .waiting(),
            new Mode(
                            "reload",
                            "a reload each second under load, half of them broken",
                            "none lost; good ones apply, broken not; rests stay",
                            LoadModes::reloaded)
                    .waiting());

    private LoadModes() {}

    private static Seen restarted(Ground ground) throws IOException, InterruptedException {
        int count = ground.many(10, 1);
        Seen seen = new Seen().cases(count);
        long last = -1;
        try (Fort fort = ground.alone(Fort.Plan.quiet("drain-grace: 20s"));
                Traffic traffic = begin(fort, ground)) {
            try {
                for (int i = 0; i < count; i++) {
                    traffic.awaitAsked((i + 1) * ground.many(500, 100));
                    last = restart(ground, fort.subject());
                }
                traffic.end().claimNoneLost(seen);
            } finally {
                ProcessHandle.of(last).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        return seen;
    }

    /** The new process. */
    private static long restart(Ground ground, Subject subject) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(ground.command());
        line.addAll(
                List.of("restart", "--config", subject.file().toString(), "--port", Integer.toString(subject.port())));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher restarted = RESTARTED.matcher(said);
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || !restarted.find()) {
            throw new AssertionError("no restart: " + said);
        }
        return Long.parseLong(restarted.group(1));
    }

    private static Seen reloaded(Ground ground) throws IOException, InterruptedException {
        Seen seen = new Seen();
        Fort.Plan plan = new Fort.Plan("log-level: error, drain-grace: 1s", LIMITED, 0, List.of());
        Semaphore refused = new Semaphore(0);
        try (Fort fort = ground.alone(plan, line -> refused.release(line.contains(REFUSED) ? 1 : 0))) {
            seen.require(limited(fort) == 429, "the limit is not told");
            int reloads = ground.many(20, 4);
            try (Traffic traffic = begin(fort, ground)) {
                for (int i = 0; i < reloads; i += 2) {
                    reload(fort, plan.server(), models(i));
                    requireInForce(fort.port(), alias(i), PATIENCE, seen);
                    Thread.sleep(BETWEEN_RELOADS);
                    reload(fort, plan.server(), models(i + 1) + "  broken: [nobody/m");
                    seen.require(awaitOne(refused), "a broken file is not told");
                    requireNotInForce(fort.port(), alias(i + 1), seen);
                    requireInForce(fort.port(), alias(i), Duration.ZERO, seen);
                    Thread.sleep(BETWEEN_RELOADS);
                }
                traffic.awaitAsked(ground.many(10_000, 400));
                Traffic.Took took = traffic.end();
                seen.cases(took.asked());
                took.claimNoneLost(seen);
            }
            seen.claim(
                    limited(fort) == 429 && fort.provider().limited() == 1,
                    "its state kept over " + reloads + " reloads");
        }
        return seen;
    }

    private static String alias(int number) {
        return "new-" + number;
    }

    private static String models(int number) {
        return LIMITED + "  " + alias(number) + ": [p/well]\n";
    }

    private static void reload(Fort fort, String server, String models) throws IOException, InterruptedException {
        fort.subject().configure(server, fort.configuration(models));
        Process kill = new ProcessBuilder(
                        "kill", "-HUP", Long.toString(fort.subject().process().pid()))
                .start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("no signal could be sent");
        }
    }

    private static boolean awaitOne(Semaphore said) throws InterruptedException {
        boolean come = said.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        said.drainPermits();
        return come;
    }

    /** The model comes to be there within that time. */
    static void requireInForce(int port, String alias, Duration within, Seen seen)
            throws IOException, InterruptedException {
        boolean there = isThere(port, alias);
        for (long looks = within.dividedBy(LOOK); !there && looks > 0; looks--) {
            Thread.sleep(LOOK);
            there = isThere(port, alias);
        }
        seen.require(there, alias + " is not in force");
    }

    /** The model is not there. */
    static void requireNotInForce(int port, String alias, Seen seen) throws IOException {
        seen.require(!isThere(port, alias), alias + " is in force");
    }

    private static boolean isThere(int port, String alias) throws IOException {
        try (Visitor visitor = Visitor.to(port)) {
            return visitor.get("/v1/models").answer().body().contains('"' + alias + '"');
        }
    }

    private static int limited(Fort fort) throws IOException {
        try (Visitor visitor = fort.visitor()) {
            return visitor.ask("limited", false, 1).answer().status();
        }
    }

    private static Traffic begin(Fort fort, Ground ground) {
        return Traffic.begin(fort.port(), "auto", CLIENTS, Duration.ofMillis(ground.many(5, 20)), ground.clock());
    }
}

package dev.relevo.siege;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts that must fail, and starts after an end that nobody wanted. */
final class StartModes {
    private static final Duration MOST = Duration.ofSeconds(2);
    /** Requests before the process is killed. */
    private static final int ENOUGH = 50;

    /** Stands in a configuration for a folder of the process's own. */
    private static final String STATE = "STATE";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static final List<Mode> ALL = List.of(
            new Mode(
                    "port-taken",
                    "somebody listens at the address",
                    "exit 1 in 2 s, and a line that says so",
                    StartModes::portTaken),
            new Mode(
                    "bad-config",
                    "a configuration with five mistakes",
                    "exit 1 in 2 s, each told at its place",
                    StartModes::badConfiguration),
            new Mode(
                    "kill-9",
                    "SIGKILL under load, and another start",
                    "no false answer; serves again, cooldowns kept",
                    StartModes::killed));

    private StartModes() {}

    /** How a start ended. */
    private record Failed(int code, String said, Duration took) {}

    private static Seen portTaken(Ground ground) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml =
                    "server: {port: " + taken.getLocalPort() + ", state-dir: " + STATE + "}\nmodels: {auto: [groq]}\n";
            return claims(ground, yaml, List.of("cannot listen on 127.0.0.1:" + taken.getLocalPort()));
        }
    }

    private static Seen badConfiguration(Ground ground) throws IOException, InterruptedException {
        String yaml = "server: {prot: 1, max-body: no}\nmodels:\n  auto: [gorq]\n  other: {strategy: best}\n";
        return claims(ground, yaml, List.of(":1:10 ", ":1:29 ", ":3:10 ", ":4:3 ", ":4:21 "));
    }

    private static Seen claims(Ground ground, String yaml, List<String> told) throws IOException, InterruptedException {
        int count = ground.many(5, 3);
        Seen seen = new Seen().cases(count);
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Failed failed = start(ground, yaml);
            nanos.add(failed.took().toNanos());
            seen.require(failed.code() == 1, "exit " + failed.code());
            seen.require(told.stream().allMatch(failed.said()::contains), "it said: " + failed.said());
        }
        Times times = Times.of(nanos);
        // What else the machine does only adds to them.
        return seen.claim(times.percentile(0) <= MOST.toMillis(), "exit 1 after " + times);
    }

    private static Failed start(Ground ground, String yaml) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("relevo-siege");
        try {
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, yaml.replace(STATE, folder.resolve("state").toString()));
            List<String> line = new ArrayList<>(ground.command());
            line.addAll(List.of("--config", file.toString()));
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().clear();
            long started = ground.clock().nanos();
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Duration took = Duration.ofNanos(ground.clock().nanos() - started);
            process.toHandle().destroyForcibly();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Failed(ended ? process.exitValue() : -1, said, took);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Seen killed(Ground ground) throws IOException, InterruptedException {
        int count = ground.many(5, 1);
        Seen seen = new Seen().cases(count);
        for (int i = 0; i < count; i++) {
            try (Fort fort = ground.alone(Fort.Plan.quiet("drain-grace: 1s"));
                    Traffic traffic = Traffic.begin(fort.port(), "auto", 12, Duration.ofMillis(5), ground.clock())) {
                traffic.awaitAsked(ENOUGH);
                seen.require(limited(fort.port()) == 429, "the limit is not told");
                fort.subject().process().destroyForcibly();
                fort.subject().exit(PATIENCE);
                Thread.sleep(100);
                Traffic.Took took = traffic.end();
                long untrue = took.lost().stream()
                        .filter(lost -> !lost.startsWith("LOST") && !lost.startsWith("request"))
                        .count();
                seen.require(untrue == 0, untrue + " answers look whole: " + took.lost());
                seen.require(took.times().count() > 0, "nothing was served before");
                servedAgain(ground, fort, seen);
            }
        }
        return seen.note("so it was");
    }

    private static void servedAgain(Ground ground, Fort fort, Seen seen) throws IOException, InterruptedException {
        try (var again = fort.subject().again(ground.command())) {
            Traffic.of(again.port(), "auto", 3, Duration.ofMillis(300), ground.clock())
                    .requireNoneLost(seen);
            seen.require(limited(again.port()) == 429, "the limit is not told again");
            seen.require(fort.provider().limited() == 1, "the cooldown is lost");
        }
    }

    private static int limited(int port) throws IOException {
        try (Visitor visitor = Visitor.to(port)) {
            return visitor.ask("p/limited", false, 1).answer().status();
        }
    }
}

package dev.relevo.siege;

import dev.relevo.chaos.Client;
import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** More of everything than Relevo serves at once. */
final class CapModes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final double HEALTH_MILLIS = 100;
    private static final int HEALTH_CHECKS = 9;
    private static final int PLACES = 20;
    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UNSENT = POST + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n";

    static final List<Mode> ALL = List.of(
            new Mode(
                    "many-connections",
                    "20 connections fill all places, many more knock",
                    "503 and closed, or closed; /health in 100 ms",
                    CapModes::connections),
            new Mode(
                    "many-of-an-address",
                    "one address has 20 connections, many more knock",
                    "closed; others are served",
                    CapModes::ofAnAddress),
            new Mode(
                    "many-requests",
                    "20 requests fill all places, many more come",
                    "503, Retry-After, closed, body unread; /health in 100 ms",
                    ground -> crowded(ground, "max-requests: " + PLACES, false)),
            new Mode(
                    "many-streams",
                    "20 streams fill all places, many more come",
                    "503, Retry-After; other requests are served",
                    ground -> crowded(ground, "max-streams: " + PLACES, true)),
            new Mode(
                    "many-bytes",
                    "bodies fill max-in-flight, many more come",
                    "503, Retry-After, closed, body unread; /health in 100 ms",
                    CapModes::bytes));

    private CapModes() {}

    private static Seen connections(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.alone(plan("max-connections: " + PLACES));
        Seen seen = new Seen();
        try (fort;
                Crowd inside = Crowd.of(PLACES, fort::visitor)) {
            seen.require(all(inside, 200), "one within the limit is not served");
            int more = ground.many(300, 60);
            try (Crowd outside = Crowd.of(more, fort::visitor)) {
                outside.each(visitor -> visitor.sends(UNSENT));
                claimHealth(fort, ground, seen);
                long served = outside.ends(PATIENCE).stream()
                        .filter(end -> !end.ended() || (end.status() != 503 && end.status() != 0))
                        .count();
                seen.cases(more).claim(served == 0, served + " of " + more + " not refused");
            }
            seen.require(all(inside, 200), "one within the limit is not served any more");
        }
        return seen;
    }

    private static Seen ofAnAddress(Ground ground) throws IOException, InterruptedException {
        Optional<InetAddress> own = ownAddress();
        if (own.isEmpty()) {
            return new Seen().cases(1).claim(true, "passed over: this machine has no address besides loopback");
        }
        Fort fort = ground.alone(plan("host: 0.0.0.0, allow-anonymous: true, max-connections-per-address: " + PLACES));
        Seen seen = new Seen();
        try (fort;
                Crowd inside = Crowd.of(PLACES, () -> Visitor.to(own.get(), fort.port()))) {
            seen.require(all(inside, 200), "one within the limit is not served");
            int more = ground.many(300, 60);
            try (Crowd outside = Crowd.of(more, () -> Visitor.to(own.get(), fort.port()))) {
                List<Ended> ends = outside.ends(PATIENCE);
                long kept = ends.stream().filter(end -> !end.ended()).count();
                seen.cases(more).claim(kept == 0, kept + " of " + more + " kept");
            }
            Traffic.of(fort.port(), "auto", 3, Duration.ofMillis(300), ground.clock())
                    .claimNoneLost(seen);
            seen.require(all(inside, 200), "one within the limit is not served any more");
        }
        return seen;
    }

    private static Seen crowded(Ground ground, String limit, boolean stream) throws IOException, InterruptedException {
        Fort fort = ground.alone(plan(limit));
        Seen seen = new Seen();
        try (fort) {
            try (Crowd inside = Crowd.of(PLACES, () -> fort.visitor().ask("p/begun", stream, 1))) {
                awaitCalls(fort, PLACES);
                claimRefused(ground, fort, stream ? Provider.WELL : null, seen);
                claimHealth(fort, ground, seen);
                if (stream) {
                    seen.claim(serves(fort, false), "others are served");
                }
                seen.require(fort.provider().calls() <= PLACES + 1, "the provider was asked");
                inside.each(visitor -> visitor.port());
            }
            seen.claim(servesAgain(fort, stream), "served when there is room");
        }
        return seen;
    }

    private static Seen bytes(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.alone(plan("max-body: 1MiB, max-in-flight: 1MiB"));
        Seen seen = new Seen();
        try (fort) {
            String big = Client.question("p/silent", false, "1") + " ".repeat(1_045_000);
            try (Crowd inside = Crowd.of(1, () -> fort.visitor().post("/v1/chat/completions", big))) {
                Thread.sleep(PATIENCE.dividedBy(6));
                claimRefused(ground, fort, null, seen);
                claimHealth(fort, ground, seen);
                inside.each(visitor -> visitor.port());
            }
            seen.claim(servesAgain(fort, false), "served when there is room");
        }
        return seen;
    }

    /** Either a head alone, which must be enough to be refused, or a whole request for a stream. */
    private static void claimRefused(Ground ground, Fort fort, @Nullable String model, Seen seen)
            throws IOException, InterruptedException {
        int more = ground.many(300, 60);
        try (Crowd outside = Crowd.of(
                more,
                () -> model == null
                        ? fort.visitor().send(UNSENT)
                        : fort.visitor().ask("p/" + model, true, 1))) {
            List<Said> answers = outside.each(Visitor::answer);
            long refused = answers.stream()
                    .filter(said -> said.status() == 503 && said.header("retry-after") != null)
                    .count();
            seen.cases(more).claim(refused == more, refused + " of " + more + " refused");
            long kept = answers.stream().filter(said -> !said.isLast()).count();
            seen.require(model != null || kept == 0, kept + " connections with an unread body are kept");
        }
    }

    /** What else the machine does adds to some of these times. */
    private static void claimHealth(Fort fort, Ground ground, Seen seen) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < HEALTH_CHECKS; i++) {
            long started = ground.clock().nanos();
            try (Visitor visitor = fort.visitor()) {
                int status = visitor.get("/health/ready").answer().status();
                seen.require(status == 200, "/health says " + status);
            }
            nanos.add(ground.clock().nanos() - started);
        }
        Times times = Times.of(nanos);
        seen.claim(times.percentile(50) <= HEALTH_MILLIS, "/health in " + times);
    }

    private static boolean all(Crowd crowd, int status) throws IOException, InterruptedException {
        return crowd.each(visitor -> visitor.get("/v1/models").answer().status()).stream()
                .allMatch(each -> each == status);
    }

    private static void awaitCalls(Fort fort, int count) throws InterruptedException {
        for (int call = 0; call < count; call++) {
            fort.provider().server().take();
        }
    }

    private static boolean serves(Fort fort, boolean stream) throws IOException {
        try (Visitor visitor = fort.visitor()) {
            return visitor.ask("auto", stream, 1).answer().status() == 200;
        }
    }

    /** The end of a connection is seen a moment later. */
    private static boolean servesAgain(Fort fort, boolean stream) throws IOException, InterruptedException {
        for (int look = 0; look < 40; look++) {
            if (serves(fort, stream)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }

    private static Optional<InetAddress> ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static Fort.Plan plan(String limits) {
        return Fort.Plan.quiet("drain-grace: 1s, " + limits);
    }
}

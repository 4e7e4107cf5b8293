package dev.relevo.siege;

import dev.relevo.faulty.TestCertificate;
import dev.relevo.siege.Visitor.Ended;
import dev.relevo.siege.Visitor.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Clients of an HTTPS listener. */
final class TlsModes {
    private static final Duration HANDSHAKE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The beginning of a ClientHello whose rest never comes (RFC 8446, 4.1.2). */
    private static final String HALF_HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    static final List<Mode> ALL = List.of(
            new Mode(
                            "tls-handshake-stall",
                            "no hello, or half of one, and silence",
                            "closed when header-timeout (4 s) is over",
                            over(TlsModes::stalled))
                    .waiting(),
            new Mode(
                            "tls-plain-http",
                            "plain HTTP, and noise, to an HTTPS port",
                            "closed, and nothing of it is read as a request",
                            over(TlsModes::plain))
                    .waiting(),
            new Mode(
                    "tls-gone-mid-stream",
                    "client leaves (FIN, RST) in the midst of a stream",
                    "upstream closed, p99 (quick: p50) <= 250 ms",
                    over(TlsModes::gone)));

    private TlsModes() {}

    /** What is done to an HTTPS listener, by those who may trust it. */
    @FunctionalInterface
    private interface Trial {
        Seen run(Ground ground, Fort fort, SSLContext trust) throws IOException, InterruptedException;
    }

    private static Mode.Trial over(Trial trial) {
        return ground -> {
            TestCertificate certificate = TestCertificate.of("localhost");
            Path folder = Files.createTempDirectory("relevo-siege");
            Path chain = folder.resolve("chain.pem");
            Path key = folder.resolve("key.pem");
            try {
                writePem(chain, "CERTIFICATE", certificate.certificate().getEncoded());
                writePem(key, "PRIVATE KEY", certificate.key().getEncoded());
                String tls = "tls: {certificate: \"" + chain + "\", key: \"" + key + "\"}";
                Fort.Plan plan = Fort.Plan.quiet("drain-grace: 1s, header-timeout: 4s, " + tls);
                try (Fort fort = ground.alone(plan)) {
                    SSLContext trust = certificate.client();
                    Seen seen = trial.run(ground, fort, trust);
                    return seen.claim(serves(fort, trust), "others are served");
                }
            } finally {
                Files.deleteIfExists(chain);
                Files.deleteIfExists(key);
                Files.delete(folder);
            }
        };
    }

    private static Seen stalled(Ground ground, Fort fort, SSLContext trust) throws IOException, InterruptedException {
        int count = ground.many(200, 40);
        Seen seen = new Seen().cases(count);
        long started = ground.clock().nanos();
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            crowd.each(visitor -> visitor.sends(visitor.port() % 2 == 0 ? HALF_HELLO : ""));
            seen.claim(serves(fort, trust), "others are served meanwhile");
            List<Long> nanos = crowd.each(visitor -> {
                seen.require(visitor.untilEnd(PATIENCE).ended(), "one is kept");
                return ground.clock().nanos() - started;
            });
            Times times = Times.of(nanos);
            seen.claim(times.max() <= HANDSHAKE.multipliedBy(2).toMillis(), "closed after " + times);
        }
        return seen;
    }

    private static Seen plain(Ground ground, Fort fort, SSLContext trust) throws IOException, InterruptedException {
        int count = ground.many(200, 40);
        Seen seen = new Seen().cases(count);
        try (Crowd crowd = Crowd.of(count, fort::visitor)) {
            crowd.each(visitor -> visitor.port() % 2 == 0
                    ? visitor.get("/health/live")
                    : visitor.send("\u0000\u00ff noise\r\n\r\n".repeat(100)));
            for (Ended ended : crowd.ends(PATIENCE)) {
                seen.require(ended.ended(), "one is kept");
                seen.require(ended.status() == 0, "one is answered: " + ended.status());
            }
        }
        return seen;
    }

    private static Seen gone(Ground ground, Fort fort, SSLContext trust) throws IOException, InterruptedException {
        int count = ground.many(100, 20);
        List<Long> nanos = new ArrayList<>();
        serves(fort, trust);
        int before = fort.provider().server().connections().size();
        for (int i = 0; i < count; i++) {
            try (Visitor visitor = Visitor.tls(fort.port(), trust)) {
                visitor.ask("p/begun", true, 1).await("1.0");
                long left = ground.clock().nanos();
                visitor.leave(i % 2 == 0 ? Way.FIN : Way.RST);
                fort.provider().server().connections().getLast().awaitClosingByClient(PATIENCE);
                nanos.add(ground.clock().nanos() - left);
            }
        }
        Times times = Times.of(nanos);
        int connections = fort.provider().server().connections().size() - before;
        return new Seen()
                .cases(count)
                .claim(times.typical() <= Departures.LONGEST_MILLIS, "upstream closed after " + times)
                .require(connections >= count - 1, connections + " connections for " + count + " clients");
    }

    private static boolean serves(Fort fort, SSLContext trust) throws IOException {
        try (Visitor visitor = Visitor.tls(fort.port(), trust)) {
            return visitor.ask("auto", false, 1).answer().status() == 200;
        }
    }

    private static void writePem(Path file, String what, byte[] der) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}

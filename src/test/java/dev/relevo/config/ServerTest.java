package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Admittance.ClientKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerTest {
    @Test
    void withoutAServerSectionTheDefaultsHold() {
        Server server = ConfigText.load("models: {auto: [ollama]}").server();

        assertEquals(Server.DEFAULT, server);
        assertEquals("127.0.0.1", server.host());
        assertEquals(3000, server.port());
        assertEquals(32 * 1024 * 1024, server.limits().maxBody());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Server server = ConfigText.load(
                        """
                        server:
                          host: ${ADDRESS}
                          port: 8080
                          allow-anonymous: true
                          api-keys: ["${ADDRESS}-0123456789", {name: team, key: team-0123456789ab}]
                          cors-origins: [https://App.example.com:443, "http://10.0.0.5:8080"]
                          default-alias: gpt-4.1
                          direct-models: false
                          max-body: 64KiB
                          max-header: 8KiB
                          header-timeout: 1m30s
                          min-body-rate: 2kB
                          write-stall: 5s
                          max-connections: 9
                          max-connections-per-address: 1
                          max-requests: 2
                          max-streams: 3
                          max-in-flight: 64MiB
                          max-queue: 4
                          log-format: json
                          log-level: warn
                          log-bodies: true
                          drain-grace: 0s
                          state-dir: /var/lib/relevo
                          usage-retention: 7
                          tracing: {endpoint: "http://127.0.0.1:4318/", headers: {authorization: Basic abc}, sample-ratio: 0.25}
                        models:
                          gpt-4.1: [ollama]
                        """, Map.of("ADDRESS", "0.0.0.0", "RELEVO_API_KEYS", "from-the-variable, another-one-of-it"))
                .server();

        assertEquals(
                new Server(
                        "0.0.0.0",
                        8080,
                        "gpt-4.1",
                        false,
                        new Admittance(
                                true,
                                List.of(
                                        new ClientKey("key-1", new Secret("0.0.0.0-0123456789")),
                                        new ClientKey("team", new Secret("team-0123456789ab")),
                                        new ClientKey("env-1", new Secret("from-the-variable")),
                                        new ClientKey("env-2", new Secret("another-one-of-it"))),
                                false,
                                Set.of("https://app.example.com", "http://10.0.0.5:8080")),
                        new Limits(
                                65536,
                                8192,
                                Duration.ofSeconds(90),
                                2000,
                                Duration.ofSeconds(5),
                                9,
                                1,
                                2,
                                3,
                                64 << 20,
                                4),
                        new Logging(true, Logging.Level.WARN, true),
                        Duration.ZERO,
                        Path.of("/var/lib/relevo"),
                        Duration.ofDays(7),
                        null,
                        new Tracing(
                                URI.create("http://127.0.0.1:4318"),
                                Map.of("authorization", new Secret("Basic abc")),
                                0.25)),
                server);
    }

    @Test
    void everyWrongValueIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:2:9 server.host: not an address or host name, expected one such as 127.0.0.1",
                        "config.yaml:3:9 server.port: out of range, expected from 0 to 65535",
                        "config.yaml:4:20 server.allow-anonymous: not a boolean, expected true or false",
                        "config.yaml:5:18 server.default-alias: no alias of this file, did you mean 'auto'?",
                        "config.yaml:6:13 server.max-body: not a size, expected one such as 64KiB or 32MiB",
                        "config.yaml:7:19 server.header-timeout: not a duration, expected one such as 500ms, 30s or 2m",
                        "config.yaml:8:16 server.drain-grace: out of range, expected from 0s to 24h",
                        "config.yaml:9:3 server.prot: unknown key, did you mean 'port'?",
                        "config.yaml:10:18 server.max-in-flight: out of range, expected from 1024 to 1099511627776 bytes",
                        "config.yaml:11:14 server.state-dir: not the name of a folder, expected one such as .relevo"),
                ConfigText.problemsBesideAnAlias("""
                        server:
                          host: http://here
                          port: 65536
                          allow-anonymous: yes
                          default-alias: atuo
                          max-body: lots
                          header-timeout: 10
                          drain-grace: 25h
                          prot: 1
                          max-in-flight: 17179869185GiB
                          state-dir: " "
                        """));
    }

    @Test
    void aDurationWithoutEndIsNone() {
        assertEquals(
                List.of(
                        "config.yaml:1:26 server.header-timeout: not a duration, expected one such as 500ms, 30s or 2m"),
                ConfigText.problemsBesideAnAlias("server: {header-timeout: " + "1s".repeat(100_000) + "}"));
    }
}

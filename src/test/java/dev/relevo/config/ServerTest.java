package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        Server server = ConfigText.load("""
                        server:
                          host: ${ADDRESS}
                          port: 8080
                          allow-anonymous: true
                          default-alias: gpt-4.1
                          max-body: 64KiB
                          header-timeout: 1m30s
                          drain-grace: 0s
                        models:
                          gpt-4.1: [ollama]
                        """, Map.of("ADDRESS", "0.0.0.0")).server();

        assertEquals("0.0.0.0", server.host());
        assertEquals(8080, server.port());
        assertTrue(server.admittance().allowAnonymous());
        assertEquals("gpt-4.1", server.defaultAlias());
        assertEquals(65536, server.limits().maxBody());
        assertEquals(Duration.ofSeconds(90), server.limits().headerTimeout());
        assertEquals(Duration.ZERO, server.drainGrace());
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
                        "config.yaml:9:3 server.prot: unknown key, did you mean 'port'?"),
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

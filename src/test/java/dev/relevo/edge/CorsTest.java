package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Admittance;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final Admittance LISTED = new Admittance(false, List.of(), false, Set.of("https://App.example"));
    private static final Admittance ANY = new Admittance(false, List.of(), false, Set.of("*"));

    @Test
    void aListedPageMayAskAndReadEveryHeader() throws Exception {
        try (Served served = admitting(LISTED);
                RawClient client = served.client()) {
            RawAnswer answer =
                    client.get("/v1/models", "Origin: https://app.example").answer();
            assertEquals(200, answer.status());
            assertEquals("https://app.example", answer.header("access-control-allow-origin"));
            assertEquals("*", answer.header("access-control-expose-headers"));
            assertEquals("Origin", answer.header("vary"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://app.example",
                "https://app.example:8443",
                "https://x.app.example",
                "null",
                "*"
            })
    void anUnlistedPageIsRefusedAlsoItsPreflight(String origin) throws Exception {
        try (Served served = admitting(LISTED)) {
            for (String method : new String[] {"OPTIONS", "POST", "GET"}) {
                try (RawClient client = served.client()) {
                    client.send(method + " /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                            + "\r\nAccess-Control-Request-Method: POST\r\n"
                            + "Access-Control-Request-Private-Network: true\r\n\r\n");
                    RawAnswer answer = client.answer();
                    assertEquals(403, answer.status());
                    assertNull(answer.header("access-control-allow-origin"));
                    assertNull(answer.header("access-control-allow-private-network"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:8080"})
    void everyPageMayAskWhereAnyOriginIsAllowed(String origin) throws Exception {
        try (Served served = admitting(ANY);
                RawClient client = served.client()) {
            RawAnswer answer = client.get("/v1/models", "Origin: " + origin).answer();
            assertEquals(200, answer.status());
            assertEquals(origin, answer.header("access-control-allow-origin"));
        }
    }

    @Test
    void aPreflightNeedsNoKeyAndEchoesTheNamesItAskedFor() throws Exception {
        List<ClientKey> keys = List.of(new ClientKey("a", new Secret("sk-canary")));
        try (Served served = admitting(LISTED.withKeys(keys));
                RawClient client = served.client()) {
            RawAnswer answer = preflight(client, "Access-Control-Request-Headers: authorization,x-stainless-os");
            assertEquals(204, answer.status());
            assertEquals("POST, OPTIONS", answer.header("access-control-allow-methods"));
            assertEquals("authorization,x-stainless-os", answer.header("access-control-allow-headers"));
            assertEquals("7200", answer.header("access-control-max-age"));
            assertNull(answer.header("access-control-allow-private-network"));
            assertEquals(
                    401,
                    client.post("/v1/chat/completions", "{}", "Origin: https://app.example")
                            .answer()
                            .status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,,b", ",a", "a:b", "a\tb", "(a)", "\u00e9"})
    void whatIsNoListOfNamesIsNotEchoed(String names) throws Exception {
        try (Served served = admitting(LISTED);
                RawClient client = served.client()) {
            RawAnswer answer = preflight(client, "Access-Control-Request-Headers: " + names);
            assertEquals(204, answer.status());
            assertNull(answer.header("access-control-allow-headers"));
            String endless = "Access-Control-Request-Headers: " + "x".repeat(5000);
            assertNull(preflight(client, endless).header("access-control-allow-headers"));
        }
    }

    @Test
    void anAdmittedPageOfAPublicNetworkIsLetInIfItAsks() throws Exception {
        try (Served served = admitting(LISTED);
                RawClient client = served.client()) {
            RawAnswer answer = preflight(client, "Access-Control-Request-Private-Network: true");
            assertEquals("true", answer.header("access-control-allow-private-network"));
        }
    }

    private static RawAnswer preflight(RawClient client, String field) throws IOException {
        client.send("OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n"
                + "Access-Control-Request-Method: POST\r\n" + field + "\r\n\r\n");
        return client.answer();
    }

    private static Served admitting(Admittance admittance) throws ListenFailure {
        return Served.by(Served.ECHO, settings -> settings.withAdmittance(admittance));
    }
}

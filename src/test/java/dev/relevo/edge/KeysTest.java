package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import dev.relevo.config.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final List<ClientKey> KEYS = List.of(
            new ClientKey("laptop", new Secret("sk-canary-1")), new ClientKey("ci", new Secret("sk with blanks")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer sk-canary-1",
                "authorization: bearer   sk-canary-1 ",
                "x-api-key: sk-canary-1",
                "api-key: sk-canary-1",
                "Authorization: Bearer sk with blanks",
                "Authorization: Basic eDp5\r\nx-api-key: sk-canary-1",
                "Authorization: Bearer wrong\r\nx-api-key: sk-canary-1",
            })
    void aKeyOpensTheDoorInAnyOfTheUsualHeaders(String field) throws Exception {
        try (Served served = withKeys();
                RawClient client = served.client()) {
            assertEquals("{}", client.post(CHAT, "{}", field).answer().text());
            assertTrue(served.logLine().contains(field.contains("blanks") ? " client=ci " : " client=laptop "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Other: 1",
                "Authorization: Bearer sk-canary-2",
                "Authorization: Bearer sk-canary-",
                "Authorization: Bearer sk-canary-11",
                "Authorization: Bearer SK-CANARY-1",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: sk-canary-1",
                "Authorization: Basic sk-canary-1",
                "Authorization: Bearer\u00e9sk-canary-1",
                "x-api-key: Bearer sk-canary-1",
                "x-api-key: ",
            })
    void everyOtherRequestIsRefusedAlikeBeforeItsBodyIsRead(String field) throws Exception {
        ModelHandler unreachable = (operation, id, body, at, reply) -> {
            throw new AssertionError("the handler was reached");
        };
        try (Served served = Served.by(unreachable, KeysTest::keyed);
                RawClient client = served.client()) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nx-request-id: r1\r\nExpect: 100-continue\r\n"
                    + field + "\r\nContent-Length: 20\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals(401, answer.status());
            assertEquals("Bearer", answer.header("www-authenticate"));
            assertEquals("close", answer.header("connection"));
            assertEquals(
                    "{\"error\":{\"message\":\"This server wants one of its API keys (server.api-keys), sent as"
                            + " 'Authorization: Bearer KEY' or 'x-api-key: KEY'.\",\"type\":\"invalid_request_error\","
                            + "\"param\":null,\"code\":\"invalid_api_key\"}}",
                    answer.text());
            String line = served.logLine();
            assertTrue(line.contains(" r1 request 401 POST " + CHAT + " client=- alias=- target=- attempts=0 "), line);
            assertFalse(line.contains("canary"), line);
        }
    }

    @Test
    void aKeyIsWantedOnEveryPathButTheHealthOnes() throws Exception {
        try (Served served = withKeys()) {
            for (String path : new String[] {"/v1/models", "/models/auto", "/nothing", "/healthy", "/x/../v1/models"}) {
                assertEquals(401, status(served, "GET " + path));
            }
            for (String path : new String[] {"/health", "/x/../health"}) {
                assertEquals(200, status(served, "GET " + path));
            }
            assertEquals(204, status(served, "OPTIONS /v1/models"));
        }
    }

    @Test
    void anyHostIsServedToWhoeverHasAKey() throws Exception {
        try (Served served = withKeys();
                RawClient client = served.client()) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: llm.example\r\nx-api-key: sk-canary-1\r\n\r\n");
            assertEquals(200, client.answer().status());
        }
    }

    @Test
    void keysAreWantedEvenWhereAnonymousUseIsAllowed() throws Exception {
        try (Served served = Served.by(
                Served.ECHO, s -> keyed(s).withAdmittance(keyed(s).admittance().anonymous()))) {
            assertEquals(401, status(served, "GET /v1/models"));
        }
    }

    @Test
    void aChangeOfKeysHoldsForTheNextRequestOfOpenConnectionsToo() throws Exception {
        try (Served served = withKeys();
                RawClient client = served.client()) {
            assertEquals(
                    "{}",
                    client.post(CHAT, "{}", "x-api-key: sk-canary-1").answer().text());
            Server now = Served.anyPort();
            served.configure(now.withAdmittance(
                    now.admittance().withKeys(List.of(new ClientKey("new", new Secret("sk-canary-9"))))));
            assertEquals(
                    "{}",
                    client.post(CHAT, "{}", "x-api-key: sk-canary-9").answer().text());
            assertEquals(
                    401,
                    client.post(CHAT, "{}", "x-api-key: sk-canary-1").answer().status());
            served.configure(now);
            assertEquals(200, status(served, "GET /v1/models"));
        }
    }

    @Test
    void whoMayNotAskLearnsNothingFromHttp10Either() throws Exception {
        try (Served served = withKeys();
                RawClient client = served.client()) {
            client.send("GET /v1/models HTTP/1.0\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals(401, answer.status());
            assertNull(answer.header("transfer-encoding"));
        }
    }

    private static int status(Served served, String request) throws Exception {
        try (RawClient client = served.client()) {
            client.send(request + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return client.answer().status();
        }
    }

    private static Served withKeys() throws ListenFailure {
        return Served.by(Served.ECHO, KeysTest::keyed);
    }

    private static Server keyed(Server s) {
        return s.withAdmittance(s.admittance().withKeys(KEYS));
    }
}

package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Admittance;
import dev.relevo.config.Server;
import io.helidon.common.socket.PeerInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final AccessKeys NO_KEYS = new AccessKeys(List.of(), false);
    private final Access local = new Access(Admittance.LOOPBACK, NO_KEYS);
    private final Access anonymous = new Access(Admittance.LOOPBACK.anonymous(), NO_KEYS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:3000",
                "app.localhost",
                "127.0.0.1:80",
                "127.9.9.9",
                "[::1]",
                "[::1]:3000"
            })
    void loopbackNamesAreServed(String host) {
        assertNull(local.refusal(host, null));
        assertNull(local.refusal(host, "http://" + host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil-localhost",
                "192.168.1.2:3000",
                "0.0.0.0",
                "[::2]:3000",
                "[::1].evil.example",
                ":3000",
                ""
            })
    void otherNamesAreRefusedUnlessAnyoneIsServed(String host) {
        assertEquals(403, local.refusal(host, null).status());
        assertNull(anonymous.refusal(host, null));
    }

    @Test
    void aRequestToNoHostIsRefusedUnlessAnyoneIsServed() {
        assertNotNull(local.refusal(null, null));
        assertNull(anonymous.refusal(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://127.0.0.1:8443", "http://[::1]:5173", "tauri://localhost"})
    void pagesOnLoopbackAreAdmitted(String origin) {
        assertNull(local.refusal("localhost:3000", origin));
        assertNull(anonymous.refusal("10.0.0.5:3000", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "http://localhost.evil.example",
                "http://10.0.0.6:3000",
                "http://127.0.0.1:80@evil.example",
                "http://localhost/page",
                "http://localhost,https://evil.example",
                "://localhost",
                "a b://localhost",
                "é://localhost",
                "http://[localhost]",
                "http://localhost:"
            })
    void foreignPagesAreRefusedWhoeverIsServed(String origin) {
        assertEquals(403, local.refusal("localhost:3000", origin).status());
        assertEquals(403, anonymous.refusal("10.0.0.5:3000", origin).status());
    }

    @Test
    void pagesThatTheAddressItselfServedAreAdmittedWhereAnyoneIs() {
        assertNull(anonymous.refusal("10.0.0.5:3000", "http://10.0.0.5:3000"));
        assertNull(anonymous.refusal("llm.example", "https://LLM.example"));
        assertNotNull(anonymous.refusal(null, "https://llm.example"));
    }

    @Test
    void aForeignPageIsRefusedBeforeItsBodyIsRead() throws Exception {
        ModelHandler unreachable = (operation, id, body, at, reply) -> {
            throw new AssertionError("the handler was reached");
        };
        try (Served served = Served.by(unreachable);
                RawClient client = served.client()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 20\r\nExpect: 100-continue\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals(403, answer.status());
            assertEquals("close", answer.header("connection"));
            assertNull(answer.header("access-control-allow-origin"));
            assertEquals(
                    error("Web pages at https://evil.example may not use this server; pages on loopback may, and those"
                            + " that server.cors-origins lists."),
                    answer.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Origin: \u00e9://localhost\r\n", "Origin: http://localhost\r\nOrigin: http://localhost\r\n"})
    void whatIsNotOneOriginIsForeign(String origins) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n" + origins + "\r\n");
            assertEquals(403, client.answer().status());
        }
    }

    @Test
    void aForeignNameIsRefusedOnEveryPath() throws Exception {
        for (String path : new String[] {"/v1/models", "/health", "/nothing"}) {
            try (Served served = Served.by(Served.ECHO);
                    RawClient client = served.client()) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
                RawAnswer answer = client.answer();
                assertEquals(403, answer.status());
                assertEquals(
                        error(
                                "The request is addressed to evil.example, but only loopback addresses (127.0.0.1,"
                                        + " [::1], localhost) are served unless server.api-keys are set or server.allow-anonymous is true."),
                        answer.text());
            }
        }
    }

    @Test
    void anyNameIsServedWhereAnyoneIs() throws Exception {
        try (Served served = Served.by(Served.ECHO, AccessTest::withAnyone);
                RawClient client = served.client()) {
            client.send("GET /health HTTP/1.1\r\nHost: llm.example\r\n\r\n");
            assertEquals(200, client.answer().status());
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "'Host: localhost\r\nHost: evil.example\r\n'"})
    void withoutOneHostARequestIsNotHttp(String hosts) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("GET /health HTTP/1.1\r\n" + hosts + "\r\n");
            assertEquals(400, client.answer().status());
        }
    }

    private static Server withAnyone(Server s) {
        return s.withAdmittance(s.admittance().anonymous());
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:3000, true, false, true",
        "::1, [::1]:3000, true, false, true",
        "127.0.0.1, relevo.example, true, false, false",
        "127.0.0.1,, true, false, false",
        "10.0.0.7, 127.0.0.1, true, false, false",
        "10.0.0.7, relevo.example, true, true, true",
        "127.0.0.1, localhost, false, false, false",
    })
    void onlyThisMachineAndAdminsSeeHowTheServerFares(
            String peer, @Nullable String host, boolean authenticated, boolean admin, boolean seen) {
        Caller caller = new Caller(null, authenticated, admin);
        assertEquals(
                seen, Access.isOwner(caller, host, new Peer(new InetSocketAddress(InetAddress.ofLiteral(peer), 5))));
    }

    @Test
    void aPeerWithoutAnAddressIsNoPartOfThisMachine() {
        assertFalse(Access.isOwner(Caller.ANYONE, "localhost", new Peer(UnixDomainSocketAddress.of("socket"))));
        assertFalse(Access.isOwner(
                Caller.ANYONE, "localhost", new Peer(InetSocketAddress.createUnresolved("localhost", 5))));
    }

    private record Peer(SocketAddress address) implements PeerInfo {
        @Override
        public String host() {
            return "peer";
        }

        @Override
        public int port() {
            return 5;
        }

        @Override
        public Optional<Principal> tlsPrincipal() {
            return Optional.empty();
        }

        @Override
        public Optional<Certificate[]> tlsCertificates() {
            return Optional.empty();
        }
    }
}

package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class StatusFeedTest {
    private static final String PATH = "/api/status/events";
    private static final List<ClientKey> KEYS = List.of(
            new ClientKey("app", new Secret("access-key")),
            new ClientKey("ops", new Secret("admin-key"), Set.of(), List.of(), true));

    @Test
    void anEventComesAtOnceAndOthersFollow() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer = client.get(PATH).answer();
            assertEquals(200, answer.status());
            assertEquals("text/event-stream", answer.header("content-type"));
            assertEquals("no-store", answer.header("cache-control"));
            String first = answer.event();
            assertTrue(first.startsWith("{\"timestamp\":\""), first);
            assertNotEquals(first, answer.event());
        }
    }

    @Test
    void allWhoWatchAreSentTheSameEvents() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient one = served.client();
                RawClient other = served.client()) {
            RawAnswer first = one.get(PATH).answer();
            List<String> seen = new ArrayList<>(List.of(first.event(), first.event()));
            String shared = other.get(PATH).answer().event();
            seen.add(first.event());
            assertTrue(seen.contains(shared), seen + " lack " + shared);
        }
    }

    @Test
    void whenTheServerDrainsAStreamEndsInOrder() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer = client.get(PATH).answer();
            answer.event();
            served.listener().unready();
            assertEquals(RawAnswer.End.WHOLE, answer.end());
        }
    }

    @Test
    void aNewConfigurationEndsStreamsSoThatKeysAreLookedAtAgain() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client();
                RawClient next = served.client()) {
            RawAnswer answer = client.get(PATH).answer();
            answer.event();
            served.configure(Served.anyPort());
            assertEquals(RawAnswer.End.WHOLE, answer.end());
            assertEquals(200, next.get(PATH).answer().status());
        }
    }

    @Test
    void whoComesWhileTheServerDrainsIsSentOneEvent() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            served.listener().unready();
            assertEquals(1, client.get(PATH).answer().events().size());
        }
    }

    @Test
    void noMoreThanSixteenMayWatchAndWhoLeavesMakesRoom() throws Exception {
        try (Served served = Served.by(Served.ECHO)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < StatusFeed.MOST_WATCHERS; i++) {
                RawClient client = served.client();
                clients.add(client);
                client.get(PATH).answer().event();
            }
            RawAnswer refused = ask(served);
            assertEquals(503, refused.status());
            assertEquals("1", refused.header("retry-after"));
            assertTrue(refused.text().contains("16 clients watch its status"), refused.text());
            clients.removeFirst().close();
            int status = 503;
            while (status == 503) {
                status = ask(served).status();
            }
            assertEquals(200, status);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void whoReadsNothingIsCutOffAndMakesRoom() throws Exception {
        ManualClock clock = new ManualClock();
        Watchdog watchdog = new Watchdog(clock);
        String moreThanAnyBufferHolds = "x".repeat(16 << 20);
        StatusFeed feed = new StatusFeed(() -> moreThanAnyBufferHolds.getBytes(US_ASCII), clock);
        ModelHandler handler = (operation, id, body, at, reply) -> watch(feed, reply);
        try (Served served = Served.by(handler, clock, watchdog);
                RawClient client = RawClient.connectNarrow(served.port(), 4096)) {
            assertEquals(200, client.post("/v1/chat/completions", "{}").answer().status());
            assertEquals(1, feed.watchers());
            try (FastTime time = new FastTime(clock, watchdog)) {
                String line = served.logLine();
                assertTrue(line.endsWith(" cut"), line);
            }
            assertEquals(0, feed.watchers());
        }
    }

    private static void watch(StatusFeed feed, Reply reply) throws ClientGone {
        try {
            feed.serve(reply);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHeadIsToldTheTypeAlone() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("HEAD " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals(200, answer.status());
            assertEquals("text/event-stream", answer.header("content-type"));
        }
    }

    @Test
    void aClientOfHttp10GetsEventsUntilTheConnectionEnds() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("GET " + PATH + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
            RawAnswer answer = client.answer();
            answer.event();
            served.listener().unready();
            assertEquals(null, answer.header("transfer-encoding"));
            assertTrue(client.isEnded());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, access-key, 200",
        "relevo.example, admin-key, 200",
        "relevo.example, access-key, 403",
        "localhost, wrong-key, 401",
    })
    void onlyWhoMaySeeTheStatusMayWatchIt(String host, String key, int status) throws Exception {
        try (Served served = Served.by(
                        Served.ECHO, to -> to.withAdmittance(to.admittance().withKeys(KEYS)));
                RawClient client = served.client()) {
            client.send("GET " + PATH + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + key + "\r\n\r\n");
            assertEquals(status, client.answer().status());
        }
    }

    private static RawAnswer ask(Served served) throws Exception {
        try (RawClient client = served.client()) {
            RawAnswer answer = client.get(PATH).answer();
            if (answer.status() != 200) {
                answer.text();
            }
            return answer;
        }
    }
}

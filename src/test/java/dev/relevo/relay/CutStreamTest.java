package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.GoldenStream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that its provider cuts anywhere. */
class CutStreamTest {
    private static final Script GOLDEN = GoldenStream.script();
    private static final int FINISHED = finishedAt();
    private static final int CLIENTS = 16;

    /** Fewer than open a circuit breaker. */
    private static final int CUTS_OF_A_MODEL = 4;

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream).start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET"})
    void aStreamCutAtAnyByteIsReportedCompleteIfAndOnlyIfEveryChoiceHasFinished(Fault.Ending ending) throws Exception {
        upstream.always(request -> GOLDEN.at(Point.afterWire(cutOf(request)), ending));
        AtomicInteger cuts = new AtomicInteger();
        try (Proxy ofManyModels = Proxy.of(manyModels(), upstream)) {
            Crowd.of(CLIENTS).run(() -> {
                for (int cut = cuts.getAndIncrement(); cut < GOLDEN.wire().length; cut = cuts.getAndIncrement()) {
                    String model = "\"auto-" + cut / CUTS_OF_A_MODEL + "\"";
                    check(cut, ofManyModels.ask(requestToCutAt(cut).replace("\"auto\"", model)));
                }
            });
        }
        assertTrue(cuts.get() > GOLDEN.bodyLength());
    }

    @Test
    void anUncutStreamIsNeverReportedCut() throws Exception {
        upstream.always(request -> GOLDEN.inWritesOf(cutOf(request)));
        for (int size : List.of(1, 2, 3, 7, 64, 1000, 100_000)) {
            RawAnswer answer = proxy.ask(requestToCutAt(size));
            assertEquals(GoldenStream.EVENTS, answer.events());
            assertTrue(answer.completed());
            assertTrue(proxy.logLine().contains(" ok "));
        }
    }

    @Test
    void theErrorEventOfACutSaysWhoCutAndThatTheAnswerIsIncomplete() throws IOException {
        upstream.always(Completions.streamOf("a", "b").reset(Point.afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), answer.events().get(1));
        var error = Proxy.error(answer.events().getLast());
        assertEquals("server_error", error.getString("type"));
        assertEquals("upstream_error", error.getString("code"));
        assertTrue(error.isNull("param"));
        assertTrue(error.getString("message").contains("p1/m"), error.toString());
        assertTrue(error.getString("message").contains("incomplete"), error.toString());
    }

    @Test
    void aClientHasTimeToReadTheErrorEventBeforeTheConnectionEnds() throws IOException {
        upstream.always(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        for (int i = 0; i < 12; i++) {
            long asked = System.nanoTime();
            assertNotEquals(End.WHOLE, proxy.ask(Proxy.STREAM).end());
            long took = System.nanoTime() - asked;
            assertTrue(took >= StreamReply.TO_READ.toNanos(), "ended after " + took + " ns");
        }
    }

    @Test
    void aStreamThatAStopCutsIsReportedCut() throws Exception {
        upstream.always(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.ROLE, answer.event());
        proxy.stop();
        assertFalse(answer.completed());
        String message = Proxy.error(answer.events().getLast()).getString("message");
        assertTrue(message.contains("the server is stopping"), message);
    }

    @Test
    void aCutIsLoggedAsOne() throws Exception {
        upstream.always(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        assertFalse(proxy.ask(Proxy.STREAM).completed());
        assertTrue(proxy.logLine().contains(" attempt 1/2 p1/m cut "));
    }

    private static void check(int cut, RawAnswer answer) throws IOException {
        String where = "cut at " + cut + " of " + GOLDEN.wire().length + " (finished from " + FINISHED + ")";
        if (cut >= FINISHED) {
            assertTrue(answer.completed(), where + ": " + answer.text());
            assertEquals(
                    GoldenStream.EVENTS.subList(0, GoldenStream.FINISHING_EVENT + 1),
                    answer.events().subList(0, GoldenStream.FINISHING_EVENT + 1),
                    where);
        } else if (answer.status() == 200) {
            List<String> events = answer.events();
            assertNotEquals(End.WHOLE, answer.end(), where);
            assertFalse(events.contains(Completions.DONE), where);
            assertFalse(Proxy.error(events.getLast()).getString("message").isEmpty(), where);
            int whole = events.size() - 1;
            assertEquals(GoldenStream.EVENTS.subList(0, whole), events.subList(0, whole), where);
        } else {
            assertEquals(502, answer.status(), where);
            assertFalse(Proxy.error(answer.text()).getString("message").isEmpty(), where);
        }
    }

    private static String manyModels() {
        StringBuilder yaml = new StringBuilder("providers: {p1: {base-url: <1>, api-key: k}}\nmodels:\n");
        for (int i = 0; i <= GOLDEN.wire().length / CUTS_OF_A_MODEL; i++) {
            yaml.append("  auto-%d: {targets: [p1/m%d], same-target-retries: 0}\n".formatted(i, i));
        }
        return yaml.toString();
    }

    private static String requestToCutAt(int cut) {
        return "{\"cut\":" + cut + "," + GoldenStream.REQUEST.substring(1);
    }

    private static int cutOf(Received request) {
        String text = request.text();
        return Integer.parseInt(text.substring(text.indexOf(':') + 1, text.indexOf(',')));
    }

    /** On the wire, behind the closing brace of the last choice's finish. */
    private static int finishedAt() {
        String wire = new String(GOLDEN.wire(), StandardCharsets.ISO_8859_1);
        String finish = GoldenStream.EVENTS.get(GoldenStream.FINISHING_EVENT);
        return wire.indexOf(finish) + finish.length();
    }
}

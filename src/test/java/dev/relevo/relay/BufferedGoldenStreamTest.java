package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.GoldenStream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that its provider cuts anywhere, held to its end, with another target to turn to. */
@Timeout(120)
class BufferedGoldenStreamTest {
    private static final Script GOLDEN = GoldenStream.script();
    private static final int FINISHED = finishedAt();
    private static final int CLIENTS = 16;

    /** Fewer than open a circuit breaker. */
    private static final int CUTS_OF_A_MODEL = 4;

    private static final List<String> FROM_SECOND = GoldenStream.EVENTS.stream()
            .map(event -> event.replace("chatcmpl-up", "chatcmpl-second"))
            .toList();

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream sound = FaultyUpstream.start(Script.events(FROM_SECOND));

    @AfterEach
    void close() {
        broken.close();
        sound.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET"})
    void aStreamCutAtAnyByteIsAlwaysAnsweredWholeByExactlyOneTarget(Fault.Ending ending) throws Exception {
        broken.always(request -> GOLDEN.at(Point.afterWire(cutOf(request)), ending));
        AtomicInteger cuts = new AtomicInteger();
        try (Proxy proxy = Proxy.of(manyModels(), broken, sound)) {
            Crowd.of(CLIENTS).run(() -> {
                for (int cut = cuts.getAndIncrement(); cut <= GOLDEN.wire().length; cut = cuts.getAndIncrement()) {
                    check(cut, proxy.ask(requestToCutAt(cut)));
                }
            });
        }
        assertTrue(cuts.get() > GOLDEN.bodyLength());
        assertTrue(
                sound.requests().size() >= FINISHED,
                () -> "asked " + sound.requests().size());
    }

    private static void check(int cut, RawAnswer answer) throws IOException {
        String where = "cut at " + cut + " of " + GOLDEN.wire().length + " (finished from " + FINISHED + ")";
        assertEquals(200, answer.status(), where);
        assertTrue(answer.completed(), where + ": " + answer.text());
        List<String> events = answer.events();
        if (cut < FINISHED) {
            assertEquals(FROM_SECOND, events, where);
        } else {
            List<String> whole = new ArrayList<>(GoldenStream.EVENTS);
            whole.removeIf(event -> event.equals(Completions.USAGE) && !events.contains(event));
            assertEquals(whole, events, where);
        }
    }

    private static String manyModels() {
        StringBuilder yaml = new StringBuilder(
                "providers: {p1: {base-url: <1>, api-key: k}, p2: {base-url: <2>, api-key: k}}\nmodels:\n");
        for (int i = 0; i <= GOLDEN.wire().length / CUTS_OF_A_MODEL; i++) {
            yaml.append("  auto-%d: {strategy: priority, on-cut: buffer, targets: [p1/m%d, p2/m]}\n".formatted(i, i));
        }
        return yaml.toString();
    }

    private static String requestToCutAt(int cut) {
        String model = "\"auto-" + cut / CUTS_OF_A_MODEL + "\"";
        return "{\"cut\":" + cut + ","
                + GoldenStream.REQUEST.replace("\"auto\"", model).substring(1);
    }

    private static int cutOf(Received request) {
        String text = request.text();
        return Integer.parseInt(text.substring(text.indexOf(':') + 1, text.indexOf(',')));
    }

    /** On the wire, behind the closing brace of the last choice's finish. */
    private static int finishedAt() {
        String wire = new String(GOLDEN.wire(), StandardCharsets.ISO_8859_1);
        String finish = new String(
                GoldenStream.EVENTS.get(GoldenStream.FINISHING_EVENT).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        return wire.indexOf(finish) + finish.length();
    }
}

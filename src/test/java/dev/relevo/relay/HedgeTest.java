package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code hedge: true} a second target is asked when the first one is late. */
@Timeout(30)
class HedgeTest {
    /** As many as must be known, and enough for the share of hedges among requests. */
    private static final int KNOWN = 80;

    private final FaultyUpstream first = FaultyUpstream.start(Completions.streamOf("first"));
    private final FaultyUpstream second = FaultyUpstream.start(Completions.streamOf("second"));
    private final Proxy proxy = Proxy.over(first, second)
            .provider("timeouts: {ttft: 5s}")
            .pool("strategy: priority, hedge: true")
            .start();

    @BeforeEach
    void makeKnown() throws IOException {
        for (int i = 0; i < KNOWN; i++) {
            assertTrue(proxy.ask(Proxy.STREAM).completed());
        }
    }

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    @Test
    void theSecondAnswersWhereTheFirstIsSilent() throws Exception {
        first.always(Script.silence());
        long asked = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=lost; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals(Completions.events("second"), answer.events());
        assertTrue(answer.completed());
        assertTrue(System.nanoTime() - asked < 2_000_000_000L);
        int lost = first.requests().getLast().connection();
        first.connection(lost).awaitClosingByClient(Duration.ofSeconds(2));
    }

    @Test
    void theLoserIsCondemnedByNobody() throws IOException {
        first.always(Script.silence());
        assertEquals("p1/m=lost; p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
        first.always(Completions.streamOf("back"));
        assertEquals("p1/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    @Test
    void aRivalThatFailsLeavesTheFirstItsTime() throws Exception {
        second.always(Script.raw("no answer at all\r\n\r\n").hang(Point.atEnd()));
        Gate gate = new Gate();
        first.always(Completions.streamOf("late").await(Point.beforeHead(), gate));
        int hedgedBefore = second.requests().size();
        RawClient client = proxy.send(Proxy.STREAM);
        for (int i = 0; i <= hedgedBefore; i++) {
            second.take();
        }
        second.connections().getLast().awaitClosingByClient(Duration.ofSeconds(5));
        gate.open();
        RawAnswer answer = client.answer();
        assertEquals("p2/m=malformed; p1/m=ok", answer.header("x-relevo-trail"));
        assertEquals(Completions.events("late"), answer.events());
    }
}

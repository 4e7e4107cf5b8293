package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.relevo.config.ContextWindows;
import dev.relevo.config.Continuation;
import dev.relevo.config.OnCut;
import dev.relevo.config.Provider;
import dev.relevo.config.Quirks;
import dev.relevo.config.Quotas;
import dev.relevo.config.Supports;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.config.Timeouts;
import dev.relevo.dialect.BadRequest;
import dev.relevo.dialect.Encoding;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many answers that are held back at once. */
@Timeout(30)
class HeldAnswersTest {
    private static final String LONG = "x".repeat(30_000);

    private final Clock clock = Clock.system();
    private final Watchdog watchdog = new Watchdog(clock);
    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Provider provider = new Provider(
            "p",
            "p",
            upstream.baseUrl(),
            List.of(),
            false,
            List.of(),
            null,
            "m",
            Map.of(),
            Timeouts.DEFAULT,
            Quirks.NONE,
            Supports.EVERYTHING,
            ContextWindows.UNKNOWN,
            Quotas.NONE);
    private final Heap heap = new Heap((2 * Heap.provider(false) + Heap.answer(32_000)) * 6 / 5);
    private final ConnectionPool connections =
            new ConnectionPool(new Endpoint(upstream.baseUrl()), Duration.ofSeconds(3), null, heap, clock, watchdog);

    @AfterEach
    void close() {
        connections.close();
        upstream.close();
    }

    @Test
    void whereTooMuchIsHeldAPlainAnswerIsCommittedToAsItIs() throws BadRequest {
        upstream.always(Completions.chat(LONG));
        Answer first = assertInstanceOf(Answer.Whole.class, ask("", OnCut.ERROR));
        Answer second = assertInstanceOf(Answer.Large.class, ask("", OnCut.ERROR));
        first.close();
        second.close();
        assertInstanceOf(Answer.Whole.class, ask("", OnCut.ERROR)).close();
    }

    @Test
    void aSmallAnswerIsAlwaysHeld() throws BadRequest {
        upstream.next(Completions.chat(LONG)).always(Completions.chat("small"));
        Answer first = assertInstanceOf(Answer.Whole.class, ask("", OnCut.ERROR));
        assertInstanceOf(Answer.Whole.class, ask("", OnCut.ERROR)).close();
        first.close();
    }

    @Test
    void whereTooMuchIsHeldABufferedStreamIsCommittedToAsItIs() throws BadRequest {
        Gate never = new Gate();
        upstream.next(Completions.streamOf(LONG))
                .always(Completions.streamOf(LONG, "more").await(Point.afterPieces(2), never));
        Answer.Stream first = assertInstanceOf(Answer.Stream.class, ask(",\"stream\":true", OnCut.BUFFER));
        Answer.Stream second = assertInstanceOf(Answer.Stream.class, ask(",\"stream\":true", OnCut.BUFFER));
        assertEquals(EventStream.State.WHOLE, first.events().state());
        assertEquals(EventStream.State.OPEN, second.events().state());
        never.open();
        first.close();
        second.close();
    }

    private Outcome ask(String members, OnCut onCut) throws BadRequest {
        Target target = new Target(provider, "m", null, 1, null, Set.of(), null, Continuation.NONE, Terms.NONE);
        String json = "{\"model\":\"m\",\"messages\":[]" + members + "}";
        Request request = Request.read(Operation.CHAT, json.getBytes(StandardCharsets.UTF_8));
        Wait wait = Wait.of(provider.timeouts(), request.stream(), clock.nanos());
        Line line = new Line(provider, null, connections, new Redaction(List.of(provider)));
        Holding holding = new Holding(1 << 20, onCut, false);
        return new Attempt(line, target, request, holding, wait, clock).run(Encoding.encode(request, target));
    }
}

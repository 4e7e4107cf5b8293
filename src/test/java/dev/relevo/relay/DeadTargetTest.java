package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three upstreams of which one is dead, in one of four ways. */
class DeadTargetTest {
    private static final int REQUESTS = 3_000;
    private static final int CLIENTS = 12;

    enum Death {
        REFUSES {
            @Override
            void strike(FaultyUpstream victim) {
                victim.refuse();
            }
        },
        HANGS {
            @Override
            void strike(FaultyUpstream victim) {
                victim.always(Script.silence());
            }
        },
        RESETS {
            @Override
            void strike(FaultyUpstream victim) {
                victim.always(Script.resetting());
            }
        },
        ANSWERS_500 {
            @Override
            void strike(FaultyUpstream victim) {
                victim.always(ProviderErrors.serverError(500));
            }
        };

        abstract void strike(FaultyUpstream victim);
    }

    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private final FaultyUpstream third = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(first, second, third)
            .provider("timeouts: {ttft: 2s, answer: 2s}")
            .start();
    private final Map<String, AtomicInteger> shares = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
        third.close();
    }

    @ParameterizedTest
    @EnumSource
    void noRequestFailsAndTheLivingShareEvenly(Death death) throws Exception {
        first.always(DeadTargetTest::answer);
        death.strike(second);
        third.always(DeadTargetTest::answer);
        Crowd.of(CLIENTS).run(() -> askUntil(REQUESTS));
        assertEquals(REQUESTS, share("p1/m") + share("p3/m"));
        assertTrue(Math.abs(share("p1/m") - share("p3/m")) <= 1, shares.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "ANSWERS_500"})
    void aDeathUnderLoadIsNotNoticed(Death death) throws Exception {
        first.always(DeadTargetTest::answer);
        second.always(DeadTargetTest::answer);
        third.always(DeadTargetTest::answer);
        Crowd.of(CLIENTS).run(() -> askUntil(300));
        int before = share("p2/m");
        assertEquals(100, before);
        death.strike(second);
        Crowd.of(CLIENTS).run(() -> askUntil(900));
        assertEquals(900, share("p1/m") + share("p2/m") + share("p3/m"));
        assertTrue(Math.abs(share("p1/m") - share("p3/m")) <= 2, shares.toString());
    }

    @Test
    void turnsAreExactUnderConcurrency() throws Exception {
        first.always(DeadTargetTest::answer);
        second.always(DeadTargetTest::answer);
        third.always(DeadTargetTest::answer);
        Crowd.of(CLIENTS).run(() -> askUntil(999));
        assertEquals(333, share("p1/m"));
        assertEquals(333, share("p2/m"));
        assertEquals(333, share("p3/m"));
    }

    /** Asks on one connection, every other time for a stream, until all clients together have asked so often. */
    private void askUntil(int total) throws IOException {
        try (RawClient client = proxy.client()) {
            while (true) {
                int number = asked.getAndIncrement();
                if (number >= total) {
                    asked.decrementAndGet();
                    return;
                }
                String request = number % 2 == 0 ? Proxy.CHAT : Proxy.STREAM;
                RawAnswer answer = client.post("/v1/chat/completions", request).answer();
                assertEquals(200, answer.status(), answer::toString);
                assertEquals(RawAnswer.End.WHOLE, answer.end());
                assertTrue(answer.text().contains("fine"), answer.text());
                shares.computeIfAbsent(answer.header("x-relevo-target"), target -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
    }

    private int share(String target) {
        return shares.getOrDefault(target, new AtomicInteger()).get();
    }

    private static Script answer(Received request) {
        boolean stream = request.text().contains("\"stream\":true");
        return stream ? Completions.streamOf("fine") : Completions.chat("fine");
    }
}

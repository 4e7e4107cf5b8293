package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider answers, the client gets one whole answer, as {@code http/answers.txt} says whose. */
class BadAnswersTest {
    private static final String THIS = Completions.chatBody("this");
    private static final String OTHER = Completions.chatBody("other");

    static Stream<WireCase> cases() throws IOException {
        return WireCase.in("answers.txt", THIS);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theClientGetsOneWholeAnswer(WireCase answered) throws IOException {
        Script bad = Script.raw(answered.bytes());
        boolean closes = answered.told("then", "").equals("close");
        try (FaultyUpstream first = FaultyUpstream.start(closes ? bad.at(Point.atEnd(), Fault.Ending.CLOSE) : bad);
                FaultyUpstream second = FaultyUpstream.start(Completions.chat("other"));
                StartedRelevo relevo = StartedRelevo.over(first, second);
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer =
                    client.post("/v1/chat/completions", RequestCase.BODY).answer();
            assertEquals(200, answer.status());
            assertEquals(answered.told("answer", "").equals("this") ? THIS : OTHER, answer.text());
            assertEquals(1, first.requests().size());
        }
    }
}

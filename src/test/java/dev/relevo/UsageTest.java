package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import dev.relevo.store.Amount;
import dev.relevo.store.UsageBy;
import dev.relevo.store.UsageFile;
import dev.relevo.store.UsageSum;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client's requests leave in the state directory. */
@Timeout(60)
class UsageTest {
    private static final String CHAT = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = CHAT.replaceFirst("\\{", "{\"stream\":true,");
    private static final Script DOWN = Script.json(500, "{\"error\":{\"message\":\"down\"}}");

    private final ScratchState state = ScratchState.make();
    private final FaultyUpstream first = FaultyUpstream.start(Completions.chat("hi"));
    private final FaultyUpstream second = FaultyUpstream.start(Completions.chat("hi"));
    private Relevo relevo;

    @BeforeEach
    void start() throws Exception {
        relevo = Relevo.start(
                state.in(StartedRelevo.settings("""
                        server: {api-keys: [{name: ann, key: key-of-ann}, {name: bob, key: key-of-bob}]}
                        providers:
                          a: {base-url: "%s", api-key: x}
                          b: {base-url: "%s", api-key: y}
                        models: {auto: {strategy: priority, same-target-retries: 0, targets: [a/m, b/m]}}
                        """.formatted(first.baseUrl(), second.baseUrl()))),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        relevo.close();
        first.close();
        second.close();
        state.close();
    }

    @Test
    void requestsCountOnceWhereTheyWereAnsweredAndFailuresWhereTheyHappened() throws Exception {
        first.next(Completions.chat("hi"), DOWN);
        assertEquals(200, ask("ann", CHAT));
        assertEquals(200, ask("bob", CHAT));

        Map<String, UsageSum> targets = used(UsageBy.TARGET);
        assertEquals(List.of("a/m", "b/m"), List.copyOf(targets.keySet()));
        assertSum(1, 1, 9, 3, targets.get("a/m"));
        assertSum(1, 0, 9, 3, targets.get("b/m"));
        assertEquals(1, targets.get("a/m").of(Amount.FIRST_TOKENS));
        assertEquals(
                List.of("ann", "bob"),
                List.copyOf(
                        new UsageFile(state.folder()).sums(UsageBy.CLIENT, 0).keySet()));
    }

    @Test
    void aRequestThatNobodyAnswersCountsAsNobodys() throws Exception {
        first.next(DOWN);
        second.next(DOWN);
        assertEquals(500, ask("ann", CHAT));

        Map<String, UsageSum> targets = used(UsageBy.TARGET);
        assertSum(1, 1, 0, 0, targets.get(""));
        assertSum(0, 1, 0, 0, targets.get("a/m"));
        assertSum(0, 1, 0, 0, targets.get("b/m"));
    }

    @Test
    void aCutAnswerIsAFailureOfARequestThatWasAnswered() throws Exception {
        first.next(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        ask("ann", STREAM);

        // What it took was told by nobody, and is estimated.
        assertSum(1, 1, 1, 1, used(UsageBy.ALIAS).get("auto"));
    }

    @Test
    void namesThatNobodyAnswersToCountAsOne() throws Exception {
        // Each is asked once more, since it is the only one.
        first.next(DOWN, DOWN, DOWN, DOWN, Completions.chat("hi"));
        ask("ann", CHAT.replace("auto", "a/made-up"));
        ask("ann", CHAT.replace("auto", "a/made-up-too"));
        assertEquals(200, ask("ann", CHAT.replace("auto", "a/real")));

        Map<String, UsageSum> aliases = used(UsageBy.ALIAS);
        assertEquals(List.of("a/*", "a/real"), List.copyOf(aliases.keySet()));
        assertEquals(2, aliases.get("a/*").of(Amount.REQUESTS));
    }

    private int ask(String client, String json) throws Exception {
        try (RawClient connection = RawClient.connect(relevo.port())) {
            RawAnswer answer = connection
                    .post("/v1/chat/completions", json, "Authorization: Bearer key-of-" + client)
                    .answer();
            answer.completed();
            return answer.status();
        }
    }

    /** After a stop, which writes what is not yet. */
    private Map<String, UsageSum> used(UsageBy by) throws Exception {
        relevo.close();
        return new UsageFile(state.folder()).sums(by, 0);
    }

    private static void assertSum(long requests, long failures, long input, long output, UsageSum sum) {
        assertEquals(
                List.of(requests, failures, input, output),
                List.of(Amount.REQUESTS, Amount.FAILURES, Amount.INPUT_TOKENS, Amount.OUTPUT_TOKENS).stream()
                        .map(sum::of)
                        .toList());
    }
}

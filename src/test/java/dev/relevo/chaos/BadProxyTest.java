package dev.relevo.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.OnCut;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The clients of the matrix before a proxy that is bad on purpose: each way to be bad is seen for what it is. */
class BadProxyTest {
    private static final int REQUESTS = 6;
    private static final String ERROR = "{\"error\":{\"message\":\"cut\"}}";

    @Test
    void aGoodAnswerIsWhole() throws Exception {
        assertEquals(Verdict.WHOLE, streamed(OnCut.ERROR, Asked::whole));
        assertEquals(Verdict.WHOLE, plain(Asked::whole));
    }

    @Test
    void anErrorInPlaceOfAnAnswerIsALoss() throws Exception {
        assertEquals(Verdict.LOST, streamed(OnCut.ERROR, _ -> Script.json(502, ERROR)));
        assertEquals(Verdict.LOST, plain(_ -> Script.json(502, ERROR)));
        assertEquals(Verdict.LOST, plain(_ -> Script.resetting()));
    }

    @Test
    void aCutThatNobodyTellsIsALoss() throws Exception {
        assertEquals(Verdict.LOST, streamed(OnCut.ERROR, asked -> asked.whole().finish(Point.afterPieces(5))));
        assertEquals(Verdict.LOST, plain(asked -> asked.whole().reset(Point.afterBody(200))));
    }

    @Test
    void aCutThatIsToldIsALossWhereItMightHaveBeenRescued() throws Exception {
        Function<Asked, Script> told = asked -> changed(asked, events -> {
                    events.subList(5, events.size()).clear();
                    events.add(ERROR);
                })
                .finish(Point.afterPieces(6));

        assertEquals(Verdict.TOLD, streamed(OnCut.ERROR, told));
        assertEquals(Verdict.LOST, streamed(OnCut.BUFFER, told));
        assertEquals(Verdict.LOST, streamed(OnCut.CONTINUE, told));
    }

    @Test
    void anAnswerThatLacksItsEndAndLooksWholeIsFalse() throws Exception {
        assertEquals(
                Verdict.FALSE,
                streamed(asked -> changed(asked, events -> events.subList(5, 13).clear())));
        assertEquals(
                Verdict.FALSE,
                streamed(asked -> changed(asked, events -> events.subList(5, 15).clear())));
        assertEquals(Verdict.FALSE, streamed(asked -> changed(asked, events -> events.set(13, ERROR))));
        assertEquals(
                Verdict.FALSE,
                plain(asked -> Script.json(200, asked.answer().body().substring(0, 250))));
    }

    @Test
    void whatIsMissingInBetweenIsAHole() throws Exception {
        assertEquals(Verdict.HOLE, streamed(asked -> changed(asked, events -> events.remove(4))));
        assertEquals(Verdict.HOLE, plain(asked -> Script.json(200, withoutSixthWord(asked))));
    }

    @Test
    void partsOfTwoAnswersAreGlued() throws Exception {
        assertEquals(Verdict.GLUED, streamed(BadProxyTest::fromTwoUpstreams));
        assertEquals(Verdict.GLUED, streamed(asked -> anothers(asked).whole()));
        assertEquals(Verdict.GLUED, plain(asked -> anothers(asked).whole()));
        assertEquals(
                Verdict.GLUED,
                plain(asked ->
                        Script.json(200, asked.answer().body() + asked.answer().body())));
    }

    @Test
    void whatComesTwiceIsGlued() throws Exception {
        assertEquals(Verdict.GLUED, streamed(asked -> changed(asked, events -> events.add(4, events.get(3)))));
        assertEquals(Verdict.GLUED, streamed(asked -> changed(asked, events -> events.add(4, events.getFirst()))));
        assertEquals(Verdict.GLUED, streamed(asked -> changed(asked, events -> events.add(events.get(13)))));
    }

    @Test
    void aChangedByteIsGlued() throws Exception {
        assertEquals(
                Verdict.GLUED,
                streamed(asked ->
                        changed(asked, events -> events.replaceAll(event -> event.replace("\"m\"", "\"n\"")))));
        assertEquals(
                Verdict.GLUED,
                plain(asked -> Script.json(200, asked.answer().body().replace("\"m\"", "\"n\""))));
    }

    /** The same stream with other events. */
    private static Script changed(Asked asked, Consumer<List<String>> change) {
        List<String> events = new ArrayList<>(asked.events());
        change.accept(events);
        return Script.events(events);
    }

    private static Asked anothers(Asked asked) {
        Answer answer = asked.answer();
        return new Asked(
                new Answer(answer.upstream(), answer.request() + 1, answer.call()), asked.stream(), "", asked.random());
    }

    private static Script fromTwoUpstreams(Asked asked) {
        Answer answer = asked.answer();
        List<String> others = new Answer("b", answer.request(), answer.call()).events();
        return changed(asked, events -> {
            events.subList(5, events.size()).clear();
            events.addAll(others.subList(5, others.size()));
        });
    }

    private static String withoutSixthWord(Asked asked) {
        Answer answer = asked.answer();
        return answer.body().replace(Words.of(answer.request()).all().get(5), "");
    }

    private static Verdict streamed(Function<Asked, Script> proxy) throws Exception {
        return streamed(OnCut.ERROR, proxy);
    }

    private static Verdict streamed(OnCut policy, Function<Asked, Script> proxy) throws Exception {
        return only(new Cell(7, Mode.of("bad", Asked::whole).cutting(), true, 1, policy, REQUESTS, 1, 2), proxy);
    }

    private static Verdict plain(Function<Asked, Script> proxy) throws Exception {
        return only(new Cell(7, Mode.of("bad", Asked::whole), false, 1, OnCut.ERROR, REQUESTS, 1, 2), proxy);
    }

    /** What became of every request. */
    private static Verdict only(Cell cell, Function<Asked, Script> proxy) throws Exception {
        try (FaultyUpstream bad = FaultyUpstream.start()) {
            bad.always(received -> proxy.apply(Asked.read(received, "a", received.ordinal(), 1)));
            Result result = new Load(bad.port(), cell, Clock.system()).run().result(cell, 0, 0);
            assertEquals(List.of(REQUESTS), List.copyOf(result.counts().values()), result.toString());
            return result.counts().keySet().iterator().next();
        }
    }
}

package dev.relevo.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Mode.Kinds;
import dev.relevo.chaos.Mode.Pace;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Answers that break off at any byte or any event, mostly after content came. */
final class CutModes {
    private static final String FILLER = "x".repeat(1 << 14);

    /** So long before the fault all of the answer is out, so that it is on its way to the client when the fault comes. */
    private static final Duration BEFORE = Duration.ofMillis(3);

    static final List<Mode> ALL = List.of(
            Mode.of("reset-mid-stream", asked -> asked.whole().reset(anywhere(asked)))
                    .cutting()
                    .only(Kinds.STREAM),
            Mode.of("end-mid-stream", asked -> asked.whole().finish(anywhere(asked)))
                    .cutting()
                    .only(Kinds.STREAM),
            Mode.of("silent-mid-stream", asked -> asked.whole().hang(anywhere(asked)))
                    .cutting()
                    .only(Kinds.STREAM)
                    .pace(Pace.SLOW),
            Mode.of("ended-early", asked -> Script.events(asked.events().subList(0, events(asked))))
                    .cutting()
                    .only(Kinds.STREAM),
            Mode.of("error-mid-stream", asked -> instead(asked, Modes.errorBody("Overloaded", "overloaded")))
                    .cutting()
                    .only(Kinds.STREAM),
            Mode.of("malformed-event", asked -> between(asked, "{\"choices\":[{\"delta\":{\"cont"))
                    .cutting()
                    .only(Kinds.STREAM),
            Mode.of("broken-chunk", CutModes::brokenChunk).cutting().only(Kinds.STREAM),
            Mode.of("endless-event", asked -> flooded(asked, "\ndata: " + FILLER))
                    .cutting()
                    .only(Kinds.STREAM)
                    .pace(Pace.SLOW),
            Mode.of("endless-line", asked -> flooded(asked, FILLER))
                    .cutting()
                    .only(Kinds.STREAM)
                    .pace(Pace.SLOW),
            Mode.of("reset-past-hold-limit", asked -> asked.whole().reset(anywhere(asked)))
                    .cutting()
                    .only(Kinds.PLAIN)
                    .pool("hold-limit: 100"),
            Mode.of("end-past-hold-limit", asked -> asked.whole().finish(anywhere(asked)))
                    .cutting()
                    .only(Kinds.PLAIN)
                    .pool("hold-limit: 100"));

    private CutModes() {}

    /** After some of the body and before all of it. */
    static Point anywhere(Asked asked) {
        return Point.afterBody(1 + asked.any(asked.body().length - 1));
    }

    /** How many events come before the fault: never the one with the finish_reason. */
    private static int events(Asked asked) {
        return 1 + asked.any(asked.events().size() - 2);
    }

    /** Such an event instead of the answer's end. */
    private static Script instead(Asked asked, String event) {
        int before = events(asked);
        List<String> events = new ArrayList<>(asked.events().subList(0, before));
        events.add(event);
        return Script.events(events).pause(Point.afterPieces(before), BEFORE);
    }

    /** Such an event in the midst of the others. */
    private static Script between(Asked asked, String event) {
        int before = events(asked);
        List<String> events = asked.events();
        events.add(before, event);
        return Script.events(events).pause(Point.afterPieces(before), BEFORE);
    }

    private static Script flooded(Asked asked, String bytes) {
        return Script.of(200, asked.contentType(), asked.body())
                .framed(Framing.UNTIL_CLOSE)
                .flood(anywhere(asked), bytes);
    }

    private static Script brokenChunk(Asked asked) {
        Script whole = asked.whole();
        byte[] wire = whole.wire();
        String events = new String(wire, UTF_8);
        int from = events.indexOf("\r\n\r\n") + 4;
        int at = events.indexOf("\r\n", from + asked.any(events.length() / 2));
        String broken = events.substring(0, at) + "\r\nnonsense\r\n" + events.substring(at + 2);
        return Script.raw(broken.getBytes(UTF_8))
                .pause(Point.afterWire(broken.substring(0, at).getBytes(UTF_8).length), BEFORE);
    }
}

package dev.relevo.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Mode.Kinds;
import dev.relevo.chaos.Mode.Pace;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.util.Arrays;
import java.util.List;

/** Answers that break, or are none, before any content came. */
final class BrokenModes {
    static final List<Mode> ALL = List.of(
            Mode.of("reset-before-head", _ -> Script.resetting()),
            Mode.of("end-before-head", _ -> Script.finishing()),
            Mode.of("reset-in-head", asked -> asked.whole().reset(Point.afterWire(1 + asked.any(60)))),
            Mode.of("reset-after-role", asked -> asked.whole().reset(Point.afterPieces(1)))
                    .only(Kinds.STREAM),
            Mode.of("end-after-role", asked -> asked.whole().finish(Point.afterPieces(1)))
                    .only(Kinds.STREAM),
            Mode.of("200-error", _ -> Modes.error(200, "Overloaded", "overloaded")),
            Mode.of("200-page", _ -> Script.of(200, "text/html", "<html>Please log in</html>".getBytes(UTF_8))),
            Mode.of("200-empty", asked -> Script.of(200, asked.contentType(), new byte[0])),
            Mode.of("error-first", BrokenModes::errorFirst).only(Kinds.STREAM),
            Mode.of("says-nothing", BrokenModes::saysNothing),
            Mode.of("reset-in-body", asked -> asked.whole().reset(CutModes.anywhere(asked)))
                    .only(Kinds.PLAIN),
            Mode.of("end-in-body", asked -> asked.whole().finish(CutModes.anywhere(asked)))
                    .only(Kinds.PLAIN),
            Mode.of("truncated", asked -> part(asked, Framing.LENGTH)).only(Kinds.PLAIN),
            Mode.of("truncated-unframed", asked -> part(asked, Framing.UNTIL_CLOSE))
                    .only(Kinds.PLAIN),
            Mode.of(
                            "length-too-long",
                            asked -> framedBy(asked, asked.body().length + 1 + asked.any(9_999))
                                    .finish(Point.atEnd()))
                    .only(Kinds.PLAIN),
            Mode.of("length-too-short", asked -> framedBy(asked, 1 + asked.any(300)))
                    .only(Kinds.PLAIN),
            Mode.of("length-of-terabytes", asked -> framedBy(asked, 1L << 40).reset(Point.atEnd()))
                    .only(Kinds.PLAIN),
            Mode.of("no-http", _ -> Script.raw("220 smtp.example.com ESMTP ready\r\n"))
                    .pace(Pace.SLOW),
            Mode.of("huge-head", asked -> asked.whole().header("x-filler", "x".repeat(100_000))),
            Mode.of("endless-head", _ -> Script.raw("HTTP/1.1 200 OK\r\n").flood(Point.atEnd(), "x: y\r\n".repeat(99)))
                    .pace(Pace.SLOW),
            Mode.of("too-many-1xx", BrokenModes::tooManyInterim),
            Mode.of("gzip-garbage", asked -> asked.whole().header("content-encoding", "gzip")),
            Mode.of("unknown-coding", asked -> asked.whole().header("content-encoding", "rot13")));

    private BrokenModes() {}

    private static Script errorFirst(Asked asked) {
        return Script.events(List.of(Modes.errorBody("Overloaded", "overloaded"), Answer.DONE));
    }

    private static Script saysNothing(Asked asked) {
        return asked.stream()
                ? Script.events(List.of(asked.events().getFirst(), Answer.DONE))
                : Script.json(200, asked.answer().body().replaceAll("\"choices\":\\[.*],", "\"choices\":[],"));
    }

    /** Only the beginning of the body, framed as if it were all. */
    private static Script part(Asked asked, Framing framing) {
        byte[] whole = asked.body();
        return Script.of(200, asked.contentType(), Arrays.copyOf(whole, 1 + asked.any(whole.length - 1)))
                .framed(framing);
    }

    private static Script framedBy(Asked asked, long length) {
        return asked.whole().promising(length);
    }

    private static Script tooManyInterim(Asked asked) {
        Script script = asked.whole();
        for (int i = 0; i < 20; i++) {
            script = script.interim(103, "link: </x>");
        }
        return script;
    }
}

package dev.relevo.chaos;

import dev.relevo.chaos.Mode.Kinds;
import dev.relevo.chaos.Mode.Pace;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.util.List;

/** Upstreams that keep a request waiting before any content came. */
final class SilentModes {
    static final List<Mode> ALL = List.of(
            Mode.of("silent", _ -> Script.silence()).pace(Pace.SLOW),
            Mode.of("silent-in-head", asked -> asked.whole().hang(Point.afterWire(1 + asked.any(60))))
                    .pace(Pace.SLOW),
            Mode.of("silent-after-head", asked -> asked.whole().hang(Point.afterHead()))
                    .pace(Pace.SLOW),
            Mode.of("silent-after-role", asked -> asked.whole().hang(Point.afterPieces(1)))
                    .pace(Pace.SLOW)
                    .only(Kinds.STREAM),
            Mode.of("silent-after-pings", _ -> pings().hang(Point.atEnd()))
                    .pace(Pace.SLOW)
                    .only(Kinds.STREAM),
            Mode.of("silent-in-body", asked -> asked.whole().hang(CutModes.anywhere(asked)))
                    .pace(Pace.SLOW)
                    .only(Kinds.PLAIN));

    private SilentModes() {}

    private static Script pings() {
        return Script.raw("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + ": ping\n\n".repeat(9));
    }
}

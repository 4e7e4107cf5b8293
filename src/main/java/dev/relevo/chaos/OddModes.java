package dev.relevo.chaos;

import dev.relevo.chaos.Mode.Kinds;
import dev.relevo.chaos.Mode.Pace;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Right answers in odd wrapping, or with something after them that belongs to nobody. */
final class OddModes {
    private static final byte[] BOMB = gzip(new byte[64 << 20]);

    static final List<Mode> ALL = List.of(
            Mode.of("gzip", asked -> coded(asked, gzip(asked.body()))),
            Mode.of("gzip-truncated", asked -> coded(asked, half(gzip(asked.body())))),
            Mode.of("gzip-bomb", asked -> coded(asked, BOMB)).pace(Pace.SLOW),
            Mode.of("some-1xx", asked -> asked.whole().interim(100).interim(103, "link: </x>")),
            Mode.of("until-close", asked -> asked.whole().framed(Framing.UNTIL_CLOSE))
                    .only(Kinds.PLAIN),
            Mode.of(
                    "length-and-chunks",
                    asked -> asked.whole()
                            .framed(Framing.CHUNKED)
                            .header("content-length", Integer.toString(asked.body().length))),
            Mode.of("surplus-answer", OddModes::surplus),
            Mode.of("stale-closed", asked -> asked.whole().close(Point.atEnd())),
            Mode.of("stale-reset", asked -> asked.whole().reset(Point.atEnd())),
            Mode.of("done-without-finish", OddModes::unfinished).only(Kinds.STREAM),
            Mode.of("byte-by-byte", asked -> asked.whole().inWritesOf(1)));

    private OddModes() {}

    private static Script unfinished(Asked asked) {
        List<String> events = new ArrayList<>(asked.events());
        events.remove(events.size() - 2);
        return Script.events(events);
    }

    /** A second answer right after the first, to a request that nobody sent. */
    private static Script surplus(Asked asked) {
        byte[] whole = asked.whole().wire();
        Answer foreign = new Answer("x", 0, 0);
        byte[] more = (asked.stream() ? Script.events(foreign.events()) : Script.json(200, foreign.body())).wire();
        byte[] both = Arrays.copyOf(whole, whole.length + more.length);
        System.arraycopy(more, 0, both, whole.length, more.length);
        return Script.raw(both);
    }

    private static Script coded(Asked asked, byte[] body) {
        return Script.of(200, asked.contentType(), body).header("content-encoding", "gzip");
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

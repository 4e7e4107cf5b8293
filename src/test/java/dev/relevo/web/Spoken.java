package dev.relevo.web;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Texts as a model streams them. */
final class Spoken {
    private Spoken() {}

    /** Word by word, with that pause between two. */
    static Script words(String text, Duration pause) {
        return pieces(List.of(text.split("(?<=\\s)")), pause);
    }

    /** In pieces of so many characters. */
    static Script pieces(String text, int length, Duration pause) {
        return pieces(List.of(text.split("(?<=\\G(?s:.{" + length + "}))")), pause);
    }

    private static Script pieces(List<String> pieces, Duration pause) {
        String usage = Completions.USAGE.replace("\"completion_tokens\":3", "\"completion_tokens\":" + pieces.size());
        Script script = Script.events(Stream.concat(
                        pieces.stream().map(piece -> Completions.content(escaped(piece))),
                        Stream.of(Completions.STOP, usage, Completions.DONE))
                .toList());
        for (int piece = 1; piece <= pieces.size() && !pause.isZero(); piece++) {
            script = script.pause(Point.afterPieces(piece), pause);
        }
        return script;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Any two texts, before and after a bar: the seam between them is the same however the second comes, what passes it is the end
 * of that, and of an echo that is told and of the text after it just the latter passes.
 */
public final class SeamFuzz {
    private SeamFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, UTF_8);
        int bar = Math.max(0, text.indexOf('|'));
        SoFar before = new SoFar(text.substring(0, bar), null, null, true);
        String after = text.substring(bar);
        for (boolean echoes : new boolean[] {true, false}) {
            Passed whole = passed(before, echoes, List.of(after));
            assertTrue(after.endsWith(whole.text), whole.text);
            assertEquals(whole, passed(before, echoes, characters(after)));
            assertEquals(whole, passed(before, echoes, pieces(after)));
        }
        if (!before.given().isEmpty()) {
            String heldBack = before.text().substring(before.given().length());
            Passed echoed = passed(before, true, pieces(before.given() + heldBack + after));
            assertEquals(new Passed(after, false), echoed);
        }
    }

    private record Passed(String text, boolean anew) {}

    private static Passed passed(SoFar before, boolean echoes, List<String> pieces) {
        Seam seam = new Seam(before, echoes);
        StringBuilder passed = new StringBuilder();
        pieces.forEach(piece -> passed.append(seam.take(piece)));
        passed.append(seam.rest());
        assertTrue(!seam.holds());
        return new Passed(passed.toString(), seam.anew());
    }

    private static List<String> characters(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(""));
    }

    private static List<String> pieces(String text) {
        Random random = new Random(text.hashCode());
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}

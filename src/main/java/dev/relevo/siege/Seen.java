package dev.relevo.siege;

import java.util.ArrayList;
import java.util.List;

/** What was seen of one mode, claim by claim. Safe for use by many threads. */
final class Seen {
    private final List<String> told = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int cases;
    private int claims;

    /** So many more were tried. */
    synchronized Seen cases(int more) {
        cases += more;
        return this;
    }

    /** Told in any case; the mode fails unless it holds. */
    synchronized Seen claim(boolean holds, String text) {
        claims++;
        told.add(holds ? text : "BAD: " + text);
        if (!holds) {
            broken.add(text);
        }
        return this;
    }

    /** Told only if it does not hold; the mode fails then. */
    synchronized Seen require(boolean holds, String text) {
        if (!holds) {
            return claim(false, text);
        }
        claims++;
        return this;
    }

    /** Worth knowing, whatever it is. */
    synchronized Seen note(String text) {
        told.add(text);
        return this;
    }

    synchronized int cases() {
        return cases;
    }

    /** Whether there was something to see, and all of it was as expected. */
    synchronized boolean holds() {
        return cases > 0 && claims > 0 && broken.isEmpty();
    }

    /** For people, on one line. */
    synchronized String text() {
        return claims == 0 ? "nothing was looked at" : String.join("; ", told).replace('\n', ' ');
    }
}

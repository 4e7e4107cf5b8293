package dev.relevo.ration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What became of the requests to a pool. Safe for use by many threads. */
final class Tally {
    private static final int LONGEST = 1500;

    private long asked;
    private long answered;
    private long limited;
    private long inSpite;
    private long followed;
    private long worked;
    private final Set<String> roomy = new TreeSet<>();
    private final List<String> oddities = new ArrayList<>();

    /** How often clients waited as told, and for how many of those that was enough. */
    record Waits(long followed, long worked) {}

    synchronized void add(Answer answer) {
        asked++;
        if (answer.isWhole()) {
            answered++;
        } else if (answer.isLimited() && answer.after() != null) {
            limited++;
        } else {
            odd(answer.status() + ": " + answer.body());
        }
    }

    /** Neither an answer nor word of a limit and its wait. */
    synchronized void odd(String what) {
        oddities.add(what.substring(0, Math.min(what.length(), LONGEST)));
    }

    /** A client was refused while those had room; mostly there are none. */
    synchronized void inSpiteOf(List<String> names) {
        if (!names.isEmpty()) {
            inSpite++;
            roomy.addAll(names);
        }
    }

    /** A client came again when it was told to. */
    synchronized void followed(Answer then) {
        followed++;
        worked += then.isLimited() ? 0 : 1;
    }

    synchronized long asked() {
        return asked;
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long limited() {
        return limited;
    }

    /** Who had room when a client was refused. */
    synchronized Set<String> roomy() {
        return Set.copyOf(roomy);
    }

    synchronized long refusedInSpite() {
        return inSpite;
    }

    synchronized Waits waits() {
        return new Waits(followed, worked);
    }

    synchronized List<String> oddities() {
        return List.copyOf(oddities);
    }
}

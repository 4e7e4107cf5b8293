package dev.relevo.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process without load, when it was warm and in the end: whether it is as large as it was.
 *
 * @param before when it was warm
 * @param after in the end
 */
record Growth(Sample before, Sample after) {
    /** Of live objects: a tenth, and what classes, compiled code's constants and caches of a fixed size take. */
    static final long HEAP = 4L << 20;

    /** Of memory: a quarter, and what the collector keeps or gives back as it likes. */
    static final long RESIDENT = 64L << 20;

    /** Of anything that is counted. */
    static final int COUNT = 8;

    /** What has grown, a sentence each. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        memory(complaints, "live heap", before.heap(), after.heap(), before.heap() / 10 + HEAP);
        memory(complaints, "resident memory", before.resident(), after.resident(), before.resident() / 4 + RESIDENT);
        count(complaints, "descriptors", before.descriptors(), after.descriptors());
        count(complaints, "threads", before.threads(), after.threads());
        count(complaints, "virtual threads", before.virtualThreads(), after.virtualThreads());
        return complaints;
    }

    private static void memory(List<String> complaints, String what, long before, long after, long tolerance) {
        if (after > before + tolerance) {
            complaints.add(String.format(
                    Locale.ROOT,
                    "%s grew from %.1f to %.1f MiB; %.1f more would do",
                    what,
                    mebibytes(before),
                    mebibytes(after),
                    mebibytes(tolerance)));
        }
    }

    private static void count(List<String> complaints, String what, int before, int after) {
        if (after > before + COUNT) {
            complaints.add(what + " grew from " + before + " to " + after + "; " + COUNT + " more would do");
        }
    }

    static double mebibytes(long bytes) {
        return bytes / (double) (1L << 20);
    }
}

package dev.relevo.chaos;

import dev.relevo.chaos.Chaos.Extent;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints what became of each cell as soon as that is known, and in the end what is wrong. */
final class Report {
    private static final int LONGEST_DETAIL = 400;

    private final Extent extent;
    private final PrintStream out;
    private final Map<Boolean, Result> healthy = new HashMap<>();
    private final List<Result> bad = new ArrayList<>();
    private int cells;
    private long requests;

    Report(Extent extent, PrintStream out) {
        this.extent = extent;
        this.out = out;
    }

    /** What the others of its kind are measured against. */
    void begin(Result result) {
        if (healthy.isEmpty() && !extent.json()) {
            out.println(Table.HEADER);
        }
        healthy.put(result.cell().stream(), result);
        add(result);
    }

    void add(Result result) {
        Result measure = healthy.getOrDefault(result.cell().stream(), result);
        out.println(extent.json() ? Table.json(result, measure) : Table.row(result, measure));
        cells++;
        requests += result.cell().requests();
        if (result.bad()) {
            bad.add(result);
        }
    }

    /** Says what is wrong; whether nothing is. */
    boolean end(Subject subject) {
        if (!extent.json()) {
            bad.forEach(this::blame);
            out.println(cells + " cells, " + requests + " requests, seed " + extent.seed() + ": "
                    + (bad.isEmpty()
                            ? "nothing lost, glued, falsely complete or with a hole"
                            : bad.size() + " cells are bad"));
        }
        if (!subject.alive()) {
            out.println("Relevo ended by itself; the last it said:");
            subject.lastLines().forEach(out::println);
        }
        return bad.isEmpty() && subject.alive();
    }

    private void blame(Result result) {
        String mode = result.cell().mode().name();
        out.println(result.cell().title() + ": see ./relevo chaos --mode " + mode + " --seed " + extent.seed());
        for (String detail : result.details()) {
            String line = detail.replace("\n", "\\n");
            out.println("    " + line.substring(0, Math.min(line.length(), LONGEST_DETAIL)));
        }
    }
}

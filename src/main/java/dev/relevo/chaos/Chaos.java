package dev.relevo.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fault matrix: three scripted upstreams for each cell, one Relevo process before them all, clients that check every
 * byte that they get, and a line for each cell.
 */
public final class Chaos {
    private final Extent extent;
    private final List<String> command;
    private final PrintStream out;

    /**
     * How much to run.
     *
     * @param quick few requests for each cell instead of thousands
     * @param seed decides where faults strike
     * @param mode the only mode to run, one of {@link #modes}, or null for all
     * @param json an object for each line instead of a table
     */
    public record Extent(boolean quick, long seed, @Nullable String mode, boolean json) {}

    /**
     * Nothing runs yet.
     *
     * @param command what starts Relevo, without its own options
     * @param out for the lines
     */
    public Chaos(Extent extent, List<String> command, PrintStream out) {
        this.extent = extent;
        this.command = List.copyOf(command);
        this.out = out;
    }

    /** The names of all modes. */
    public static List<String> modes() {
        return Modes.FAULTY.stream().map(Mode::name).toList();
    }

    /**
     * Runs it all, which takes minutes.
     *
     * @return whether nothing was lost, glued, falsely complete or had a hole, and the process survived
     * @throws IOException if the process or an upstream cannot be started
     */
    public boolean run() throws IOException, InterruptedException {
        Matrix matrix = Matrix.of(extent.quick(), extent.mode());
        Report report = new Report(extent, out);
        try (Sites sites = Sites.open(matrix.cells(), extent.seed());
                Subject subject = Subject.start(command, sites.configuration())) {
            Run run = new Run(subject.port(), sites);
            run.inTurn(matrix.warming(), _ -> {});
            List<Result> slow = run.atOnce(matrix.slow());
            run.inTurn(matrix.healthy(), report::begin);
            slow.forEach(report::add);
            run.inTurn(matrix.quick(), report::add);
            return report.end(subject);
        }
    }
}

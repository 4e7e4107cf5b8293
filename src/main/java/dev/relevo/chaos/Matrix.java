package dev.relevo.chaos;

import dev.relevo.chaos.Mode.Pace;
import dev.relevo.config.OnCut;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which cells there are, and how many requests each gets. */
final class Matrix {
    private static final boolean[] KINDS = {false, true};
    private static final int[] FAULTY = {1, 2};

    /** Enough where breakers mostly stay closed; a configuration file has no room for more. */
    private static final int FEW_POOLS = 4;

    private final Effort effort;
    private final List<Cell> warming = new ArrayList<>();
    private final List<Cell> healthy = new ArrayList<>();
    private final List<Cell> slow = new ArrayList<>();
    private final List<Cell> quick = new ArrayList<>();

    /**
     * How much is asked of a cell.
     *
     * @param healthy requests that the others are measured against; as many before them warm the process up
     * @param quick requests where a fault takes no time
     * @param slow requests where it takes a timeout
     * @param pools that share a cell's requests where each meets the fault, so that a target which rests matters to few
     */
    private record Effort(int healthy, int quick, int slow, int pools, int concurrency) {
        static final Effort FULL = new Effort(10_000, 10_000, 500, 12, 32);
        static final Effort LITTLE = new Effort(2_000, 100, 20, 5, 16);
    }

    private Matrix(Effort effort) {
        this.effort = effort;
    }

    /** @param only the only mode to run, or null for all */
    static Matrix of(boolean little, @Nullable String only) {
        Matrix matrix = new Matrix(little ? Effort.LITTLE : Effort.FULL);
        matrix.addHealthy(matrix.warming);
        matrix.addHealthy(matrix.healthy);
        Modes.FAULTY.stream()
                .filter(mode -> only == null || only.equals(mode.name()))
                .forEach(matrix::add);
        return matrix;
    }

    List<Cell> cells() {
        return Stream.of(warming, healthy, slow, quick).flatMap(List::stream).toList();
    }

    /** What only warms the process up. */
    List<Cell> warming() {
        return warming;
    }

    /** What the others are measured against, one of each kind. */
    List<Cell> healthy() {
        return healthy;
    }

    /** Cells that mostly wait. */
    List<Cell> slow() {
        return slow;
    }

    List<Cell> quick() {
        return quick;
    }

    private void addHealthy(List<Cell> cells) {
        for (boolean stream : KINDS) {
            cells.add(cell(Modes.HEALTHY, stream, 0, OnCut.ERROR, effort.healthy()));
        }
    }

    private void add(Mode mode) {
        for (boolean stream : KINDS) {
            for (OnCut policy : mode.policies(stream)) {
                add(mode, stream, policy);
            }
        }
    }

    private void add(Mode mode, boolean stream, OnCut policy) {
        for (int faulty : FAULTY) {
            if (mode.pace() == Pace.SLOW) {
                slow.add(cell(mode, stream, faulty, policy, effort.slow()));
            } else {
                quick.add(cell(mode, stream, faulty, policy, effort.quick()));
            }
        }
    }

    private Cell cell(Mode mode, boolean stream, int faulty, OnCut policy, int requests) {
        int number = cells().size();
        int pools = mode.pace() == Pace.QUICK ? FEW_POOLS : effort.pools();
        return new Cell(number, mode, stream, faulty, policy, requests, pools, effort.concurrency());
    }
}

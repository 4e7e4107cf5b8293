package dev.relevo.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deals the cells of the matrix, some at a time, until each had its turn, and then again in another order. */
public final class Deck {
    /** Of a cell: few, so that all of them meet its fault. */
    private static final int POOLS = 3;

    /** As many as have numbers of their own. */
    private static final int MOST = 9_000;

    private final long seed;
    private final Random random;
    private final Certificates certificates = new Certificates();
    private final List<Cell> undealt = new ArrayList<>();
    private int dealt;

    /** @param seed decides the order, and where faults strike */
    public Deck(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * So many cells, their upstreams running.
     *
     * @throws IOException if an upstream cannot be started
     */
    public Mix deal(int count) throws IOException {
        List<Cell> cells = new ArrayList<>();
        while (cells.size() < count) {
            if (undealt.isEmpty()) {
                shuffle();
            }
            cells.add(numbered(undealt.removeLast(), dealt++ % MOST));
        }
        return Mix.open(cells, seed + dealt, certificates);
    }

    private void shuffle() {
        Matrix matrix = Matrix.of(true, null);
        undealt.addAll(matrix.slow());
        undealt.addAll(matrix.quick());
        Collections.shuffle(undealt, random);
    }

    private static Cell numbered(Cell cell, int number) {
        return new Cell(number, cell.mode(), cell.stream(), cell.faulty(), cell.policy(), Cell.NUMBERS, POOLS, 1);
    }
}

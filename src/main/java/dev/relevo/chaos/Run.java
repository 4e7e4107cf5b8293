package dev.relevo.chaos;

import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Puts the load of cells on a proxy. */
final class Run {
    private static final int AT_ONCE = 12;

    private final int port;
    private final Sites sites;
    private final Clock clock = Clock.system();

    /**
     * Nothing is asked yet.
     *
     * @param port of the proxy, on this machine
     * @param sites where the proxy's configuration leads
     */
    Run(int port, Sites sites) {
        this.port = port;
        this.sites = sites;
    }

    /** One cell after the other. */
    void inTurn(List<Cell> cells, Consumer<Result> each) throws InterruptedException {
        for (Cell cell : cells) {
            each.accept(run(cell));
        }
    }

    /** Several cells at once, for those that mostly wait. */
    List<Result> atOnce(List<Cell> cells) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Result> results = new ArrayList<>();
            for (Future<Result> result : threads.invokeAll(cells.stream()
                    .map(cell -> (Callable<Result>) () -> run(cell))
                    .toList())) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Result run(Cell cell) throws InterruptedException {
        Site site = sites.take(cell);
        Tally tally = new Load(port, cell, clock).run();
        try {
            site.close();
        } catch (AssertionError e) {
            tally.blame(new Finding(Verdict.GLUED, String.valueOf(e.getMessage())));
        }
        return tally.result(cell, site.calls(), site.faults());
    }
}

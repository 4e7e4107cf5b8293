package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageSimulationTest {
    private static final int STEPS = 100_000;

    @ParameterizedTest
    @CsvSource({
        "ROUND_ROBIN, 1", "ROUND_ROBIN, 2", "WEIGHTED, 3", "WEIGHTED, 4",
        "LEAST_LATENCY, 5", "LEAST_LATENCY, 6", "PRIORITY, 7", "PRIORITY, 8"
    })
    void inEveryOutageOneProbesTheLastIsTriedAndTheBudgetIsHeld(Strategy strategy, long seed) {
        OutageSimulation simulation = new OutageSimulation(strategy, seed);

        simulation.run(STEPS);

        Promises promises = simulation.promises();
        assertTrue(simulation.outages() > 3, simulation.outages() + " outages of all");
        assertTrue(promises.spared() > 100, promises.spared() + " requests spared");
        assertTrue(promises.hedges() > 100, promises.hedges() + " hedges");
    }
}

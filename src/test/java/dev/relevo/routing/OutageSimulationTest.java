package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageSimulationTest {
    private static final int STEPS = 100_000;

    @ParameterizedTest
    @CsvSource({"ROUND_ROBIN, 1", "ROUND_ROBIN, 2", "WEIGHTED, 3"})
    void inEveryOutageOneProbesTheLastIsTriedAndTheBudgetIsHeld(Strategy strategy, long seed) {
        OutageSimulation simulation = new OutageSimulation(strategy, seed);

        simulation.run(STEPS);

        assertTrue(simulation.outages() > 10, simulation.outages() + " outages of all");
        assertTrue(simulation.spared() > 1000, simulation.spared() + " requests spared");
    }
}

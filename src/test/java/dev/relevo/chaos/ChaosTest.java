package dev.relevo.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.OnCut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Some cells of the matrix against a real process; all of them are what {@code ./relevo chaos} is for. */
class ChaosTest {
    private static final Set<String> SOME = Set.of(
            "refused",
            "429",
            "503",
            "silent-after-role",
            "reset-mid-stream",
            "malformed-event",
            "surplus-answer",
            "stale-closed");
    private static final int REQUESTS = 8;

    @Test
    void noRequestIsLostGluedFalselyCompleteOrHasAHole() throws Exception {
        List<Result> results = new ArrayList<>();
        List<Cell> cells = cells();

        try (Sites sites = Sites.open(cells, 1);
                Subject subject = Subject.start(command(), sites.configuration())) {
            new Run(subject.port(), sites).inTurn(cells, results::add);
        }

        for (Result result : results) {
            assertEquals(
                    REQUESTS,
                    result.count(Verdict.WHOLE) + result.count(Verdict.TOLD),
                    result.cell().title() + result.details());
        }
        assertTrue(results.stream().mapToInt(Result::faults).sum() > results.size());
    }

    @Test
    void everyModeHasANameOfItsOwn() {
        assertEquals(Chaos.modes().size(), new HashSet<>(Chaos.modes()).size());
    }

    @Test
    void everyModeFacesOneAndTwoFaultyTargetsOfThree() {
        for (String mode : Chaos.modes()) {
            List<Integer> faulty = Matrix.of(true, mode).cells().stream()
                    .map(Cell::faulty)
                    .filter(count -> count > 0)
                    .distinct()
                    .sorted()
                    .toList();

            assertEquals(List.of(1, 2), faulty, mode);
        }
    }

    @Test
    void whatCutsStreamsIsTriedUnderEachPolicy() {
        List<OnCut> policies = Matrix.of(true, "reset-mid-stream").quick().stream()
                .map(Cell::policy)
                .distinct()
                .toList();

        assertEquals(List.of(OnCut.values()), policies);
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Cell cell : Matrix.of(true, null).cells()) {
            if (SOME.contains(cell.mode().name()) && cell.faulty() == 2) {
                cells.add(new Cell(
                        cell.number(),
                        cell.mode(),
                        cell.stream(),
                        cell.faulty(),
                        cell.policy(),
                        REQUESTS,
                        1,
                        REQUESTS));
            }
        }
        return cells;
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.relevo.Main");
    }
}

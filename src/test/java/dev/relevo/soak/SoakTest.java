package dev.relevo.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.chaos.Deck;
import dev.relevo.chaos.Mix;
import dev.relevo.chaos.Verdict;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import dev.relevo.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That a soak sees what is wrong; that nothing is wrong takes longer, and is what {@code ./relevo chaos --soak} is for. */
class SoakTest {
    private static final Soak.Rhythm HASTY =
            new Soak.Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1), 40);

    private static final Pattern LOST = Pattern.compile("\\d (lost|glued|false|hole)\\b");

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(120)
    void aDescriptorThatIsNotClosedIsFoundAmongFaultsAndReloads() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Soak.Extent extent = new Soak.Extent(Duration.ofSeconds(4), 1, false);

        boolean fine = new Soak(extent, HASTY, leaking(), new PrintStream(said, true, UTF_8)).run();

        String text = said.toString(UTF_8);
        assertFalse(fine, text);
        assertTrue(text.contains("descriptors grew from "), text);
        assertFalse(LOST.matcher(text).find(), text);
    }

    @Test
    @Timeout(20)
    void whoeverGetsNoAnswerIsLost() throws Exception {
        assertLost(Habit.ASKS, Script.json(502, "{}"));
        assertLost(Habit.ASKS, Script.resetting());
        assertLost(Habit.ASKS_FOR_MUCH, Completions.chat("little"));
        assertLost(Habit.ASKS_FOR_HEALTH, Script.json(503, "{}"));
    }

    @Test
    @Timeout(20)
    void whoeverIsNotToldThatTheRequestIsMalformedIsLost() throws Exception {
        try (FaultyUpstream bad = FaultyUpstream.start().alwaysAccept(Fault.Ending.CLOSE)) {
            assertEquals(Verdict.LOST, verdict(Habit.MALFORMED, bad));
        }
    }

    private static void assertLost(Habit habit, Script script) throws Exception {
        try (FaultyUpstream bad = FaultyUpstream.start(script)) {
            assertEquals(
                    habit == Habit.ASKS_FOR_MUCH ? Verdict.FALSE : Verdict.LOST, verdict(habit, bad), script::toString);
        }
    }

    private static Verdict verdict(Habit habit, FaultyUpstream proxy) throws Exception {
        try (Large large = new Large();
                Mix mix = new Deck(1).deal(1)) {
            Door door = new Door(proxy.port());
            Visit visit = new Visit(habit, mix, new SplittableRandom(1));
            return visit.pay(new Guests(door, large, Clock.system()), new Nuisances(door))
                    .verdict();
        }
    }

    private static List<String> leaking() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LeakingRelevo.class.getName());
    }
}

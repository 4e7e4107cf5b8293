package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one file, as a restart has them for a while. */
class MergeTest {
    private static final long NOW = Kept.NOW;

    @TempDir
    private Path folder;

    private Kept older;
    private Kept newer;

    @BeforeEach
    void start() {
        older = new Kept(folder);
        newer = new Kept(folder);
    }

    @AfterEach
    void stop() {
        older.close();
        newer.close();
    }

    @Test
    void theHigherCountOfAWindowStaysWhoeverWritesLast() {
        newer.flush(newer.rest(NOW, 7, "seven"));
        older.flush(older.rest(NOW, 5, "five"));
        assertEquals("seven", newer.value());

        older.flush(older.rest(NOW, 9, "nine"));
        newer.flush(newer.rest(NOW, 8, "eight"));
        assertEquals("nine", newer.value());
    }

    @Test
    void aLaterEndStaysWhateverWasCounted() {
        older.flush(older.rest(NOW + 1, 0, "later"));
        newer.flush(newer.rest(NOW, 100, "earlier"));

        assertEquals("later", older.value());
    }

    @Test
    void aProcessCorrectsWhatItWroteItself() {
        older.flush(older.rest(NOW, 5, "five"));
        older.flush(older.rest(NOW, 3, "three"));

        assertEquals("three", newer.value());
    }

    @Test
    void theNewerProcessCorrectsWhatTheOlderOneLeftBehind() {
        older.flush(older.rest(NOW, 5, "five"));
        newer.clock.addAndGet(Duration.ofSeconds(11).toMillis());
        newer.flush(newer.rest(NOW, 3, "three"));
        assertEquals("three", newer.value());

        older.clock.addAndGet(Duration.ofSeconds(60).toMillis());
        older.flush(older.rest(NOW, 2, "two"));
        assertEquals("three", newer.value());
    }

    @Test
    void theNewerProcessIsNotHeldUpByAClockThatWasSetBack() {
        older.flush(older.rest(NOW, 5, "five"));
        newer.clock.addAndGet(-Duration.ofDays(1).toMillis());
        newer.flush(newer.rest(NOW, 3, "three"));

        assertEquals("three", newer.value());
    }

    @Test
    void usageOfBothIsAddedUp() {
        for (Kept each : new Kept[] {older, newer, older}) {
            each.usage.add(Usages.answered("auto", "p/m"));
            each.session.flush();
        }

        assertEquals(3, Usages.requests(folder));
    }
}

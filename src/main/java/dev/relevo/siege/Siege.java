package dev.relevo.siege;

import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What clients and machines may do to Relevo: each in turn to a real process, with scripted providers behind it, and a line
 * for each. Linux only, since much of it is seen in {@code /proc}.
 */
public final class Siege {
    private static final List<Mode> MODES = Stream.of(
                    GoneModes.ALL,
                    ReaderModes.ALL,
                    SlowModes.ALL,
                    FloodModes.ALL,
                    HeapModes.ALL,
                    RefusalModes.ALL,
                    CapModes.ALL,
                    TlsModes.ALL,
                    StopModes.ALL,
                    StartModes.ALL,
                    LoadModes.ALL,
                    StarvedModes.ALL)
            .flatMap(List::stream)
            .toList();

    private final Extent extent;
    private final List<String> command;
    private final PrintStream out;

    /**
     * How much to do.
     *
     * @param quick few cases of each mode
     * @param seed decides when clients leave
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
    public Siege(Extent extent, List<String> command, PrintStream out) {
        this.extent = extent;
        this.command = List.copyOf(command);
        this.out = out;
    }

    /** The names of all modes. */
    public static List<String> modes() {
        return MODES.stream().map(Mode::name).toList();
    }

    /**
     * Runs it all, which takes minutes.
     *
     * @return whether everything was as expected
     * @throws IOException if this is not Linux, or the process cannot be started
     */
    public boolean run() throws IOException, InterruptedException {
        if (!Vitals.areKnown()) {
            throw new IOException("what a process holds is read from /proc, which this system has not");
        }
        say(Table.HEADER);
        Map<Mode, Seen> seen = new ConcurrentHashMap<>();
        Thread waiting = Thread.ofPlatform().name("siege").start(() -> runAll(true, seen));
        runAll(false, seen);
        waiting.join();
        return end(seen);
    }

    private void runAll(boolean patient, Map<Mode, Seen> results) {
        try (Ground ground = new Ground(command, extent)) {
            for (Mode mode : MODES) {
                boolean wanted = extent.mode() == null || mode.name().equals(extent.mode());
                if (wanted && mode.patient() == patient) {
                    Seen seen = seen(mode, ground);
                    results.put(mode, seen);
                    out.println(extent.json() ? Table.json(mode, seen) : Table.row(mode, seen));
                }
            }
        } catch (IOException e) {
            out.println("a process or its files cannot be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean end(Map<Mode, Seen> results) {
        int cases = results.values().stream().mapToInt(Seen::cases).sum();
        List<String> bad = MODES.stream()
                .filter(mode -> results.containsKey(mode) && !results.get(mode).holds())
                .map(Mode::name)
                .toList();
        say(results.size() + " modes, " + cases + " cases, seed " + extent.seed() + ": "
                + (bad.isEmpty() ? "all as expected" : "not as expected: " + String.join(", ", bad)));
        return bad.isEmpty() && !results.isEmpty();
    }

    private void say(String line) {
        if (!extent.json()) {
            out.println(line);
        }
    }

    private static Seen seen(Mode mode, Ground ground) throws InterruptedException {
        long started = ground.clock().nanos();
        try {
            Seen seen = mode.trial().run(ground);
            return seen.note(TimeUnit.NANOSECONDS.toSeconds(ground.clock().nanos() - started) + " s");
        } catch (IOException | GeneralSecurityException | AssertionError e) {
            return new Seen().cases(1).claim(false, e.toString());
        }
    }
}

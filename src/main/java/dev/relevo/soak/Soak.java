package dev.relevo.soak;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * One Relevo process under load for long: upstreams that fail in ever other ways, clients of many sorts, reloads. It must
 * lose nothing, and without load it must be as large in the end as it was when it was warm.
 */
public final class Soak {
    /** Less says nothing. */
    public static final Duration SHORTEST = Duration.ofSeconds(10);

    private final Extent extent;
    private final Rhythm rhythm;
    private final List<String> command;
    private final PrintStream out;
    private final Clock clock = Clock.system();

    /**
     * How much to run.
     *
     * @param duration of the load; to settle, twice, takes a minute or two more
     * @param seed decides what fails how, and what clients do
     * @param json an object for each line instead of a table
     */
    public record Extent(Duration duration, long seed, boolean json) {}

    /**
     * How the time is divided.
     *
     * @param warming after so much load the process is what it is in the end compared with
     * @param turn between two changes of the configuration, and two looks
     * @param settling without load until a look counts: longer than idle connections are kept
     * @param pace clients a second
     */
    record Rhythm(Duration warming, Duration turn, Duration settling, int pace) {
        private static final int PACE = 150;
        private static final int LOOKS = 60;
        private static final Duration LONGEST_WARMING = Duration.ofMinutes(5);
        private static final Duration SHORTEST_TURN = Duration.ofSeconds(10);
        private static final Duration LONGEST_TURN = Duration.ofSeconds(60);
        private static final Duration SETTLING = Duration.ofSeconds(33);

        static Rhythm of(Duration duration) {
            Duration turn = smaller(LONGEST_TURN, larger(SHORTEST_TURN, duration.dividedBy(LOOKS)));
            return new Rhythm(smaller(LONGEST_WARMING, duration.dividedBy(4)), turn, SETTLING, PACE);
        }

        private static Duration smaller(Duration one, Duration other) {
            return one.compareTo(other) <= 0 ? one : other;
        }

        private static Duration larger(Duration one, Duration other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    /**
     * Nothing runs yet.
     *
     * @param command what starts Relevo, without its own options
     * @param out for the lines
     */
    public Soak(Extent extent, List<String> command, PrintStream out) {
        this(extent, Rhythm.of(extent.duration()), command, out);
    }

    Soak(Extent extent, Rhythm rhythm, List<String> command, PrintStream out) {
        this.extent = extent;
        this.rhythm = rhythm;
        this.command = List.copyOf(command);
        this.out = out;
    }

    /**
     * Runs it all.
     *
     * @return whether nothing was lost, glued, falsely complete or had a hole, and the process did not grow
     * @throws IOException if the process or an upstream cannot be started, or the process ends
     */
    public boolean run() throws IOException, InterruptedException {
        long began = clock.nanos();
        try (Stage stage = new Stage(command, rhythm.pace(), extent.seed(), clock)) {
            Gauge gauge = new Gauge(stage.subject().process());
            Report report = new Report(extent, stage, out);
            load(stage, gauge, report, rhythm.warming(), began);
            Gauge.Reading warm = settled(stage, gauge, began);
            report.settled(warm.sample());
            load(stage, gauge, report, extent.duration().minus(rhythm.warming()), began);
            Gauge.Reading last = settled(stage, gauge, began);
            report.settled(last.sample());
            return report.end(warm, last);
        }
    }

    private void load(Stage stage, Gauge gauge, Report report, Duration time, long began)
            throws IOException, InterruptedException {
        Deadline end = Deadline.after(clock, time);
        stage.traffic().go();
        while (!end.passed(clock)) {
            long left = Math.min(end.nanos() - clock.nanos(), rhythm.turn().toNanos());
            Thread.sleep(Duration.ofNanos(Math.max(0, left)));
            report.look(gauge.read(since(began)).sample());
            if (!end.passed(clock)) {
                stage.turn();
            }
        }
    }

    /** Twice, since what the first collection lets go of takes a moment to be closed. */
    private Gauge.Reading settled(Stage stage, Gauge gauge, long began) throws IOException, InterruptedException {
        stage.traffic().pause();
        Thread.sleep(rhythm.settling());
        gauge.read(since(began));
        Thread.sleep(Duration.ofSeconds(1));
        return gauge.read(since(began));
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.nanos() - nanos);
    }
}

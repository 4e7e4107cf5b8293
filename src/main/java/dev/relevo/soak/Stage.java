package dev.relevo.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Deck;
import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Mix;
import dev.relevo.chaos.Subject;
import dev.relevo.chaos.Verdict;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The process, its clients and its upstreams, of which some are others each turn, by a reload. */
final class Stage implements AutoCloseable {
    private static final String SERVER = "log-level: error, drain-grace: 1s";
    private static final int CELLS = 8;
    private static final int BROKEN_EACH = 4;
    private static final Duration LONGEST_RELOAD = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Clock clock;
    private final Deck deck;
    private final Large large;
    private final Subject subject;
    private final Door door;
    private final Traffic traffic;
    private Mix mix;
    private int turns;
    private int faults;

    /** Starts the process; nobody comes yet. */
    Stage(List<String> command, int pace, long seed, Clock clock) throws IOException, InterruptedException {
        this.clock = clock;
        this.deck = new Deck(seed);
        this.large = new Large();
        this.mix = deck.deal(CELLS);
        this.subject = Subject.start(command, SERVER, configuration(mix), _ -> {});
        this.door = new Door(subject.port());
        this.traffic = new Traffic(door, large, mix, pace, seed, clock);
    }

    Traffic traffic() {
        return traffic;
    }

    Subject subject() {
        return subject;
    }

    /** How many requests met a fault. */
    int faults() {
        return faults + mix.faults();
    }

    /** How often the configuration changed, the broken ones included. */
    int turns() {
        return turns;
    }

    /** Has other upstreams fail in other ways, while clients go on. */
    void turn() throws IOException, InterruptedException {
        turns++;
        Mix next = deck.deal(CELLS);
        if (turns % BROKEN_EACH == 0) {
            breakConfiguration();
        }
        subject.configure(SERVER, configuration(mix, next));
        awaitModel(next.model());
        traffic.turnTo(next);
        end(mix);
        mix = next;
    }

    @Override
    public void close() throws IOException {
        traffic.end();
        subject.close();
        end(mix);
        large.close();
    }

    /** The last file is half of one; whoever reads it keeps to what it had. */
    private void breakConfiguration() throws IOException, InterruptedException {
        byte[] whole = Files.readAllBytes(subject.file());
        String half = new String(whole, 0, whole.length / 2, UTF_8);
        Files.writeString(subject.file(), half);
        Thread.sleep(Duration.ofSeconds(2));
    }

    private void awaitModel(String name) throws IOException, InterruptedException {
        Deadline latest = Deadline.after(clock, LONGEST_RELOAD);
        while (!door.get("/v1/models").text().contains("\"" + name + "\"")) {
            if (latest.passed(clock)) {
                throw new IOException("Relevo does not apply its configuration within " + LONGEST_RELOAD.toSeconds()
                        + " s; it said last: " + String.join("\n", subject.lastLines()));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private void end(Mix ending) {
        faults += ending.faults();
        try {
            ending.close();
        } catch (AssertionError e) {
            traffic.tally().blame(new Finding(Verdict.GLUED, String.valueOf(e.getMessage())));
        }
    }

    private String configuration(Mix... mixes) {
        StringBuilder providers = new StringBuilder("providers:\n").append(large.providers());
        StringBuilder models = new StringBuilder("models:\n").append(large.models());
        for (Mix one : mixes) {
            providers.append(one.providers());
            models.append(one.models());
        }
        return providers.append(models).toString();
    }
}

package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Strategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What the upstreams of an {@link OutageSimulation} do, changing now and then, one by one and all at once. Only the last
 * one's endpoint is unreachable at times, so that others are left for its sibling.
 */
final class Upstreams {
    /** How long the patient wait for a silent one; longer than a probe keeps others away. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** How long the impatient do; longer than any answer takes. */
    private static final Duration SHARE = Duration.ofSeconds(2);

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Random random;
    private final List<String> names;
    private final Map<String, Mode> modes = new HashMap<>();
    private final Set<String> down = new HashSet<>();
    private final Map<String, Long> answeredAt = new HashMap<>();
    /** Since when those are well that were down for some request and have not answered yet. */
    private final Map<String, Long> recoveredAt = new HashMap<>();

    private int outages;

    enum Mode {
        WELL,
        FAILING,
        SILENT,
        LIMITED,
        UNREACHABLE
    }

    enum End {
        ANSWER,
        FAILURE,
        TIMEOUT,
        CUT_SHORT,
        LIMIT,
        UNREACHABLE,
        CLIENT_GONE
    }

    /** How an attempt ends that begins now, and when. */
    record Fate(End end, Duration took) {}

    Upstreams(List<String> names, Random random) {
        this.names = names;
        this.random = random;
        names.forEach(name -> modes.put(name, Mode.WELL));
    }

    boolean allAre(Mode mode) {
        return modes.values().stream().allMatch(each -> each == mode);
    }

    /** Times when all of them failed. */
    int outages() {
        return outages;
    }

    /** Where turns are had by all, whoever is well again has answered in time; where they are not, the first has. */
    void assertRecovered(Strategy strategy, long now) {
        recoveredAt.forEach((name, since) -> {
            boolean hasTurns = strategy != Strategy.PRIORITY || name.equals(names.getFirst());
            assertTrue(!hasTurns || now - since < RECOVERY.toNanos(), name + " has not served again");
        });
    }

    void answered(String name, long now) {
        answeredAt.put(name, now);
        down.remove(name);
        recoveredAt.remove(name);
    }

    /** An attempt that began before the last answer says nothing any more. */
    void failed(String name, long began) {
        if (began > answeredAt.getOrDefault(name, -1L)) {
            down.add(name);
        }
    }

    /** It has that much longer to serve again, through no fault of its own. */
    void delayed(String name, Duration delay) {
        recoveredAt.computeIfPresent(name, (_, since) -> since + delay.toNanos());
    }

    void change(long now) {
        int what = random.nextInt(10);
        if (what == 0) {
            outages++;
            names.forEach(name -> set(name, Mode.FAILING, now));
        } else if (what <= 2) {
            names.forEach(name -> set(name, Mode.WELL, now));
        } else {
            String name = names.get(random.nextInt(names.size()));
            boolean last = name.equals(names.getLast());
            Mode mode = Mode.values()[random.nextInt(last ? 5 : 4)];
            set(name, mode, now);
        }
    }

    private void set(String name, Mode mode, long now) {
        Mode before = modes.put(name, mode);
        if (mode != Mode.WELL) {
            recoveredAt.remove(name);
        } else if (before != Mode.WELL && down.contains(name)) {
            recoveredAt.put(name, now);
        }
    }

    Fate fate(String name) {
        if (random.nextInt(100) == 0) {
            return new Fate(End.CLIENT_GONE, millis(1, 300));
        }
        return switch (modes.getOrDefault(name, Mode.WELL)) {
            case WELL -> new Fate(End.ANSWER, millis(50, random.nextInt(10) == 0 ? 1500 : 400));
            case FAILING -> new Fate(End.FAILURE, millis(5, 100));
            case SILENT -> random.nextBoolean() ? new Fate(End.TIMEOUT, TIMEOUT) : new Fate(End.CUT_SHORT, SHARE);
            case LIMITED -> new Fate(End.LIMIT, millis(5, 30));
            case UNREACHABLE -> new Fate(End.UNREACHABLE, millis(1, 10));
        };
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least));
    }
}

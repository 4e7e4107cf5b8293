package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one member of {@code models}: an alias and its targets. */
final class AliasReader {
    private static final Key<Strategy> STRATEGY = new Key<>(
            "strategy",
            Scalars.oneOf(Strategy.values()),
            "How a target is chosen: by turns, by turns in proportion to their weights, the quicker of two drawn at"
                    + " random, or the first that can.",
            Strategy.ROUND_ROBIN);
    private static final Key<List<Section>> TARGETS = new Key<>(
            "targets", new ListForm<>(TargetReader.SHAPE), "What requests run on: providers, or provider/model.");
    private static final Key<Long> HOLD_LIMIT = new Key<>(
            "hold-limit",
            Scalars.size(1, 256L << 20),
            "How much of a plain answer is held back before the client sees any, so that a broken one can fail over.",
            (long) Alias.DEFAULT_HOLD_LIMIT);
    private static final Key<Duration> KEEP_ALIVE_AFTER = new Key<>(
            "keep-alive-after",
            Scalars.duration(Duration.ofMillis(100)),
            "Silence after which a streaming client gets a comment, so that nobody on the way cuts the connection.",
            Alias.DEFAULT_KEEP_ALIVE_AFTER);
    private static final Key<Section> TIMEOUTS = new Key<>(
            "timeouts",
            TimeoutsReader.POOL_SHAPE,
            "How long any of its targets may keep a request waiting, where that is less than the provider's own.");

    private static final Key<Integer> SAME_TARGET_RETRIES = new Key<>(
            "same-target-retries",
            Scalars.count(0, 10),
            "How often a target that failed (5xx, a reset) is asked again before another is; 1 where the pool has one"
                    + " target, else 0.");
    private static final Key<Duration> WAIT_OUT_LIMIT = new Key<>(
            "wait-out-limit",
            Scalars.duration(Duration.ZERO),
            "How long a request waits at most, in all, for limits to end whose length is known, rather than go elsewhere.",
            Retries.DEFAULT.waitOutLimit());

    /** A bare list of targets is short for a pool with these. */
    static final Shape SHAPE = Shape.of(
                    STRATEGY, TARGETS, HOLD_LIMIT, KEEP_ALIVE_AFTER, SAME_TARGET_RETRIES, WAIT_OUT_LIMIT, TIMEOUTS)
            .orOnly(TARGETS);

    private final TargetReader targets;
    private final Reading reading;

    /** @param aliases every alias of the file: none of them is a target */
    AliasReader(Set<String> aliases, Providers providers, Reading reading) {
        this.targets = new TargetReader(aliases, providers);
        this.reading = reading;
    }

    Alias read(Pair<String, Section> member) {
        Section pool = member.value();
        Strategy strategy = pool.get(STRATEGY);
        return new Alias(
                member.name(),
                strategy,
                entries(pool, member.place(), strategy),
                pool.get(HOLD_LIMIT).intValue(),
                pool.get(KEEP_ALIVE_AFTER),
                new Retries(pool.find(SAME_TARGET_RETRIES), pool.get(WAIT_OUT_LIMIT)),
                TimeoutsReader.readPools(pool.section(TIMEOUTS)));
    }

    private List<Entry> entries(Section pool, Place place, Strategy strategy) {
        List<Section> sections = pool.list(TARGETS);
        if (sections.isEmpty()) {
            reading.problem(place, pool.path(TARGETS), "no targets, expected a list such as [groq, openai/gpt-4.1]");
        }
        List<Entry> entries = new ArrayList<>();
        for (Section section : sections) {
            @Nullable Entry entry = targets.read(section, strategy);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }
}

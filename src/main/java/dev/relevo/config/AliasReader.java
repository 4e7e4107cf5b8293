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
                    + " random, the one whose quota would expire unused soonest, or the first that can.",
            Strategy.ROUND_ROBIN);
    private static final Key<Affinity> AFFINITY = new Key<>(
            "affinity",
            Scalars.oneOf(Affinity.values()),
            "Whether requests of one conversation prefer the same target, whose provider may have kept their prompt:"
                    + " where they name it (prompt_cache_key, x-session-affinity, x-session-id, session-id); the others"
                    + " too, by their user or how they begin; or never.",
            Affinity.EXPLICIT);
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
            Streams.DEFAULT.keepAliveAfter());
    private static final Key<Duration> BRIDGE_AFTER = new Key<>(
            "bridge-after",
            Scalars.duration(Duration.ofMillis(100)),
            "How long after its arrival a streaming request that nobody answered yet gets a head and comments while the"
                    + " search goes on, so that nobody on the way gives up; 25s is a good value. Without it, never.");
    private static final Key<OnCut> ON_CUT = new Key<>(
            "on-cut",
            Scalars.oneOf(OnCut.values()),
            "What is done about a streamed answer that breaks off: the client is told by an error event; or nothing is"
                    + " sent before the answer is whole; or another target that 'continues' goes on with the text.",
            OnCut.ERROR);
    private static final Key<OnMalformed> ON_MALFORMED = new Key<>(
            "on-malformed",
            Scalars.oneOf(OnMalformed.values()),
            "What is done about an event of a streamed answer that is none: it counts as a cut, since text may be"
                    + " missing; or it is left out, and the client told by a comment.",
            OnMalformed.CUT);
    private static final Key<Boolean> HEDGE = new Key<>(
            "hedge",
            Scalars.flag(),
            "Whether a second target is asked when the first content takes longer than 95 of 100 did of late; the first"
                    + " to come wins. At most 5 of 100 calls are added.",
            false);
    private static final Key<Resilience> RESILIENCE = new Key<>(
            "resilience",
            Scalars.oneOf(Resilience.values()),
            "A name for several settings at once. 'maximal' absorbs every failure at the price of streaming: on-cut:"
                    + " buffer, timeouts.ttft: 10s, same-target-retries: 1, max-wait: 15s, where they are not set.",
            Resilience.STANDARD);
    private static final Key<Section> TIMEOUTS = new Key<>(
            "timeouts",
            TimeoutsReader.POOL_SHAPE,
            "How long any of its targets may keep a request waiting, where that is less than the provider's own.");

    private static final Key<Integer> SAME_TARGET_RETRIES = new Key<>(
            "same-target-retries",
            Scalars.count(0, 10),
            "How often a target that failed (5xx, a reset) is asked again before another is; 1 where the pool has one"
                    + " target, else 0.");
    private static final Key<Duration> MAX_WAIT = new Key<>(
            "max-wait",
            Scalars.duration(Duration.ZERO),
            "How long a request waits at most, in all, for room under limits.",
            Retries.DEFAULT.maxWait());

    /** A bare list of targets is short for a pool with these. */
    static final Shape SHAPE = Shape.of(
                    STRATEGY,
                    AFFINITY,
                    TARGETS,
                    RESILIENCE,
                    HOLD_LIMIT,
                    KEEP_ALIVE_AFTER,
                    BRIDGE_AFTER,
                    ON_CUT,
                    ON_MALFORMED,
                    SAME_TARGET_RETRIES,
                    MAX_WAIT,
                    HEDGE,
                    TIMEOUTS)
            .orOnly(TARGETS);

    /** Spelt as in the file. */
    private enum OnMalformed {
        CUT,
        SKIP
    }

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
        Resilience resilience = pool.get(RESILIENCE);
        return new Alias(
                member.name(),
                strategy,
                pool.get(AFFINITY),
                entries(pool, member.place(), strategy),
                pool.get(HOLD_LIMIT).intValue(),
                streams(pool, resilience),
                retries(pool, resilience),
                TimeoutsReader.readPools(pool.section(TIMEOUTS), resilience.timeouts()));
    }

    private static Streams streams(Section pool, Resilience resilience) {
        return new Streams(
                pool.get(KEEP_ALIVE_AFTER),
                pool.find(BRIDGE_AFTER),
                pool.has(ON_CUT) ? pool.get(ON_CUT) : resilience.onCut(),
                pool.get(ON_MALFORMED) == OnMalformed.SKIP);
    }

    private static Retries retries(Section pool, Resilience resilience) {
        Retries otherwise = resilience.retries();
        Integer sameTarget = pool.find(SAME_TARGET_RETRIES);
        return new Retries(
                sameTarget == null ? otherwise.sameTarget() : sameTarget,
                pool.has(MAX_WAIT) ? pool.get(MAX_WAIT) : otherwise.maxWait(),
                pool.get(HEDGE));
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

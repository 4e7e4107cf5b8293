package dev.relevo.store;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Amounts of many requests together. Used by one thread at a time. */
public final class UsageSum {
    /** Of a time and the next larger one that are told apart, to four in each doubling. */
    private static final int STEPS_PER_DOUBLING = 4;

    private final Map<Amount, Long> amounts = new EnumMap<>(Amount.class);
    /** How many answers' first tokens came within each step of time. */
    private final Map<Integer, Long> firstTokens = new TreeMap<>();

    public long of(Amount amount) {
        return amounts.getOrDefault(amount, 0L);
    }

    /**
     * The time to the first token that so many of the answers did not exceed, within a tenth.
     *
     * @param share from 0 to 1
     * @return null where none is known
     */
    public @Nullable Duration firstTokenWithin(double share) {
        long known = firstTokens.values().stream().mapToLong(Long::longValue).sum();
        long left = Math.max(1, (long) Math.ceil(share * (double) known));
        for (Map.Entry<Integer, Long> step : firstTokens.entrySet()) {
            left -= step.getValue();
            if (left <= 0) {
                return Duration.ofMillis(Math.round(Math.pow(2, (step.getKey() + 0.5) / STEPS_PER_DOUBLING)));
            }
        }
        return null;
    }

    void add(Amount amount, long more) {
        if (more != 0) {
            amounts.merge(amount, more, Long::sum);
        }
    }

    void addFirstToken(long millis) {
        add(Amount.FIRST_TOKENS, 1);
        add(Amount.FIRST_TOKEN_MILLIS, millis);
        addFirstTokens(
                (int) Math.floor(STEPS_PER_DOUBLING * Math.log(Math.max(1.0, (double) millis)) / Math.log(2)), 1);
    }

    /** @param step as {@link #firstTokens} numbers them */
    void addFirstTokens(int step, long answers) {
        firstTokens.merge(step, answers, Long::sum);
    }

    public void add(UsageSum other) {
        other.amounts.forEach(this::add);
        other.firstTokens.forEach(this::addFirstTokens);
    }

    /** The answers of each step of time to the first token. */
    Map<Integer, Long> firstTokens() {
        return firstTokens;
    }
}

package dev.relevo.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A limit on what may be used of something.
 *
 * @param period null for {@link Quantity#CONCURRENT}, which has none
 * @param most as the quantity counts; zero for nothing at all
 * @param assumed whether it is a preset's word on a provider's plan, so that what the provider tells replaces it; else it
 *     is the user's own and holds besides
 */
public record QuotaLimit(Quantity quantity, @Nullable Period period, long most, Window window, boolean assumed) {
    /** A dollar in nano-dollars. */
    private static final int DOLLAR_DIGITS = 9;

    /** As a file spells it: {@code requests-per-day}, {@code concurrent}. */
    public String name() {
        return name(quantity, period);
    }

    /** A limit's name as a file spells it. */
    public static String name(Quantity quantity, @Nullable Period period) {
        return Scalars.kebab(quantity) + (period == null ? "" : "-per-" + Scalars.kebab(period));
    }

    /** As a file spells it: {@code requests-per-day: 1000}. */
    @Override
    public String toString() {
        return text(quantity, period, most);
    }

    /**
     * One of a user's own in a rolling window, from a text such as {@code requests-per-minute=30}.
     *
     * @param mistake gets what is wrong with it, and what is expected; then the result is null
     */
    public static @Nullable QuotaLimit parse(String text, Consumer<String> mistake) {
        try {
            return QuotaLimitReader.parse(text);
        } catch (Misspelling e) {
            mistake.accept(e.what());
            return null;
        }
    }

    /** A limit as a file spells it. */
    public static String text(Quantity quantity, @Nullable Period period, long most) {
        BigDecimal amount = BigDecimal.valueOf(most, quantity == Quantity.USD ? DOLLAR_DIGITS : 0);
        return name(quantity, period) + ": "
                + (most == 0 ? "0" : amount.stripTrailingZeros().toPlainString());
    }

    /** Limits, and of assumed ones those that none of them takes the place of by counting the same. */
    static List<QuotaLimit> over(List<QuotaLimit> limits, List<QuotaLimit> assumed) {
        List<QuotaLimit> all = new ArrayList<>(limits);
        for (QuotaLimit each : assumed) {
            if (limits.stream().noneMatch(each::countsLike)) {
                all.add(each);
            }
        }
        return List.copyOf(all);
    }

    private boolean countsLike(QuotaLimit other) {
        return quantity == other.quantity && period == other.period;
    }
}

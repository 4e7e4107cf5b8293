package dev.relevo.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Times and amounts in as few letters as a person needs. */
final class Amounts {
    private static final BigDecimal EXACT_BELOW = BigDecimal.valueOf(10_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.DOWN);

    private Amounts() {}

    /** As in {@code 9500}, {@code 99.1k} or {@code $0.12}; a question mark where nobody knows. */
    static String amount(@Nullable BigDecimal amount, boolean dollars) {
        if (amount == null) {
            return "?";
        }
        if (dollars) {
            BigDecimal cents = amount.setScale(2, RoundingMode.DOWN);
            return "$" + (cents.compareTo(amount) == 0 ? cents : amount.round(THREE_DIGITS)).toPlainString();
        }
        if (amount.compareTo(EXACT_BELOW) < 0) {
            return amount.toPlainString();
        }
        BigDecimal left = amount;
        int thousands = 0;
        while (left.compareTo(THOUSAND) >= 0 && thousands < THOUSANDS.length - 1) {
            left = left.divide(THOUSAND, MathContext.DECIMAL64);
            thousands++;
        }
        return left.round(THREE_DIGITS).stripTrailingZeros().toPlainString() + THOUSANDS[thousands];
    }

    /** As in {@code 42s}, {@code 3m20s}, {@code 4h12m} or {@code 12d3h}; rounded up, but from a day on to the nearest hour. */
    static String wait(Duration time) {
        long seconds = Math.ceilDiv(time.toMillis(), 1000L);
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return two(seconds, 60, "m", "s");
        }
        long minutes = Math.ceilDiv(seconds, 60L);
        return minutes < 1440 ? two(minutes, 60, "h", "m") : two((minutes + 30) / 60, 24, "d", "h");
    }

    /** As in {@code 320 ms} or {@code 1.2 s}. */
    static String took(long millis) {
        return millis < 1000
                ? millis + " ms"
                : BigDecimal.valueOf(millis, 3)
                                .setScale(1, RoundingMode.HALF_UP)
                                .toPlainString() + " s";
    }

    private static String two(long amount, int each, String large, String small) {
        long rest = amount % each;
        return amount / each + large + (rest == 0 ? "" : rest + small);
    }
}

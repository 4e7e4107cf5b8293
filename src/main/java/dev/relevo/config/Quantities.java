package dev.relevo.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations, sizes and counts as a configuration spells them. */
final class Quantities {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    static final Pattern DURATION = Pattern.compile("(" + DURATION_PART.pattern() + "){1,4}");
    static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?([kKmMgG]?i?[bB])?");
    static final Pattern AMOUNT = Pattern.compile("(\\d{1,3}(?:_\\d{3})+|\\d{1,15}(?:\\.\\d{1,9})?)([kKMB])?");
    static final Pattern RATIO = Pattern.compile("0(?:\\.\\d{1,9})?|1(?:\\.0{1,9})?");
    static final Pattern DOLLARS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Map<String, Long> BYTES = Map.of(
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /** {@code 250ms}, {@code 3s}, {@code 1m30s}, {@code 2h}; null if it is none. */
    static @Nullable Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    /** Bytes of {@code 65536}, {@code 64KiB}, {@code 32MiB}, {@code 5MB}; null if it is none. */
    static @Nullable Long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return null;
        }
        String unit = size.group(2);
        Long factor = unit == null ? Long.valueOf(1) : BYTES.get(unit.toLowerCase(Locale.ROOT));
        return factor == null ? null : product(Long.parseLong(size.group(1)), factor);
    }

    /** At most what a long holds, which is out of every range. */
    private static long product(long count, long factor) {
        return count > Long.MAX_VALUE / factor ? Long.MAX_VALUE : count * factor;
    }

    /** The shortest spelling with one unit. */
    static String spelt(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds > 0 && seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
    }

    /** Bytes, in the largest unit that holds them whole. */
    static String spelt(long bytes) {
        int power = bytes == 0 ? 0 : Math.min(3, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * power)) + List.of("", "KiB", "MiB", "GiB").get(power);
    }

    /** Decimal digits as a number; null if it is none. */
    static @Nullable Integer count(String text) {
        return text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
    }

    /** {@code 6000}, {@code 6_000}, {@code 6k}, {@code 14.4k}, {@code 1M}, {@code 1B}; null if it is no whole number. */
    static @Nullable Long amount(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return null;
        }
        int zeros = switch (Objects.requireNonNullElse(amount.group(2), "")) {
            case "k", "K" -> 3;
            case "M" -> 6;
            case "B" -> 9;
            default -> 0;
        };
        BigDecimal value = new BigDecimal(amount.group(1).replace("_", "")).scaleByPowerOfTen(zeros);
        return value.stripTrailingZeros().scale() > 0 ? null : value.min(MOST).longValue();
    }

    static @Nullable Double ratio(String text) {
        return RATIO.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    /**
     * Dollars, counted in their {@code 10^-digits}, rounded up; null if it is no amount of money.
     *
     * @param digits so many decimals count
     */
    static @Nullable Long dollars(String text, int digits) {
        return DOLLARS.matcher(text).matches()
                ? new BigDecimal(text)
                        .scaleByPowerOfTen(digits)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact()
                : null;
    }

    static @Nullable Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }
}

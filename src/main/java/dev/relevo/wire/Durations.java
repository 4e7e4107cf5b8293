package dev.relevo.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait, in every form in which providers say so: in {@code Retry-After}, in rate-limit headers, in error
 * bodies and in prose. A wait is never negative and never longer than {@link #MAX}.
 */
public final class Durations {
    /** The longest wait that is believed: no provider's limit lasts for more than a month. */
    public static final Duration MAX = Duration.ofDays(31);

    private static final double MAX_SECONDS = MAX.toSeconds();

    private static final int MAX_TEXT = 64;
    private static final int MAX_PROSE = 8192;

    /** A plain number above this counts seconds since the epoch, not seconds to wait. */
    private static final double EPOCH_SECONDS_FROM = 1e9;

    /** A plain number above this counts milliseconds since the epoch. */
    private static final double EPOCH_MILLIS_FROM = 1e12;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern ANNOUNCEMENT = Pattern.compile(
            "\\b(?:again|retry|retrying|retry your request|resets?|available|wait)(?: (?:in|after|for):?)? (?=[0-9])",
            Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /**
     * Reads a whole text: a number of seconds ({@code 7}, {@code 7.66}), amounts with units ({@code 6ms},
     * {@code 1m26.4s}), or a moment: epoch seconds (above 1e9), epoch milliseconds (above 1e12), RFC 3339, or an HTTP
     * date.
     *
     * @param nowEpochMillis the present, from which the wait until a moment counts
     * @return null if the text is none of these
     */
    public static @Nullable Duration parse(String text, long nowEpochMillis) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_TEXT) {
            return null;
        }
        boolean negative = trimmed.charAt(0) == '-';
        String amount = negative ? trimmed.substring(1) : trimmed;
        Duration wait = NUMBER.matcher(amount).matches()
                ? ofNumber(Double.parseDouble(amount), nowEpochMillis)
                : ofAmounts(amount);
        if (wait != null) {
            return negative ? Duration.ZERO : wait;
        }
        Instant moment = moment(trimmed);
        return moment == null ? null : until(moment, nowEpochMillis);
    }

    /**
     * Finds the wait that a sentence names, as in "Please try again in 9m38.016s." or "retry after 7 seconds". A number
     * without a unit counts seconds.
     *
     * @return null if none is named
     */
    public static @Nullable Duration inProse(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_PROSE));
        Matcher announcement = ANNOUNCEMENT.matcher(start);
        while (announcement.find()) {
            Amounts amounts = new Amounts(start, announcement.end());
            if (amounts.read() || amounts.readSeconds()) {
                return ofSeconds(amounts.seconds());
            }
        }
        return null;
    }

    /** As Go writes a duration, and OpenAI its resets: {@code 6m0s}, {@code 1.5s}, {@code 20ms}; whole milliseconds, rounded up. */
    public static String go(Duration duration) {
        long millis = duration.plusNanos(999_999).toMillis();
        if (millis < 1000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long minutes = millis / 60_000;
        String hours = minutes < 60 ? "" : minutes / 60 + "h";
        BigDecimal seconds = BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros();
        return hours + (minutes == 0 ? "" : minutes % 60 + "m") + seconds.toPlainString() + "s";
    }

    private static Duration ofNumber(double number, long nowEpochMillis) {
        if (number > EPOCH_MILLIS_FROM) {
            return ofSeconds((number - nowEpochMillis) / 1e3);
        }
        return ofSeconds(number > EPOCH_SECONDS_FROM ? number - nowEpochMillis / 1e3 : number);
    }

    private static @Nullable Duration ofAmounts(String text) {
        Amounts amounts = new Amounts(text, 0);
        return amounts.read() && amounts.atEnd() ? ofSeconds(amounts.seconds()) : null;
    }

    private static Duration ofSeconds(double seconds) {
        double bounded = Math.clamp(seconds, 0, MAX_SECONDS);
        return Duration.ofNanos(Math.round(bounded * 1e9));
    }

    private static @Nullable Instant moment(String text) {
        try {
            return Character.isDigit(text.charAt(0))
                    ? Instant.parse(text)
                    : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException noMoment) {
            return null;
        }
    }

    private static Duration until(Instant moment, long nowEpochMillis) {
        Duration wait = Duration.between(Instant.ofEpochMilli(nowEpochMillis), moment);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}

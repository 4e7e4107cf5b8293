package dev.relevo.stats;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Points in time as all lines of the log tell them: ISO 8601 in UTC, to the millisecond. A second is formatted once: that
 * would be most of a line's cost.
 */
final class LogTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static volatile Second last = new Second(Long.MIN_VALUE, "");

    /** A second, as far as its text goes for all of its milliseconds: {@code 2026-11-21T10:00:00.}. */
    private record Second(long epochSecond, String text) {
        static Second of(long epochSecond) {
            String whole = FORMAT.format(Instant.ofEpochSecond(epochSecond));
            return new Second(epochSecond, whole.substring(0, whole.indexOf('.') + 1));
        }
    }

    private LogTime() {}

    static void append(StringBuilder line, long epochMillis) {
        long epochSecond = Math.floorDiv(epochMillis, 1000L);
        Second second = last;
        if (second.epochSecond() != epochSecond) {
            second = Second.of(epochSecond);
            last = second;
        }
        int millis = Math.floorMod(epochMillis, 1000);
        line.append(second.text())
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }
}

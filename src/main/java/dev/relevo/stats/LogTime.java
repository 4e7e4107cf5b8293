package dev.relevo.stats;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Points in time as all lines of the log tell them: ISO 8601 in UTC, to the millisecond. */
final class LogTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private LogTime() {}

    static void append(StringBuilder line, long epochMillis) {
        FORMAT.formatTo(Instant.ofEpochMilli(epochMillis), line);
    }
}

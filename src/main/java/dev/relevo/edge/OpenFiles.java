package dev.relevo.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files the system lets this process have open. A listener that cannot accept for want of one is ended by the
 * server library, so connections must run out first.
 */
final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern SOFT = Pattern.compile("(?m)^Max open files\\s+(\\d+)");
    /** For jars, logs, the configuration and what the Java runtime itself keeps open. */
    private static final long OTHERS = 100;

    private static final long CONNECTIONS = connections(read());

    private OpenFiles() {}

    /** How many clients there can be, each with a connection to a provider; boundless where the system does not tell. */
    static long connections() {
        return CONNECTIONS;
    }

    static long connections(String limits) {
        Matcher soft = SOFT.matcher(limits);
        return soft.find() ? Math.max(1, (Long.parseLong(soft.group(1)) - OTHERS - Surplus.MOST) / 2) : Long.MAX_VALUE;
    }

    private static String read() {
        try {
            return Files.readString(LIMITS, StandardCharsets.US_ASCII);
        } catch (IOException noSuchFile) {
            return "";
        }
    }
}

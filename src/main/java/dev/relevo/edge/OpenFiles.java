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
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Pattern SOFT = Pattern.compile("(?m)^Max open files\\s+(\\d+)");
    /** For jars, logs, the configuration and what the Java runtime itself keeps open. */
    private static final long OTHERS = 100;

    private static final long MOST = soft(read());
    private static final long CONNECTIONS = connections(MOST);

    private OpenFiles() {}

    /** How many clients there can be, each with a connection to a provider; boundless where the system does not tell. */
    static long connections() {
        return CONNECTIONS;
    }

    static long connections(long most) {
        long others = OTHERS + OpenSockets.MOST_ENDING;
        return most == Long.MAX_VALUE ? most : Math.max(1, (most - others) / 2);
    }

    /** How many there may be; boundless where the system does not tell. */
    static long most() {
        return MOST;
    }

    /** The same, of what the system tells. */
    static long soft(String limits) {
        Matcher soft = SOFT.matcher(limits);
        return soft.find() ? Long.parseLong(soft.group(1)) : Long.MAX_VALUE;
    }

    /** How many there are; as many as can be where even that cannot be found out for want of one. */
    static long open() {
        String[] open = OPEN.toFile().list();
        return open == null ? MOST : open.length;
    }

    private static String read() {
        try {
            return Files.readString(LIMITS, StandardCharsets.US_ASCII);
        } catch (IOException noSuchFile) {
            return "";
        }
    }
}

package dev.relevo.soak;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The objects that were alive in a process, as {@code jcmd PID GC.class_histogram} lists them after a full collection.
 *
 * @param instances by class
 * @param bytes by class
 */
record Histogram(Map<String, Long> instances, Map<String, Long> bytes) {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /** What some collectors put into gaps that they do not close. */
    private static final String FILLER = "jdk.internal.vm.Filler";

    Histogram {
        instances = Map.copyOf(instances);
        bytes = Map.copyOf(bytes);
    }

    static Histogram read(Stream<String> lines) {
        Map<String, Long> instances = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        lines.filter(line -> !line.contains(FILLER))
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    instances.merge(line.group(3), Long.valueOf(line.group(1)), Long::sum);
                    bytes.merge(line.group(3), Long.valueOf(line.group(2)), Long::sum);
                });
        return new Histogram(instances, bytes);
    }

    /** Of all objects. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many there are of that class. */
    long count(String type) {
        return instances.getOrDefault(type, 0L);
    }

    /** The classes that grew most since then, for people. */
    List<String> grownSince(Histogram earlier, int most) {
        return bytes.keySet().stream()
                .filter(type -> growth(earlier, type) > 0)
                .sorted(Comparator.comparingLong((String type) -> -growth(earlier, type)))
                .limit(most)
                .map(type ->
                        "+" + growth(earlier, type) + " bytes, +" + (count(type) - earlier.count(type)) + " of " + type)
                .toList();
    }

    private long growth(Histogram earlier, String type) {
        return bytes.getOrDefault(type, 0L) - earlier.bytes.getOrDefault(type, 0L);
    }
}

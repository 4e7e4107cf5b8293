package dev.relevo.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Measures a process from outside, by {@code /proc} and the JDK's {@code jcmd}; so on Linux only. */
final class Gauge {
    private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";
    private static final String RESIDENT = "VmRSS:";

    private final long pid;
    private final Path files;

    /** What was found. */
    record Reading(Sample sample, Histogram histogram) {}

    Gauge(ProcessHandle process) {
        this.pid = process.pid();
        this.files = Path.of("/proc", Long.toString(pid));
    }

    /**
     * Has it collect its garbage and looks.
     *
     * @param at since the beginning
     * @throws IOException if the process has ended or this is no JDK on Linux
     */
    Reading read(Duration at) throws IOException {
        Histogram histogram = histogram();
        Sample sample = new Sample(
                at,
                histogram.total(),
                resident(),
                descriptors(),
                entries("task"),
                Math.toIntExact(histogram.count(VIRTUAL_THREAD)));
        return new Reading(sample, histogram);
    }

    /** Open files and sockets. */
    int descriptors() throws IOException {
        return entries("fd");
    }

    private Histogram histogram() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        List<String> lines;
        try (BufferedReader out = process.inputReader()) {
            lines = out.readAllLines();
        }
        Histogram histogram = Histogram.read(lines.stream());
        if (histogram.total() == 0) {
            throw new IOException("jcmd does not tell the heap of process " + pid + ": " + String.join("\n", lines));
        }
        return histogram;
    }

    private long resident() throws IOException {
        for (String line : Files.readAllLines(files.resolve("status"))) {
            if (line.startsWith(RESIDENT)) {
                String kibibytes =
                        line.substring(RESIDENT.length()).replace("kB", "").strip();
                return Long.parseLong(kibibytes) << 10;
            }
        }
        throw new IOException("process " + pid + " has ended");
    }

    private int entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(files.resolve(folder))) {
            return Math.toIntExact(entries.count());
        }
    }
}

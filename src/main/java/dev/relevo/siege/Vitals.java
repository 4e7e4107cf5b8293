package dev.relevo.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux and the JDK's own tools tell of a running JVM. */
final class Vitals {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE = Pattern.compile("\nTotal +\\d+ +(\\d+)");

    private final ProcessHandle process;
    private final Path folder;

    Vitals(ProcessHandle process) {
        this.process = process;
        this.folder = Path.of("/proc", Long.toString(process.pid()));
    }

    /** Whether this system tells them. */
    static boolean areKnown() {
        return Files.exists(Path.of("/proc/self/task")) && Files.exists(Path.of("/proc/net/tcp"));
    }

    /** Bytes of memory that the process has. */
    long resident() throws IOException {
        return number(RESIDENT, Files.readString(folder.resolve("status"))) << 10;
    }

    /** Open files and sockets. */
    int descriptors() throws IOException {
        return count(folder.resolve("fd"));
    }

    /** Threads of the system. */
    int threads() throws IOException {
        return count(folder.resolve("task"));
    }

    /** What it has computed so far. */
    Duration computed() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Virtual threads that are not finished. */
    int virtualThreads() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("relevo-threads");
        Path file = folder.resolve("dump.json");
        try {
            tool("Thread.dump_to_file", "-format=json", file.toString());
            return (int) Pattern.compile("\"virtual\": true")
                    .matcher(Files.readString(file))
                    .results()
                    .count();
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Bytes of the heap that can be reached, of all garbage none: it is counted within a collection, while all stands still. */
    long liveHeap() throws IOException, InterruptedException {
        return number(LIVE, tool("GC.class_histogram"));
    }

    private String tool(String... command) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Stream<String> line =
                Stream.concat(Stream.of(program.toString(), Long.toString(process.pid())), Stream.of(command));
        // A file, since the process stands still until all of it is written, and may be the one that would read it.
        Path told = Files.createTempFile("relevo-vitals", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(line.toList()).redirectErrorStream(true);
            int exit = builder.redirectOutput(told.toFile()).start().waitFor();
            String said = Files.readString(told);
            if (exit != 0) {
                throw new IOException("jcmd: " + said);
            }
            return said;
        } finally {
            Files.delete(told);
        }
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }
}

package dev.relevo.chaos;

import dev.relevo.wire.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Relevo process of its own, with its files in a temporary folder, without environment, on a free loopback port. */
final class Subject implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int LAST_LINES = 40;
    private static final Pattern URL = Pattern.compile(" at http://127\\.0\\.0\\.1:(\\d+)/v1");

    private final Process process;
    private final Path folder;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private Subject(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param command what starts Relevo, without options
     * @param configuration in YAML, the server aside
     */
    static Subject start(List<String> command, String configuration) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("relevo-chaos");
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, server(folder).append(configuration));
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--config", file.toString()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        Subject subject = new Subject(builder.start(), folder);
        Thread.ofVirtual().name("relevo-says").start(subject::listen);
        subject.awaitPort();
        return subject;
    }

    int port() {
        return port.join();
    }

    /** Whether it still serves; if not, its last words are worth reading. */
    boolean alive() {
        return process.isAlive();
    }

    /** What it said last, on its output and its errors. */
    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static StringBuilder server(Path folder) {
        StringBuilder yaml = new StringBuilder("server: {port: 0, log-level: error, drain-grace: 1s, state-dir: ");
        JsonText.quote(yaml, folder.resolve("state").toString());
        return yaml.append("}\n");
    }

    private void awaitPort() throws IOException, InterruptedException {
        try {
            port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IOException("Relevo did not start: " + String.join("\n", lastLines()), e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said(line);
            }
        } catch (IOException e) {
            said(String.valueOf(e.getMessage()));
        } finally {
            port.completeExceptionally(new IOException("it ended"));
        }
    }

    private void said(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.remove();
            }
        }
        Matcher url = URL.matcher(line);
        if (url.find()) {
            port.complete(Integer.valueOf(url.group(1)));
        }
    }
}

package dev.relevo.chaos;

import dev.relevo.wire.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Relevo process of its own, with its files in a temporary folder, without environment, on a free loopback port. */
public final class Subject implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int LAST_LINES = 40;
    private static final Pattern URL = Pattern.compile(" at https?://127\\.0\\.0\\.1:(\\d+)/v1");
    /** Members of the server's section that suit most. */
    public static final String USUAL = "log-level: error, drain-grace: 1s";

    private final Process process;
    private final Path folder;
    private final Consumer<String> ear;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private Subject(List<String> command, Path folder, Consumer<String> ear) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--config", folder.resolve("config.yaml").toString()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        this.process = builder.start();
        this.folder = folder;
        this.ear = ear;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param command what starts Relevo, without options
     * @param configuration in YAML, the server aside
     */
    public static Subject start(List<String> command, String configuration) throws IOException, InterruptedException {
        return start(command, USUAL, configuration, _ -> {});
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param command what starts Relevo, without options
     * @param server members of the server's section in YAML, port and state-dir aside
     * @param configuration in YAML, the server aside
     * @param ear gets each line that it says, and keeps it from saying more until it returns
     */
    public static Subject start(List<String> command, String server, String configuration, Consumer<String> ear)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("relevo-chaos");
        write(folder, server, configuration);
        return new Subject(command, folder, ear).listening();
    }

    /** Starts another one with the same files, which this one removes when it is closed. */
    public Subject again(List<String> command) throws IOException, InterruptedException {
        return new Subject(command, folder, ear).listening();
    }

    /** Writes the configuration anew, at once and whole; the process is not told. */
    public void configure(String server, String configuration) throws IOException {
        write(folder, server, configuration);
    }

    /** The configuration. */
    public Path file() {
        return folder.resolve("config.yaml");
    }

    public int port() {
        return port.join();
    }

    /** The process itself, to look at and to signal. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Waits for the end of the process; its exit code, or null when {@code within} passes first. */
    public @Nullable Integer exit(Duration within) throws InterruptedException {
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : null;
    }

    /** Whether it still serves; if not, its last words are worth reading. */
    public boolean alive() {
        return process.isAlive();
    }

    /** What it said last, on its output and its errors. */
    public List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path folder, String server, String configuration) throws IOException {
        StringBuilder yaml =
                new StringBuilder("server: {port: 0, ").append(server).append(", state-dir: ");
        JsonText.quote(yaml, folder.resolve("state").toString());
        Path whole = folder.resolve("config.next");
        Files.writeString(whole, yaml.append("}\n").append(configuration));
        Files.move(whole, folder.resolve("config.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Subject listening() throws IOException, InterruptedException {
        Thread.ofVirtual().name("relevo-says").start(this::listen);
        awaitPort();
        return this;
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
        ear.accept(line);
    }
}

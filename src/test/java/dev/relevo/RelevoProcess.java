package dev.relevo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Relevo as a process of its own, with no environment but the one given. No wait is longer than 30 s. */
final class RelevoProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final Pattern URL = Pattern.compile(" at https?://([^/]+):(\\d+)/v1");

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final BlockingQueue<String> unawaited = new LinkedBlockingQueue<>();
    private final CompletableFuture<Matcher> url = new CompletableFuture<>();
    private final Thread outReader;
    private final CompletableFuture<String> err;

    private RelevoProcess(Process process) {
        this.process = process;
        this.err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Thread::startVirtualThread);
        this.outReader = Thread.ofVirtual().start(this::readOut);
    }

    /** {@code java dev.relevo.Main} with these arguments, in that folder. */
    static RelevoProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return new RelevoProcess(
                builder(folder, environment, "exec \"$@\"", List.of(arguments)).start());
    }

    /**
     * The same on a poorer machine.
     *
     * @param shell what a shell does; {@code "$@"} is the process to be
     */
    static Process poor(Path folder, String shell) throws IOException {
        return builder(folder, Map.of(), shell, List.of()).start();
    }

    private static ProcessBuilder builder(
            Path folder, Map<String, String> environment, String shell, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                shell,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.relevo.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Waits for the banner's URL. */
    int port() throws Exception {
        return Integer.parseInt(url().group(2));
    }

    /** Waits for the banner's URL. */
    String host() throws Exception {
        return url().group(1);
    }

    /** SIGTERM; unlike {@link Process#destroy} it leaves the output readable. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -HUP " + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("no signal could be sent");
        }
    }

    /** Waits for a line on standard output that holds this text, after those that were waited for before. */
    String line(String text) throws InterruptedException {
        String line = "";
        while (!line.contains(text)) {
            line = unawaited.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line holds: " + text);
            }
        }
        return line;
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the end; the exit code. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end");
        }
        outReader.join();
        return process.exitValue();
    }

    /** Every line on standard output, after the {@link #exit}. */
    List<String> out() {
        return List.copyOf(out);
    }

    /** Everything on standard error, after the {@link #exit}. */
    String err() {
        return err.join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Matcher url() throws Exception {
        return url.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void readOut() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.add(line);
                unawaited.add(line);
                Matcher found = URL.matcher(line);
                if (found.find()) {
                    url.complete(found);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!url.isDone()) {
                url.completeExceptionally(new AssertionError("it ended without a URL: " + out + err.join()));
            }
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

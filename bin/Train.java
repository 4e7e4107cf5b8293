import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of Relevo (JEP 514): starts one with the demo provider and another before it, with keys and limits as
 * users have them, in an empty folder and without environment, asks that for what clients ask for, and stops it in order,
 * whereupon the JVM writes down the classes it loaded and how they were used.
 *
 * <p>Arguments: the {@code java} to train, the file with its options, relevo.jar, the cache to make.
 */
final class Train {
    private static final int PLAIN_REQUESTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final String DEMO = "models: {auto: [groq, openai]}\n";
    private static final String POOL =
            """
            providers:
              one: {base-url: "DEMO/v1", api-key: [first-key, second-key],
                limits: {requests-per-minute: 1M, tokens-per-minute: 1B, requests-per-day: 1B, usd-per-day: 1000, concurrent: 100}}
              two: {base-url: "DEMO/v1", limits: {requests-per-second: 1M}}
              nobody: {base-url: "https://127.0.0.1:9/v1"}
            models:
              auto: [{target: one/auto, price: {input: 1, output: 2}}, two/auto, nobody/auto]
            """;
    private static final String CHAT =
            "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Why is the sky blue?\"}]}";
    private static final String STREAM = CHAT.replaceFirst("\\{", "{\"stream\": true, ");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    private Train(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        Path cache = Path.of(arguments[3]).toAbsolutePath();
        Path folder = Files.createTempDirectory("relevo-training");
        Path made = cache.resolveSibling(cache.getFileName() + ".new");
        List<Process> started = new CopyOnWriteArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started.forEach(Process::destroyForcibly)));
        try {
            Process demo = start(folder.resolve("demo"), DEMO, arguments);
            started.add(demo);
            String upstream = url(demo);
            Process relevo = start(folder.resolve("pool"), POOL.replace("DEMO", upstream), arguments, "-XX:AOTCacheOutput=" + made);
            started.add(relevo);
            new Train(url(relevo)).ask();
            relevo.toHandle().destroy();
            relevo.waitFor();
            if (relevo.exitValue() != 0) {
                throw new IOException("the training run ended with exit code " + relevo.exitValue());
            }
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            for (Process process : started) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(made);
            Files.deleteIfExists(Path.of(made + ".config"));
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Process start(Path folder, String configuration, String[] arguments, String... options)
            throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("config.yaml"), configuration);
        List<String> command = new ArrayList<>(
                List.of(arguments[0], "@" + Path.of(arguments[1]).toAbsolutePath()));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", Path.of(arguments[2]).toAbsolutePath().toString(), "--port", "0"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        Thread.ofVirtual().start(() -> endAfterPatience(process));
        return process;
    }

    private static void endAfterPatience(Process relevo) {
        try {
            if (!relevo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                relevo.destroyForcibly();
            }
        } catch (InterruptedException e) {
            relevo.destroyForcibly();
        }
    }

    /** Where it serves; whatever else it says is shown from then on. */
    private static String url(Process relevo) throws IOException {
        BufferedReader output = relevo.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            System.out.println(line);
            Matcher found = URL.matcher(line);
            if (found.find()) {
                Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
                return found.group();
            }
        }
        throw new IOException("it ended before it served");
    }

    private void ask() throws Exception {
        List<CompletableFuture<?>> streams = new ArrayList<>();
        streams.add(post("/v1/chat/completions", STREAM));
        streams.add(post("/chat", CHAT));
        for (int i = 0; i < PLAIN_REQUESTS; i++) {
            post("/v1/chat/completions", CHAT).join();
        }
        post("/v1/chat/completions", "{\"messages\": 1").join();
        post("/v1/completions", "{\"model\": \"auto\", \"prompt\": \"Why\"}").join();
        post("/v1/embeddings", "{\"model\": \"auto\", \"input\": \"Why\"}").join();
        for (String path : List.of("/v1/models", "/v1/models/none", "/health", "/health/ready", "/metrics", "/nowhere")) {
            send(HttpRequest.newBuilder(URI.create(url + path))).join();
        }
        streams.forEach(CompletableFuture::join);
    }

    private CompletableFuture<?> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private CompletableFuture<?> send(HttpRequest.Builder request) {
        return client.sendAsync(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
    }
}

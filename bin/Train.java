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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of Relevo (JEP 514): starts it with the demo provider, in an empty folder and without environment, asks
 * for what clients ask for, and stops it in order, whereupon the JVM writes down the classes it loaded and how they were used.
 *
 * <p>Arguments: the {@code java} to train, the file with its options, relevo.jar, the cache to make.
 */
final class Train {
    private static final int PLAIN_REQUESTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final String CONFIGURATION = "models: {auto: [groq, openai]}\n";
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
        try {
            Files.writeString(folder.resolve("config.yaml"), CONFIGURATION);
            Process relevo = start(folder, arguments, made);
            Thread.ofVirtual().start(() -> endAfterPatience(relevo));
            train(relevo);
            if (relevo.waitFor() != 0) {
                throw new IOException("the training run ended with exit code " + relevo.exitValue());
            }
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
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

    private static Process start(Path folder, String[] arguments, Path made) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        arguments[0],
                        "@" + Path.of(arguments[1]).toAbsolutePath(),
                        "-XX:AOTCacheOutput=" + made,
                        "-jar",
                        Path.of(arguments[2]).toAbsolutePath().toString(),
                        "--port",
                        "0")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        return builder.start();
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

    private static void train(Process relevo) throws Exception {
        try (BufferedReader output = relevo.inputReader()) {
            String url = url(output);
            Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
            new Train(url).ask();
            relevo.toHandle().destroy();
            relevo.waitFor();
        }
    }

    private static String url(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            System.out.println(line);
            Matcher found = URL.matcher(line);
            if (found.find()) {
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

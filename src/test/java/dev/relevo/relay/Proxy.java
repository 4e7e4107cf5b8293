package dev.relevo.relay;

import dev.relevo.LogLines;
import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.Relevo;
import dev.relevo.ScratchState;
import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Settings;
import dev.relevo.edge.ListenFailure;
import dev.relevo.faulty.FaultyUpstream;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A whole Relevo in this process, in front of scripted upstreams, and the clients that tests have of it. */
final class Proxy implements AutoCloseable {
    static final String CHAT = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String STREAM =
            "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final ScratchState state = ScratchState.make();
    private final Relevo relevo;
    private final LogLines log = new LogLines();
    private final Queue<RawClient> clients = new ConcurrentLinkedQueue<>();

    /** How the pool {@code auto} is configured. Its providers are called p1, p2 …; they serve the model m. */
    static final class Setup {
        private final List<URI> upstreams;
        private String provider = "";
        private String pool = "";

        private Setup(List<URI> upstreams) {
            this.upstreams = upstreams;
        }

        /** Members of every provider, in YAML; {@code #} stands for its number. */
        Setup provider(String members) {
            provider = ", " + members;
            return this;
        }

        /** Members of the pool, in YAML. */
        Setup pool(String members) {
            pool = ", " + members;
            return this;
        }

        Proxy start() {
            String providers = IntStream.rangeClosed(1, upstreams.size())
                    .mapToObj(i -> "  p" + i + ": {base-url: " + upstreams.get(i - 1) + ", api-key: sk-secret-of-p" + i
                            + provider.replace("#", "" + i) + "}\n")
                    .collect(Collectors.joining());
            String targets = IntStream.rangeClosed(1, upstreams.size())
                    .mapToObj(i -> "p" + i + "/m")
                    .collect(Collectors.joining(", "));
            return of("providers:\n" + providers + "models: {auto: {targets: [" + targets + "]" + pool + "}}\n");
        }
    }

    private Proxy(Settings settings) throws ListenFailure {
        relevo = Relevo.start(state.in(settings), new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    static Setup over(FaultyUpstream... upstreams) {
        return over(Stream.of(upstreams).map(FaultyUpstream::baseUrl).toArray(URI[]::new));
    }

    static Setup over(URI... upstreams) {
        return new Setup(List.of(upstreams));
    }

    /** Started with this configuration; {@code <1>}, {@code <2>} … stand for the upstreams' base URLs. */
    static Proxy of(String yaml, FaultyUpstream... upstreams) {
        String text = yaml;
        for (int i = 0; i < upstreams.length; i++) {
            text = text.replace("<" + (i + 1) + ">", upstreams[i].baseUrl().toString());
        }
        try {
            Path file = Files.createTempFile("relevo", ".yaml");
            try {
                return new Proxy(Configuration.load(Files.writeString(file, text), Map.of()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadConfiguration | ListenFailure e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
    }

    /** A new connection. */
    RawClient client() throws IOException {
        RawClient client = RawClient.connect(relevo.port());
        clients.add(client);
        return client;
    }

    /** Sends a completion request without waiting for an answer. */
    RawClient send(String json, String... fields) throws IOException {
        return client().post("/v1/chat/completions", json, fields);
    }

    /** The answer to a completion request, its body still to be read. */
    RawAnswer ask(String json, String... fields) throws IOException {
        return send(json, fields).answer();
    }

    /** Ends what is open, as a stop without grace does. */
    void stop() {
        relevo.drain(Duration.ZERO);
    }

    /** The access log's next line that tells of an attempt. */
    String logLine() throws InterruptedException {
        return logLine(" attempt ");
    }

    /** The access log's next line that has this in it. */
    String logLine(String part) throws InterruptedException {
        String line = log.next();
        return line.contains(part) ? line : logLine(part);
    }

    /** The object under {@code error} in an answer or an event. */
    static JsonObject error(String json) {
        JsonObject body = json(json);
        if (!body.containsKey("error")) {
            throw new AssertionError("no error: " + json);
        }
        return body.getJsonObject("error");
    }

    static JsonObject json(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        relevo.close();
        state.close();
    }
}

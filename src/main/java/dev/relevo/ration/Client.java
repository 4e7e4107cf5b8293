package dev.relevo.ration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a Relevo on this machine. Safe for use by many threads. */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    Client(int port) {
        this.url = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    }

    /** @throws IOException if there is no whole answer */
    Answer ask(String model, Call call) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.body(model)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        Duration wait = answer.headers()
                .firstValue("retry-after-ms")
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .orElse(null);
        return new Answer(answer.statusCode(), wait, answer.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

package dev.relevo.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Relevo and the scripted upstream behind it, which somebody has started. */
final class Stage {
    static final String RELEVO = System.getenv("RELEVO_URL");
    static final String KEY = "client-key";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Stage() {}

    static String model(String scenario) {
        return "langchain4j-" + scenario;
    }

    /** As JSON, what Relevo asked of the upstream in a scenario, and as {@code left} whether it was seen to leave. */
    static String seen(String scenario) throws IOException, InterruptedException {
        URI uri = URI.create(System.getenv("UPSTREAM_URL") + "/" + model(scenario) + "/seen");
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    static long requests(String scenario) throws IOException, InterruptedException {
        return seen(scenario).split("\"path\"", -1).length - 1L;
    }
}

package dev.relevo.faulty;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;

/** The body of a request as an upstream got it. */
public final class ReceivedJson {
    private ReceivedJson() {}

    public static JsonObject of(Received request) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(request.body()))) {
            return reader.readObject();
        }
    }
}

package dev.relevo.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.time.Clock;
import io.helidon.http.Status;
import io.helidon.webclient.api.ClientResponseTyped;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.DirectClient;
import io.helidon.webserver.testing.junit5.RoutingTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo provider's routes, without a listener. */
@RoutingTest
class DemoRoutingTest {
    private final DirectClient client;

    DemoRoutingTest(DirectClient client) {
        this.client = client;
    }

    @SetUpRoute
    static void routes(HttpRouting.Builder routing) {
        new DemoProvider(Clock.system(), Duration.ZERO).route(routing);
    }

    @Test
    void itListsItsOneModel() {
        JsonObject list = json(client.get("/v1/models").request(String.class));

        assertEquals("list", list.getString("object"));
        assertEquals("relevo-demo", list.getJsonArray("data").getJsonObject(0).getString("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/else", "/", "/v1/chat/completions"})
    void otherPathsAndMethodsAreErrorsInOpenAisForm(String path) {
        ClientResponseTyped<String> answer = client.get(path).request(String.class);

        assertEquals(Status.NOT_FOUND_404, answer.status());
        assertFalse(json(answer).getJsonObject("error").getString("message").isEmpty());
    }

    private static JsonObject json(ClientResponseTyped<String> answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.entity()))) {
            return reader.readObject();
        }
    }
}

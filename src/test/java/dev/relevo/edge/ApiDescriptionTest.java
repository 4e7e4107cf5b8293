package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.ApiDocument;
import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDescriptionTest {
    private static final ApiDocument API = new ApiDocument();

    @Test
    void everyEndpointThatIsToldIsDescribedAndNothingElse() {
        assertEquals(
                Stream.of(Endpoint.values())
                        .filter(Endpoint::isTold)
                        .map(Endpoint::toString)
                        .toList(),
                API.operations());
    }

    @Test
    void theFileIsServedAsItIs() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer = client.get("/openapi.yaml").answer();
            assertEquals(API.text(), answer.text());
            assertEquals("application/yaml", answer.header("content-type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready"})
    void theHealthOfADrainingServerIsAsDescribed(String path) throws Exception {
        try (Served served = Served.by(Served.ECHO)) {
            served.listener().unready();
            try (RawClient client = served.client()) {
                API.expectDescribed("GET " + path, client.get(path).answer());
            }
        }
    }
}

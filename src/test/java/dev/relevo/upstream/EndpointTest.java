package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.groq.com/openai/v1,       true,  api.groq.com, 443,   api.groq.com",
        "HTTPS://API.Groq.com:443/openai/v1,   true,  api.groq.com, 443,   api.groq.com",
        "http://10.0.0.5:8000/v1,              false, 10.0.0.5,     8000,  10.0.0.5:8000",
        "http://my_gpu:8000/v1,                false, my_gpu,       8000,  my_gpu:8000",
        "http://[::1]:11434/v1,                false, ::1,          11434, [::1]:11434",
        "http://[::1]/v1,                      false, ::1,          80,    [::1]",
        "http://localhost,                     false, localhost,    80,    localhost",
    })
    void aBaseUrlTellsWhereToConnect(URI url, boolean tls, String host, int port, String authority) {
        Endpoint endpoint = new Endpoint(url);
        assertEquals(tls, endpoint.tls());
        assertEquals(host, endpoint.host());
        assertEquals(port, endpoint.port());
        assertEquals(authority, endpoint.authority());
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/v1,          /v1/chat/completions",
        "https://a.example/v1/,         /v1/chat/completions",
        "https://a.example,             /chat/completions",
        "https://a.example/,            /chat/completions",
        "https://a.example/x%2Fy?v=1,   /x%2Fy/chat/completions?v=1",
    })
    void aPathIsTheBaseAndTheSuffix(URI url, String path) {
        assertEquals(path, new Endpoint(url).path("/chat/completions"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/v1",
                "a.example/v1",
                "https:/v1",
                "https://user:secret@a.example/v1",
                "https://a.example:0/v1",
                "https://a.example:65536/v1",
                "https://a.example:http/v1",
                "https://a.example/v1#part",
                "https://:443/v1",
            })
    void whatIsNoBaseUrlIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> new Endpoint(URI.create(url)));
    }

    @Test
    void anEventStreamIsKnownByItsMediaType() {
        assertTrue(head("text/event-stream").isEventStream());
        assertTrue(head("Text/Event-Stream ; charset=utf-8").isEventStream());
        assertFalse(head("application/json").isEventStream());
        assertFalse(new ResponseHead(200, new Headers()).isEventStream());
    }

    private static ResponseHead head(String type) {
        return new ResponseHead(200, new Headers().add("Content-Type", type));
    }
}

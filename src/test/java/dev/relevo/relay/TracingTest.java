package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import dev.relevo.relay.Collector.Manner;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector of OpenTelemetry's is told, over OTLP. */
@Timeout(30)
class TracingTest {
    /** Two spans each. */
    private static final int MORE_THAN_ARE_QUEUED = 1_200;

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String SAMPLED = "traceparent: 00-" + TRACE + "-" + PARENT + "-01";
    private static final String CLIENT_KEY = "canary-of-a-client-1";
    private static final String PROVIDER_KEY = "sk-canary-of-a-provider";

    private final FaultyUpstream first = FaultyUpstream.start(Completions.chat("hi"));
    private final FaultyUpstream second = FaultyUpstream.start(Completions.chat("hi"));

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void aFailoverIsASpanWithOneForEachOfTwoAttempts() throws Exception {
        first.next(Script.json(500, "{\"error\":{\"message\":\"oops\"}}"));
        List<Span> spans;
        try (Collector collector = Collector.that(Manner.TAKES)) {
            try (Proxy proxy = traced(collector, "")) {
                assertEquals(200, ask(proxy, Proxy.CHAT, SAMPLED).status());
                spans = collector.spans(3);
            }
        }
        assertEquals(3, spans.size(), spans.toString());
        Span request = spans.get(0);
        assertEquals(SpanKind.SPAN_KIND_SERVER, request.getKind());
        assertEquals("POST /v1/chat/completions", request.getName());
        assertEquals(TRACE, hex(request.getTraceId()));
        assertEquals(PARENT, hex(request.getParentSpanId()));
        Map<String, String> told = Collector.attributes(request);
        assertEquals("200", told.get("http.response.status_code"));
        assertEquals("auto", told.get("gen_ai.request.model"));
        assertEquals("2", told.get("relevo.attempts"));
        expectAttempt(request, spans.get(1), "p1", "500");
        expectAttempt(request, spans.get(2), "p2", "ok");
        assertEquals("500", Collector.attributes(spans.get(1)).get("http.response.status_code"));
        Map<String, String> answered = Collector.attributes(spans.get(2));
        assertTrue(Long.parseLong(answered.get("gen_ai.usage.input_tokens")) > 0, answered.toString());
        assertTrue(answered.containsKey("gen_ai.usage.output_tokens"), answered.toString());
        assertFalse(answered.getOrDefault("gen_ai.response.model", "").isEmpty(), answered.toString());
    }

    private static void expectAttempt(Span request, Span attempt, String provider, String outcome) {
        assertEquals(SpanKind.SPAN_KIND_CLIENT, attempt.getKind());
        assertEquals("chat m", attempt.getName());
        assertEquals(request.getTraceId(), attempt.getTraceId());
        assertEquals(request.getSpanId(), attempt.getParentSpanId());
        Map<String, String> told = Collector.attributes(attempt);
        assertEquals("chat", told.get("gen_ai.operation.name"));
        assertEquals("m", told.get("gen_ai.request.model"));
        assertEquals(provider, told.get("gen_ai.provider.name"));
        assertEquals("127.0.0.1", told.get("server.address"));
        assertEquals(outcome, told.get("relevo.outcome"));
        boolean failed = !outcome.equals("ok");
        assertEquals(failed ? outcome : null, told.get("error.type"));
        assertEquals(failed, attempt.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
    }

    @Test
    void eachAttemptTellsItsProviderOfTheTrace() throws Exception {
        try (Collector collector = Collector.that(Manner.TAKES)) {
            try (Proxy proxy = traced(collector, "")) {
                ask(proxy, Proxy.STREAM.replace("auto", "p1/m"), SAMPLED);
                Span attempt = collector.spans(2).get(1);
                assertEquals(
                        "00-" + TRACE + "-" + hex(attempt.getSpanId()) + "-01",
                        first.requests().getFirst().header("traceparent"));
            }
        }
    }

    @Test
    void whatIsNotSampledIsNotSentAndTheProviderIsToldSo() throws Exception {
        try (Collector collector = Collector.that(Manner.TAKES)) {
            try (Proxy proxy = traced(collector, ", sample-ratio: 0")) {
                ask(proxy, Proxy.CHAT, "x-any: thing");
            }
            assertEquals(List.of(), collector.spans(0));
            assertTrue(first.requests().getFirst().header("traceparent").endsWith("-00"));
        }
    }

    @Test
    void withoutTracingTheClientsTraceIsPassedOnAsItIs() throws Exception {
        try (Proxy proxy = Proxy.over(first).start()) {
            ask(proxy, Proxy.CHAT, SAMPLED + "\r\ntracestate: vendor=value\r\ntracestate: other=1");
            ask(proxy, Proxy.CHAT, "x-any: thing");
        }
        assertEquals(SAMPLED, "traceparent: " + first.requests().getFirst().header("traceparent"));
        assertEquals("vendor=value,other=1", first.requests().getFirst().header("tracestate"));
        assertNull(first.requests().get(1).header("traceparent"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-a-key-in-the-wrong-place",
                "00-" + TRACE + "-" + PARENT,
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-0G",
            })
    void whatIsNoTraceIsNotPassedOnNorItsState(String none) throws Exception {
        try (Proxy proxy = Proxy.over(first).start()) {
            ask(proxy, Proxy.CHAT, "traceparent: " + none + "\r\ntracestate: vendor=value");
        }
        assertNull(first.requests().getFirst().header("traceparent"));
        assertNull(first.requests().getFirst().header("tracestate"));
    }

    @Test
    void anAttemptsSpanIsTheParentAndTheClientsStateStays() throws Exception {
        try (Collector collector = Collector.that(Manner.TAKES)) {
            try (Proxy proxy = traced(collector, "")) {
                ask(proxy, Proxy.CHAT, SAMPLED + "\r\ntracestate: vendor=value");
                collector.spans(2);
            }
        }
        assertNotEquals(SAMPLED, "traceparent: " + first.requests().getFirst().header("traceparent"));
        assertEquals("vendor=value", first.requests().getFirst().header("tracestate"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"REFUSES", "HANGS"})
    void aCollectorThatTakesNothingHoldsNoRequestUp(Manner manner) throws Exception {
        try (Collector collector = Collector.that(manner);
                Proxy proxy = traced(collector, "")) {
            ask(proxy, Proxy.CHAT, SAMPLED);
            collector.awaitAsked();
            try (RawClient client = proxy.client()) {
                for (int i = 0; i < MORE_THAN_ARE_QUEUED; i++) {
                    client.post("/v1/chat/completions", Proxy.CHAT, "Authorization: Bearer " + CLIENT_KEY, SAMPLED);
                    RawAnswer answer = client.answer();
                    assertEquals(200, answer.status());
                    answer.text();
                }
            }
        }
    }

    @Test
    void noKeyAndNoPromptIsInASpan() throws Exception {
        String asked = "{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"a secret question\"}]}";
        try (Collector collector = Collector.that(Manner.TAKES)) {
            try (Proxy proxy = traced(collector, "")) {
                for (String model : List.of("auto", CLIENT_KEY, "p1/" + CLIENT_KEY, "p1/" + PROVIDER_KEY)) {
                    ask(proxy, asked.replace("MODEL", model), "x-request-id: " + CLIENT_KEY);
                }
                first.next(Script.json(400, "{\"error\":{\"message\":\"no " + PROVIDER_KEY + "\"}}"));
                ask(proxy, asked.replace("MODEL", "p1/m"), "traceparent: " + CLIENT_KEY);
                collector.spans(9);
            }
            assertFalse(collector.everything().contains("canary"), collector.everything());
            assertFalse(collector.everything().contains("secret question"), collector.everything());
            assertTrue(collector.everything().contains("for-the-collector"), collector.everything());
        }
    }

    private Proxy traced(Collector collector, String more) {
        return Proxy.of(
                """
                server:
                  api-keys: [{name: me, key: KEY}]
                  tracing: {endpoint: "COLLECTOR", headers: {x-team: for-the-collector}MORE}
                providers:
                  p1: {base-url: <1>, api-key: PROVIDER}
                  p2: {base-url: <2>, api-key: PROVIDER}
                models: {auto: {strategy: priority, same-target-retries: 0, targets: [p1/m, p2/m]}}
                """.replace("KEY", CLIENT_KEY)
                        .replace("PROVIDER", PROVIDER_KEY)
                        .replace("COLLECTOR", collector.endpoint())
                        .replace("MORE", more),
                first,
                second);
    }

    private static RawAnswer ask(Proxy proxy, String json, String field) throws IOException {
        RawAnswer answer = proxy.ask(json, "Authorization: Bearer " + CLIENT_KEY, field);
        answer.text();
        return answer;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}

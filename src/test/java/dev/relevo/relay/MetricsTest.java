package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code /metrics} tells of requests before real upstreams, after they have ended. */
@Timeout(30)
class MetricsTest {
    private static final String CONFIGURATION = """
            server: {max-streams: 1}
            providers:
              p1: {base-url: <1>, api-key: sk-secret-1, continues: prefill, models: {m: {price: {input: 1, output: 2}}}, limits: {requests-per-day: 50}}
              p2: {base-url: <2>, api-key: [sk-secret-2, sk-secret-3], continues: prefill}
            models: {auto: {strategy: priority, on-cut: continue, same-target-retries: 0, targets: [p1/m, p2/m]}}
            """;

    private static final Script BUSY =
            Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "3600");
    private static final Script FAILING = Script.json(500, "{\"error\":{\"message\":\"oops\"}}");

    private final FaultyUpstream first = FaultyUpstream.start(Completions.chat("hi"));
    private final FaultyUpstream second = FaultyUpstream.start(Completions.chat("hi"));
    private final Proxy proxy = Proxy.of(CONFIGURATION, first, second);

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    @Test
    void anAnswerCountsForItsRequestItsTargetAndItsTokens() throws IOException {
        assertEquals(200, ask(Proxy.CHAT).status());
        String text = metrics(1);
        expect(text, "relevo_requests_total{alias=\"auto\",endpoint=\"/v1/chat/completions\",status=\"200\"} 1.0");
        expect(text, "relevo_request_duration_seconds_count{alias=\"auto\",endpoint=\"/v1/chat/completions\"} 1");
        expect(text, "relevo_attempts_total{outcome=\"ok\",target=\"p1/m\"} 1.0");
        String model = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"p1\",gen_ai_request_model=\"m\"";
        expect(text, "gen_ai_client_operation_duration_seconds_count{error_type=\"\"," + model + "} 1");
        expect(text, "gen_ai_client_token_usage_count{" + model + ",gen_ai_token_type=\"input\"} 1");
        expect(text, "gen_ai_client_token_usage_count{" + model + ",gen_ai_token_type=\"output\"} 1");
        expect(text, "gen_ai_server_time_to_first_token_seconds_count{" + model + "} 0");
        assertTrue(text.lines().anyMatch(line -> line.matches("relevo_cost_usd_total.target=\"p1/m\". \\d.*")), text);
        assertFalse(text.contains("relevo_failovers_total{"), text);
    }

    @Test
    void whatFailsOnTheWayIsAFailoverAndTheTargetsStateIsTold() throws IOException {
        first.next(BUSY);
        assertEquals(200, ask(Proxy.CHAT).status());
        String text = metrics(1);
        expect(text, "relevo_failovers_total{alias=\"auto\"} 1.0");
        expect(text, "relevo_attempts_total{outcome=\"429\",target=\"p1/m\"} 1.0");
        expect(text, "relevo_target_state{state=\"resting\",target=\"p1/m\"} 1.0");
        expect(text, "relevo_target_state{state=\"ok\",target=\"p1/m\"} 0.0");
        expect(text, "relevo_pool_targets{alias=\"auto\",state=\"ok\"} 2.0");
        assertTrue(text.contains("relevo_cooldown_seconds{scope=\"target\",target=\"p1/m\"} 3"), text);
        expect(
                text,
                "relevo_quota_limit{limit=\"requests-per-day\",origin=\"own\",scope=\"account\",target=\"p1/m\"} 50.0");
    }

    @Test
    void whatNobodyAnswersIsCountedByWhatTheClientWasTold() throws IOException {
        first.always(FAILING);
        second.always(FAILING);
        assertEquals(500, ask(Proxy.CHAT).status());
        expect(metrics(1), "relevo_unanswered_total{alias=\"auto\",status=\"500\"} 1.0");
    }

    @Test
    void aStreamThatGoesOnElsewhereIsRescuedAndOneThatDoesNotIsCut() throws IOException {
        first.always(
                Completions.streamOf("The quick brown ", "fox jumps ", "over").reset(Point.afterPieces(3)));
        second.next(Completions.streamOf("over ", "it."));
        assertTrue(ask(Proxy.STREAM).completed());
        assertFalse(metrics(1).contains("relevo_answers_cut_total{"));
        second.always(FAILING);
        assertFalse(ask(Proxy.STREAM).completed());
        String text = metrics(2);
        expect(text, "relevo_answers_rescued_total{alias=\"auto\"} 1.0");
        expect(text, "relevo_answers_cut_total{alias=\"auto\"} 1.0");
        expect(text, "relevo_attempts_total{outcome=\"cut\",target=\"p1/m\"} 2.0");
    }

    @Test
    void aClientThatLeavesIsNoErrorOfTheProvider() throws IOException {
        first.always(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawClient leaving = proxy.send(Proxy.STREAM);
        assertNotEquals("", leaving.answer().event());
        leaving.close();
        String text = metrics(1);
        expect(text, "relevo_attempts_total{outcome=\"499\",target=\"p1/m\"} 1.0");
        expect(
                text,
                "gen_ai_client_operation_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"chat\","
                        + "gen_ai_provider_name=\"p1\",gen_ai_request_model=\"m\"} 1");
    }

    @Test
    void aStreamTooManyIsShed() throws IOException {
        first.always(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawClient open = proxy.send(Proxy.STREAM);
        assertNotEquals("", open.answer().event());
        assertEquals(503, ask(Proxy.STREAM).status());
        String text = metrics(1);
        expect(text, "relevo_shed_total{reason=\"max-streams\"} 1.0");
        expect(text, "relevo_streams_open 1.0");
        expect(text, "relevo_target_in_flight{target=\"p1/m\"} 1.0");
    }

    @Test
    void namesThatClientsMakeUpAreNoLabels() throws IOException {
        assertEquals(
                200, ask(Proxy.CHAT.replace("auto", "p1/made-up-by-a-client")).status());
        assertEquals(404, ask(Proxy.CHAT.replace("auto", "nobody-has-this")).status());
        try (RawClient client = proxy.client()) {
            assertEquals(404, client.get("/made-up-path").answer().status());
        }
        String text = metrics(3);
        expect(text, "relevo_requests_total{alias=\"p1/*\",endpoint=\"/v1/chat/completions\",status=\"200\"} 1.0");
        expect(text, "relevo_requests_total{alias=\"none\",endpoint=\"/v1/chat/completions\",status=\"404\"} 1.0");
        expect(text, "relevo_requests_total{alias=\"none\",endpoint=\"other\",status=\"404\"} 1.0");
        expect(text, "relevo_attempts_total{outcome=\"ok\",target=\"p1/*\"} 1.0");
        assertFalse(text.contains("made-up") || text.contains("nobody-has-this") || text.contains("sk-secret"), text);
    }

    @Test
    void openMetricsIsTheFormForWhoeverAsksForIt() throws IOException {
        assertEquals(200, ask(Proxy.CHAT).status());
        try (RawClient client = proxy.client()) {
            RawAnswer answer = client.get(
                            "/metrics", "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                    .answer();
            assertTrue(String.valueOf(answer.header("content-type")).startsWith("application/openmetrics-text"));
            assertTrue(answer.text().endsWith("# EOF\n"));
        }
    }

    private RawAnswer ask(String json) throws IOException {
        RawAnswer answer = proxy.ask(json);
        answer.text();
        return answer;
    }

    /** As soon as so many requests have been counted, which is when the last byte is sent. */
    private String metrics(int requests) throws IOException {
        String text = "";
        try (RawClient client = proxy.client()) {
            while (counted(text) < requests) {
                text = client.get("/metrics").answer().text();
            }
        }
        return text;
    }

    private static double counted(String text) {
        return text.lines()
                .filter(line -> line.startsWith("relevo_requests_total{") && !line.contains("/metrics"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void expect(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), line + " is not in\n" + text);
    }
}

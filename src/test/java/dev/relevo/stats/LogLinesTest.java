package dev.relevo.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.stats.BodyRecord.Kind;
import dev.relevo.stats.RequestRecord.Ending;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLinesTest {
    private static final long AT = 1_795_255_200_000L;
    private static final String EVIL = "a\"b\\c\n\r\u0000\u001b\u2028\ud800 \u00e9\ud83d\ude00";

    @Test
    void aRequestIsAJsonObjectWithTheSameMembersAlways() {
        assertEquals(
                List.of(
                        "{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"request\",\"request_id\":\"r1\","
                                + "\"client\":\"laptop\",\"method\":\"POST\",\"path\":\"/chat\",\"alias\":\"auto\","
                                + "\"status\":200,\"ending\":\"cut\",\"target\":\"groq/m\",\"attempts\":2,"
                                + "\"ttft_ms\":250,\"took_ms\":1999,\"bytes\":7,\"reason\":null}",
                        "{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"request\",\"request_id\":\"r2\","
                                + "\"client\":null,\"method\":null,\"path\":null,\"alias\":null,\"status\":408,"
                                + "\"ending\":\"whole\",\"target\":null,\"attempts\":0,\"ttft_ms\":null,"
                                + "\"took_ms\":null,\"bytes\":0,\"reason\":\"late\"}"),
                json(log -> {
                    log.requestEnded(new RequestRecord(
                            AT,
                            "r1",
                            "laptop",
                            "POST",
                            "/chat",
                            "auto",
                            200,
                            Ending.CUT,
                            "groq/m",
                            2,
                            250_000_000,
                            1_999_999_999,
                            7,
                            ""));
                    log.requestEnded(new RequestRecord(
                            AT, "r2", null, null, null, null, 408, Ending.WHOLE, null, 0, -1, -1, 0, "late"));
                }));
    }

    @Test
    void anAttemptIsAJsonObjectToo() {
        assertEquals(
                List.of("{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"attempt\",\"request_id\":\"r1\","
                        + "\"attempt\":1,\"of\":3,\"target\":\"groq/m\",\"outcome\":\"429\",\"ttft_ms\":null,"
                        + "\"took_ms\":12,\"prompt_tokens\":null,\"completion_tokens\":null,\"reason\":\"limited\"}"),
                json(log -> log.record(
                        new AttemptRecord(AT, "r1", 1, 3, "groq/m", "429", "limited", -1, 12_000_000, -1, -1))));
    }

    @Test
    void aBreakerThatTurnsIsTold() {
        BreakerRecord opened = new BreakerRecord(AT, "groq/m", true, "503: busy", 5300);
        BreakerRecord closed = new BreakerRecord(AT, "groq/m", false, "", -1);

        assertEquals(
                List.of(
                        "{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"breaker\",\"target\":\"groq/m\","
                                + "\"state\":\"open\",\"rest_ms\":5300,\"reason\":\"503: busy\"}",
                        "{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"breaker\",\"target\":\"groq/m\","
                                + "\"state\":\"closed\",\"rest_ms\":null,\"reason\":null}"),
                json(log -> {
                    log.breakerTurned(opened);
                    log.breakerTurned(closed);
                }));
        assertEquals(
                List.of(
                        "2026-11-21T10:00:00.000Z breaker groq/m open rest=5300ms (503: busy)",
                        "2026-11-21T10:00:00.000Z breaker groq/m closed"),
                written(LogStyle.DEFAULT, log -> {
                    log.breakerTurned(opened);
                    log.breakerTurned(closed);
                }));
    }

    @Test
    void whateverAClientSendsALineStaysOneObjectOfAscii() {
        List<String> lines = json(log -> {
            log.requestEnded(
                    new RequestRecord(AT, EVIL, EVIL, EVIL, EVIL, EVIL, 404, Ending.WHOLE, EVIL, 0, -1, -1, 0, EVIL));
            log.bodyEnded(new BodyRecord(AT, "r", Kind.REQUEST, EVIL.getBytes(UTF_8), true, LogStyle.DEFAULT));
        });
        assertEquals(2, lines.size());
        lines.forEach(line -> assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line));
        assertEquals(EVIL, object(lines.getFirst()).getString("path"));
    }

    @Test
    void aBodyIsToldUpToItsLimitAndNoSecretIsCutInTwo() {
        String secret = "sk-canary-0123456789";
        for (int at = 16_000; at < 16_500; at++) {
            byte[] kept = (" ".repeat(at) + secret + " ".repeat(BodyRecord.KEPT_BYTES))
                    .substring(0, BodyRecord.KEPT_BYTES)
                    .getBytes(UTF_8);
            BodyRecord body = new BodyRecord(AT, "r", Kind.ANSWER, kept, false, LogStyle.DEFAULT);
            LogStyle style =
                    new LogStyle(false, LogLevel.INFO, true, text -> text.replace(secret, "***"), secret.length());
            String told = body.told(style);
            assertFalse(told.contains("sk-"), told);
            assertTrue(told.length() <= 16 * 1024, () -> "" + told.length());
        }
    }

    @Test
    void aKeyThatWasThereWhenItsRequestCameIsCutOutAfterItIsGone() {
        LogStyle before = new LogStyle(false, LogLevel.INFO, true, text -> text.replace("sk-old", "***"), 6);
        LogStyle now = new LogStyle(false, LogLevel.INFO, true, text -> text.replace("sk-new", "***"), 6);
        BodyRecord body = new BodyRecord(AT, "r", Kind.REQUEST, "sk-old sk-new".getBytes(UTF_8), true, before);
        assertEquals("*** ***", body.told(now));
    }

    @Test
    void anEntryThatCannotBeToldIsDroppedAndTheLogGoesOn() {
        LogStyle failing = new LogStyle(
                false,
                LogLevel.INFO,
                true,
                text -> {
                    throw new StackOverflowError();
                },
                0);

        List<String> lines = written(failing, log -> {
            log.bodyEnded(new BodyRecord(AT, "r", Kind.REQUEST, "{}".getBytes(UTF_8), true, LogStyle.DEFAULT));
        });

        assertTrue(lines.stream().anyMatch(line -> line.contains("1 lines dropped")), lines::toString);
    }

    @Test
    void aBodyThatBrokeOffIsToldButForWhatMayBeHalfASecret() {
        String secret = "sk-canary-0123456789";
        LogStyle style = new LogStyle(false, LogLevel.INFO, true, text -> text.replace(secret, "***"), secret.length());
        byte[] kept = "The sky is blue, and my key is sk-canary-01234".getBytes(UTF_8);

        String told = new BodyRecord(AT, "r", Kind.ANSWER, kept, false, LogStyle.DEFAULT).told(style);

        assertTrue(told.startsWith("The sky is blue"), told);
        assertFalse(told.contains("sk-"), told);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG, 6", "INFO, 5", "WARN, 3", "ERROR, 0"})
    void aLevelLeavesOutWhatMattersLess(LogLevel from, int lines) {
        assertEquals(
                lines,
                written(new LogStyle(false, from, false, UnaryOperator.identity(), 0), log -> {
                            log.requestEnded(request("/v1/models", 200, Ending.WHOLE));
                            log.requestEnded(request("/health", 200, Ending.WHOLE));
                            log.requestEnded(request("/v1/models", 499, Ending.LEFT));
                            log.requestEnded(request("/v1/models", 401, Ending.WHOLE));
                            log.requestEnded(request("/v1/models", 200, Ending.CUT));
                            log.record(new AttemptRecord(AT, "r", 1, 1, "t", "timeout", "", -1, 0, -1, -1));
                        })
                        .size());
    }

    @Test
    void whatTheProgramItselfSaysHasTheSameShape() {
        LogRecord said = new LogRecord(Level.SEVERE, "a {0}\nof two lines");
        said.setParameters(new Object[] {"message"});
        said.setLoggerName("dev.relevo.edge.FrontHandler");
        said.setThrown(new IllegalStateException("why"));
        String line = new JsonFormatter().format(said);
        JsonObject object = object(line);
        assertTrue(line.endsWith("}\n"), line);
        assertEquals("message", object.getString("event"));
        assertEquals("SEVERE", object.getString("level"));
        assertEquals("dev.relevo.edge.FrontHandler", object.getString("logger"));
        assertEquals("a message\nof two lines", object.getString("message"));
        assertTrue(object.getString("error").startsWith("java.lang.IllegalStateException: why"), line);
    }

    private static RequestRecord request(String path, int status, Ending ending) {
        return new RequestRecord(AT, "r", null, "GET", path, null, status, ending, null, 0, -1, 0, 0, "");
    }

    private static List<String> json(Consumer<AccessLog> told) {
        return written(new LogStyle(true, LogLevel.INFO, false, UnaryOperator.identity(), 0), told);
    }

    private static List<String> written(LogStyle style, Consumer<AccessLog> told) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(new PrintStream(out, false, UTF_8))) {
            log.configure(style);
            told.accept(log);
        }
        return out.toString(UTF_8).lines().toList();
    }

    private static JsonObject object(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }
}

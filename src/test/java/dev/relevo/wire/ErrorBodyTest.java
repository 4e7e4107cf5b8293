package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.ProviderErrors.Said;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorBodyTest {
    static List<Said> providers() {
        return ProviderErrors.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anErrorIsUnderstoodInTheShapeOfItsProvider(Said said) {
        assertEquals(said.meant(), ErrorBody.read(said.body().getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void onlyOpenAisShapeMayBeRelayedAsItIs(Said said) {
        assertEquals(said.asIs(), ErrorBody.isOpenAiError(said.body().getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void whatIsWrittenIsOpenAisShapeAndComesBack(Said said) {
        byte[] json = said.meant().json();

        assertTrue(ErrorBody.isOpenAiError(json));
        assertEquals(said.meant(), ErrorBody.read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "7",
                "\"error\"",
                "[\"error\"]",
                "[[{\"error\":\"x\"}]]",
                "<html>502 Bad Gateway</html>",
                "upstream connect error",
                "{\"error\":{\"message\":\"cut",
                "{\"error\":\"x\"} trailing",
                "{\"error\":null}",
                "{\"error\":false}",
                "{\"error\":\"\"}",
                "{\"error\":0}",
                "{\"message\":null}",
                "{\"message\":\"\",\"detail\":[]}",
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"error\":null}",
                "{\"choices\":[],\"message\":\"ok\"}",
                "{\"object\":\"list\",\"data\":[]}",
            })
    void whatIsNoErrorIsNotTakenForOne(String body) {
        assertNull(ErrorBody.read(body.getBytes(UTF_8)));
        assertFalse(ErrorBody.isOpenAiError(body.getBytes(UTF_8)));
    }

    @Test
    void aBodyThatIsNotUtf8IsNoJson() {
        assertNull(ErrorBody.read("{\"error\":\"cl\u00e9\"}".getBytes(ISO_8859_1)));
    }

    @Test
    void allFourKeysAreWrittenAndEscaped() {
        ErrorBody error = new ErrorBody("say \"hi\"\n\ud83d", "invalid_request_error", null, "bad_value");

        assertEquals(
                "{\"error\":{\"message\":\"say \\\"hi\\\"\\n\\ud83d\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"bad_value\"}}",
                new String(error.json(), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "404, invalid_request_error",
        "429, requests",
        "500, server_error",
        "502, server_error",
        "503, service_unavailable_error",
    })
    void theStatusGivesATypeOnlyWhereTheProviderNamesNone(int status, String type) {
        ErrorBody untyped = ErrorBody.read("{\"error\":\"x\"}".getBytes(UTF_8));
        ErrorBody typed = new ErrorBody("x", "tokens", null, null);

        assertEquals(new ErrorBody("x", type, null, null), untyped.typedBy(status));
        assertEquals(typed, typed.typedBy(status));
    }

    @Test
    void nestedErrorsAndEndlessDetailsStayBounded() {
        String nested = "{\"error\":".repeat(500) + "\"x\"" + "}".repeat(500);
        String details = "{\"detail\":[" + "{\"loc\":[\"a\"],\"msg\":\"b\"},".repeat(100_000) + "{}]}";
        String list = "{\"error\":[" + "1,".repeat(100_000) + "1]}";

        ErrorBody inner = ErrorBody.read(nested.getBytes(UTF_8));
        ErrorBody detailed = ErrorBody.read(details.getBytes(UTF_8));
        ErrorBody listed = ErrorBody.read(list.getBytes(UTF_8));

        assertEquals("x", inner.message());
        assertTrue(detailed.message().length() < 2_100);
        assertEquals(500, listed.message().length());
    }

    @Test
    void aDamagedBodyIsAnErrorOrNoneButNeverAnException() {
        Random random = new Random(1);
        List<byte[]> bodies =
                providers().stream().map(said -> said.body().getBytes(UTF_8)).toList();
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
            body[random.nextInt(body.length)] = (byte) "{}[]\",: 0a".charAt(random.nextInt(10));
            byte[] damaged = random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length));

            understood += ErrorBody.read(damaged) != null ? 1 : 0;
        }
        assertTrue(understood > 1_000);
    }
}

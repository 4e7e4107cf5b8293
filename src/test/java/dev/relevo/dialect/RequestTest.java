package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.ErrorBody;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    @Test
    void theKnownMembersAreRead() throws BadRequest {
        Request request =
                read("{\"n\":3,\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"a\\u002fb\"}");

        assertEquals("a/b", request.model());
        assertEquals(3, request.choices());
        assertTrue(request.stream());
        assertTrue(request.usageAsked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"n\":null,\"stream\":null,\"stream_options\":null}",
                "{\"model\":\"m\",\"n\":1.0,\"stream\":false,\"stream_options\":{\"include_usage\":null}}"
            })
    void nullCountsAsAbsent(String body) throws BadRequest {
        Request request = read(body);

        assertEquals(1, request.choices());
        assertFalse(request.stream());
        assertFalse(request.usageAsked());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            []                                           | ``    | must be a JSON object such as {"model":"auto"
            "model"                                      | ``    | must be a JSON object
            {}                                           | model | must provide a 'model' parameter: a non-empty string such as "auto"
            {"model":""}                                 | model | must provide a 'model'
            {"model":7}                                  | model | must provide a 'model'
            {"model":null}                               | model | must provide a 'model'
            {"x":1,"model":"m","x":2}                    | x     | 'x' stands twice in the body; send it once
            {"model":"m","mod\\u0065l":"n"}              | model | 'model' stands twice
            {"model":"m","stream":"yes"}                 | stream| 'stream' must be true or false
            {"model":"m","stream":1}                     | stream| 'stream' must be true or false
            {"model":"m","n":0}                          | n     | 'n' must be an integer from 1 to 128
            {"model":"m","n":129}                        | n     | 'n' must be an integer
            {"model":"m","n":1.5}                        | n     | 'n' must be an integer
            {"model":"m","n":1e400}                      | n     | 'n' must be an integer
            {"model":"m","n":"2"}                        | n     | 'n' must be an integer
            {"model":"m","stream_options":[]}            | stream_options | 'stream_options' must be an object
            {"model":"m","stream_options":{"include_usage":1}} | stream_options.include_usage | must be true or false
            """)
    void aMistakeIsNamedWithItsParameter(String body, String param, String words) {
        ErrorBody error = refusal(body);

        assertEquals("invalid_request_error", error.type());
        assertEquals(param.isEmpty() ? null : param, error.param());
        assertTrue(error.message().contains(words), error.message());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"model":"m"               | at byte 12 (line 1, byte column 13)
            {"model":"m",}             | at byte 13 (line 1, byte column 14)
            {"model":"m"} x            | at byte 14 (line 1, byte column 15)
            {'model':'m'}              | at byte 1 (line 1, byte column 2)
            {"model":"é", 01}          | at byte 15 (line 1, byte column 16)
            {"model":tru}              | (line 1, byte column
            """)
    void brokenJsonIsRefusedWithItsPlace(String body, String place) {
        String message = refusal(body).message();

        assertTrue(message.startsWith("We could not parse the JSON of your request: "), message);
        assertTrue(message.contains(place), message);
    }

    @Test
    void linesAreCountedForTheReader() {
        String message = refusal("{\n  \"model\": \"m\",\n  oops\n}").message();

        assertTrue(message.contains("(line 3, byte column 3)"), message);
    }

    @Test
    void anEmptyBodyIsToldWhatToSend() {
        assertEquals(
                "The body is empty; send a JSON object with 'model' and 'messages'.",
                refusal("").message());
    }

    @Test
    void aByteOrderMarkIsNamed() {
        assertEquals(
                "The body begins with a byte order mark; send UTF-8 without one.",
                refusal("\ufeff{\"model\":\"m\"}").message());
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] body = "{\"model\":\"m?\"}".getBytes(UTF_8);
        body[11] = (byte) 0xff;

        String message = assertThrows(BadRequest.class, () -> Request.read(Operation.CHAT, body))
                .error()
                .message();

        assertTrue(message.contains("at byte 11 "), message);
    }

    @Test
    void nestingIsTakenToItsLimitAndNoFurther() throws BadRequest {
        assertEquals("m", read(nested(511)).model());
        assertTrue(refusal(nested(512)).message().contains("nesting deeper than 512 levels"));
    }

    @Test
    void membersAreTakenToTheirLimitAndNoFurther() throws BadRequest {
        String many = IntStream.range(0, 999).mapToObj(i -> ",\"x" + i + "\":1").collect(Collectors.joining());

        assertEquals("m", read("{\"model\":\"m\"" + many + "}").model());
        String words = "An object has more than 1000 members; send fewer.";
        assertEquals(words, refusal("{\"model\":\"m\"" + many + ",\"y\":1}").message());
        assertEquals(
                words,
                refusal("{\"model\":\"m\",\"stream_options\":{\"z\":1" + many + ",\"y\":1}}")
                        .message());
    }

    @Test
    void aHugeNameIsNotQuotedWhole() {
        String name = "n".repeat(100_000);

        ErrorBody error = refusal("{\"" + name + "\":1,\"" + name + "\":2}");

        assertTrue(error.message().length() < 200, error.message());
    }

    private static String nested(int depth) {
        return "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"model\":\"m\"}";
    }

    private static Request read(String body) throws BadRequest {
        return Request.read(Operation.CHAT, body.getBytes(UTF_8));
    }

    private static ErrorBody refusal(String body) {
        return assertThrows(BadRequest.class, () -> read(body)).error();
    }
}

package dev.relevo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** How a provider may quote the secrets of a request, wherever an answer has room for them. */
enum Echo {
    IN_THE_STATUS_LINE(said -> raw("HTTP/1.1 400 " + said + "\r\nContent-Length: 0\r\n\r\n")),
    IN_HEADERS(said -> withHeaders(Completions.chat("hi"), said)),
    IN_HEADERS_OF_A_STREAM(said -> withHeaders(Completions.streamOf("hi"), said)),
    IN_HEADERS_OF_A_REFUSAL(said -> withHeaders(error(429, said), said).header("retry-after", said)),
    IN_A_REDIRECTION(
            said -> Script.of(302, "text/html", bytes("to " + said)).header("location", "https://a.b/?" + said)),
    BAD_REQUEST(said -> error(400, said)),
    NO_SUCH_KEY(said -> error(401, said)),
    NO_MONEY(said -> error(402, said)),
    FORBIDDEN(said -> error(403, said)),
    NO_SUCH_MODEL(said -> error(404, said)),
    TOO_LARGE(said -> error(413, said)),
    UNPROCESSABLE(said -> error(422, said)),
    LIMITED(said -> error(429, said)),
    BROKEN(said -> error(500, said)),
    OVERLOADED(said -> error(503, said)),
    IN_WRITES_OF_THREE(said -> error(400, said).inWritesOf(3)),
    COMPRESSED(said -> Script.of(400, "application/json", gzip(errorBody(said)))
            .header("content-encoding", "gzip")
            .inWritesOf(7)),
    WITH_EVERY_CHARACTER_ESCAPED(said -> Script.json(400, "{\"error\":{\"message\":\"" + escaped(said) + "\"}}")),
    AS_TEXT(said -> Script.of(400, "text/plain", bytes("No: " + said))),
    AS_A_PAGE(said -> Script.of(200, "text/html", bytes("<html>" + said + "</html>"))),
    AS_A_LIST_OF_DETAILS(said -> Script.json(
            422,
            "{\"detail\":[{\"loc\":[\"header\"," + quoted(said) + "],\"msg\":" + quoted(said) + ",\"type\":\"x\"}]}")),
    AS_AN_OBJECT_OF_NO_KNOWN_FORM(said -> Script.json(400, "{\"error\":{\"token\":" + quoted(said) + "}}")),
    IN_AN_ERROR_WITH_STATUS_200(said -> error(200, said)),
    IN_AN_EVENT(said -> Completions.stream(errorBody(said))),
    IN_AN_EVENT_AFTER_CONTENT(said -> Completions.stream(Completions.ROLE, Completions.content("half"), errorBody(said))
            .inWritesOf(5)),
    BESIDE_EVENTS(said -> raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: " + said + "\nevent: " + said
            + "\nid: " + said + "\ndata: " + Completions.content("hi") + "\n\ndata: " + said + "\n\n")),
    IN_THE_VERSION(said -> raw("HTTP/" + said + " 200 OK\r\n\r\n")),
    IN_A_LINE_THAT_IS_NO_FIELD(said -> raw("HTTP/1.1 200 OK\r\n" + said + " \r\n\r\n")),
    AS_A_LENGTH(said -> raw("HTTP/1.1 200 OK\r\nContent-Length: " + said + "\r\n\r\n")),
    AS_A_CODING(said -> raw("HTTP/1.1 200 OK\r\nContent-Encoding: " + said + "\r\nContent-Length: 2\r\n\r\n{}")),
    AS_A_CHUNK(said -> raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + said + "\r\n")),
    CUT_SHORT(said ->
            raw("HTTP/1.1 400 No\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n" + errorBody(said)));

    private final Function<String, Script> script;

    Echo(Function<String, Script> script) {
        this.script = script;
    }

    /** An answer to that request. */
    Script to(Received request) {
        return script.apply(Stream.of("authorization", "x-api-token", "cookie")
                .map(request::header)
                .map(String::valueOf)
                .collect(Collectors.joining(" , ")));
    }

    /** The one that a path asks for: {@code /in-headers/chat/completions}. */
    static Script at(Received request) {
        String folder = request.path().split("/")[1];
        return Arrays.stream(values())
                .filter(echo -> echo.folder().equals(folder))
                .findFirst()
                .orElseThrow()
                .to(request);
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Script error(int status, String said) {
        return Script.json(status, errorBody(said));
    }

    private static String errorBody(String said) {
        return ProviderErrors.body("wrong: " + said, said, said, said);
    }

    private static Script withHeaders(Script script, String said) {
        return script.header("x-request-id", said)
                .header("x-ratelimit-limit-requests", said)
                .header("set-cookie", said)
                .header("openai-organization", said);
    }

    private static Script raw(String bytes) {
        return Script.raw(bytes).close(Point.atEnd());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String escaped(String text) {
        return text.chars().mapToObj(c -> "\\u%04x".formatted(c)).collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

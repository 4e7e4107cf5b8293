package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.relevo.wire.Headers;
import io.helidon.http.DateTime;
import io.helidon.http.Status;

/** The head of an answer. */
final class Head {
    private static final int USUAL_LENGTH = 512;

    private Head() {}

    /**
     * The status line, the date, both lots of headers and the framing, to the empty line.
     *
     * @param framing whole header lines that say how the body ends
     */
    static byte[] of(int status, Headers common, Headers own, String framing) {
        StringBuilder text = new StringBuilder(USUAL_LENGTH);
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(Status.create(status).reasonPhrase());
        // The date ends its own line.
        text.append("\r\nDate: ").append(new String(DateTime.http1Bytes(), ISO_8859_1));
        append(text, common);
        append(text, own);
        text.append(framing).append("\r\n");
        return text.toString().getBytes(ISO_8859_1);
    }

    private static void append(StringBuilder text, Headers headers) {
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    }
}

package dev.relevo.upstream;

import dev.relevo.wire.Headers;

/**
 * The head of an answer.
 *
 * @param status 200 to 599; interim answers are not handed over
 * @param headers as they came; of a compressed answer without {@code Content-Encoding} and {@code Content-Length}, since
 *     its body is handed over decoded
 */
public record ResponseHead(int status, Headers headers) {

    public boolean isEventStream() {
        String type = headers.first("content-type");
        if (type == null) {
            return false;
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("text/event-stream");
    }

    /** Bytes of the body as promised, or -1 where only its end tells. */
    public long contentLength() {
        String length = headers.first("content-length");
        return length == null ? -1 : Long.parseLong(length);
    }
}

package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a request's header fields decides where it ends and whom it is for (RFC 9112, 3.2 and 6). */
final class RequestFields {
    /** Stands for the host of a request that names none, which HTTP/1.1 does not allow. */
    static final String NO_HOST = "no-host.invalid";

    /** More digits might not fit a long. */
    private static final int MOST_DIGITS = 18;

    private final List<FieldLine> expectations = new ArrayList<>(0);
    private @Nullable String host;
    private @Nullable String length;
    private @Nullable String coding;

    void add(FieldLine line) throws MalformedRequest {
        if (line.isNamed("host")) {
            host = only(host, line);
        } else if (line.isNamed("content-length")) {
            length = only(length, line);
        } else if (line.isNamed("transfer-encoding")) {
            coding = only(coding, line);
        } else if (line.isNamed("expect")) {
            expectations.add(line);
        }
    }

    /** Whether the body is in chunks; {@link #length} is its length otherwise. */
    boolean isChunked() {
        return coding != null;
    }

    /** Zero where none is told. */
    long length() {
        return length == null ? 0 : Long.parseLong(length);
    }

    /** The {@code Expect} fields, which HTTP/1.0 does not have. */
    List<FieldLine> expectations() {
        return expectations;
    }

    /**
     * The {@code Host} line that the request lacks, which only HTTP/1.0 may leave out; or nothing.
     *
     * @throws MalformedRequest if the end of the body, or the host, is unclear
     */
    byte[] missing(RequestLine line) throws MalformedRequest {
        expectOneEnd(line);
        if (host == null) {
            if (!line.http10()) {
                throw MalformedRequest.broken();
            }
            String authority = line.authority() == null ? NO_HOST : line.authority();
            return ("Host: " + authority + "\r\n").getBytes(ISO_8859_1);
        }
        if (line.authority() != null && !line.authority().equalsIgnoreCase(host)) {
            throw MalformedRequest.broken();
        }
        return Chunks.NONE;
    }

    private void expectOneEnd(RequestLine line) throws MalformedRequest {
        if (length != null && !isLength(length)) {
            throw MalformedRequest.broken();
        }
        if (coding == null) {
            return;
        }
        // HTTP/1.0 has no chunks: somebody between us and the client may see another end (RFC 9112, 6.1).
        if (length != null || line.http10()) {
            throw MalformedRequest.broken();
        }
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new MalformedRequest(501);
        }
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }

    private static String only(@Nullable String before, FieldLine line) throws MalformedRequest {
        if (before != null) {
            throw MalformedRequest.broken();
        }
        return line.value();
    }
}

package dev.relevo.edge;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A request's body as bytes, whatever it says its type is; decoded, and no longer than allowed. */
final class RequestBody {
    /** Up to here a promised length is believed and allocated; beyond, memory grows with what arrives. */
    private static final int BELIEVED_LENGTH = 64 * 1024;

    private final int maxBytes;

    RequestBody(long maxBytes) {
        this.maxBytes = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    byte[] read(ServerRequest request) throws Refusal {
        String coding = coding(request);
        byte[] sent = sent(request);
        if (sent.length == 0) {
            throw Refusal.of(400, "The request has no body; a JSON object was expected.");
        }
        return switch (coding) {
            case "", "identity" -> sent;
            case "gzip", "x-gzip", "deflate" -> decoded(coding, sent);
            default -> throw new IllegalStateException(coding);
        };
    }

    private static String coding(ServerRequest request) throws Refusal {
        String coding = String.join(",", request.headers().values(HeaderNames.CONTENT_ENCODING))
                .toLowerCase(Locale.ROOT)
                .trim();
        return switch (coding) {
            case "", "identity", "gzip", "x-gzip", "deflate" -> coding;
            default ->
                throw Refusal.of(415, "Content-Encoding " + coding + " is not supported; send gzip, deflate or none.");
        };
    }

    private byte[] sent(ServerRequest request) throws Refusal {
        if (!request.content().hasEntity()) {
            return Chunks.NONE;
        }
        long promised = request.headers().contentLength().orElse(Long.MAX_VALUE);
        // Read to its end but never closed: closing a body of which more is to come waits for that.
        InputStream body = request.content().inputStream();
        try {
            return promised <= BELIEVED_LENGTH ? exactly(body, (int) promised) : atMost(body);
        } catch (IllegalArgumentException | IncorrectNewLineException e) {
            // The parser of chunk sizes has no error of its own.
            throw Refusal.unreadable(400, maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] exactly(InputStream body, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (body.readNBytes(bytes, 0, length) < length || body.read() >= 0) {
            throw new IllegalStateException("a body of another length than promised");
        }
        return bytes;
    }

    private byte[] decoded(String coding, byte[] sent) throws Refusal {
        try {
            return coding.equals("deflate") ? inflated(sent) : gunzipped(sent);
        } catch (IOException e) {
            throw Refusal.of(400, "The request body is not valid " + coding + '.');
        }
    }

    private byte[] gunzipped(byte[] sent) throws IOException, Refusal {
        try (InputStream decoding = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return atMost(decoding);
        }
    }

    /** The inflater's memory is not the heap's: closing a stream frees only one that the stream made. */
    private byte[] inflated(byte[] sent) throws IOException, Refusal {
        Inflater inflater = new Inflater(!hasZlibHeader(sent));
        try {
            return atMost(new InflaterInputStream(new ByteArrayInputStream(sent), inflater));
        } finally {
            inflater.end();
        }
    }

    /** Some clients send {@code deflate} without the zlib header that RFC 9110 (8.4.1.2) wants around it. */
    private static boolean hasZlibHeader(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }

    private byte[] atMost(InputStream bytes) throws IOException, Refusal {
        byte[] read = bytes.readNBytes(maxBytes + 1);
        if (read.length > maxBytes) {
            throw Refusal.tooLarge(maxBytes);
        }
        return read;
    }
}

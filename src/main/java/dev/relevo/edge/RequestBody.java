package dev.relevo.edge;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A request's body as bytes, whatever it says its type is; decoded, and no longer than allowed. */
final class RequestBody {
    /** Up to here a promised length is believed and allocated; beyond, memory grows with what arrives. */
    private static final int BELIEVED_LENGTH = 64 * 1024;

    private static final int PIECE = 16 * 1024;

    private final ServerRequest request;
    private final long maxBytes;
    private final Holding holding;
    private long held;

    /**
     * @param maxBytes as sent, and as decoded
     * @param holding a body is taken from it: at once where its length is told, else as it arrives
     */
    RequestBody(ServerRequest request, long maxBytes, Holding holding) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.holding = holding;
    }

    /** Refuses a body that says that it is too long; nothing of it is read, and a client that waits is not called on. */
    void expectAllowed() throws Refusal {
        if (promised() > maxBytes) {
            throw Refusal.tooLarge(maxBytes);
        }
    }

    byte[] read() throws Refusal {
        String coding = coding();
        byte[] sent = sent();
        if (sent.length == 0) {
            throw Refusal.of(400, "The request has no body; a JSON object was expected.");
        }
        return switch (coding) {
            case "", "identity" -> sent;
            case "gzip", "x-gzip", "deflate" -> decoded(coding, sent);
            default -> throw new IllegalStateException(coding);
        };
    }

    private String coding() throws Refusal {
        if (!request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return "";
        }
        String coding = String.join(",", request.headers().values(HeaderNames.CONTENT_ENCODING))
                .toLowerCase(Locale.ROOT)
                .trim();
        return switch (coding) {
            case "", "identity", "gzip", "x-gzip", "deflate" -> coding;
            default ->
                throw Refusal.of(415, "Content-Encoding " + coding + " is not supported; send gzip, deflate or none.");
        };
    }

    /** Zero where no length is told. */
    private long promised() {
        return request.headers().contentLength().orElse(0);
    }

    private byte[] sent() throws Refusal {
        if (!request.content().hasEntity()) {
            return Chunks.NONE;
        }
        long promised = promised();
        hold(promised);
        // Read to its end but never closed: closing a body of which more is to come waits for that.
        InputStream body = request.content().inputStream();
        try {
            return promised > 0 ? exactly(body, Math.toIntExact(promised)) : all(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] exactly(InputStream body, int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, BELIEVED_LENGTH)];
        int read = body.readNBytes(bytes, 0, bytes.length);
        while (read == bytes.length && read < length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, 4L * read));
            read += body.readNBytes(bytes, read, bytes.length - read);
        }
        if (read < length || body.read() >= 0) {
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
            return all(decoding);
        }
    }

    /** The inflater's memory is not the heap's: closing a stream frees only one that the stream made. */
    private byte[] inflated(byte[] sent) throws IOException, Refusal {
        Inflater inflater = new Inflater(!hasZlibHeader(sent));
        try {
            return all(new InflaterInputStream(new ByteArrayInputStream(sent), inflater));
        } finally {
            inflater.end();
        }
    }

    /** Some clients send {@code deflate} without the zlib header that RFC 9110 (8.4.1.2) wants around it. */
    private static boolean hasZlibHeader(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }

    private byte[] all(InputStream bytes) throws IOException, Refusal {
        ByteArrayOutputStream all = new ByteArrayOutputStream(PIECE);
        byte[] piece = new byte[PIECE];
        for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
            if (all.size() + (long) count > maxBytes) {
                throw Refusal.tooLarge(maxBytes);
            }
            hold(all.size() + count);
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }

    /** What was sent and what it decodes to count as one, the longer of the two. */
    private void hold(long length) throws Refusal {
        if (length > held) {
            holding.takeBytes(length - held);
            held = length;
        }
    }
}

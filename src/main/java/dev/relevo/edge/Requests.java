package dev.relevo.edge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection's bytes, cut into requests: a parser that takes them from here gets one request, checked, and not a byte of
 * the next before that one's turn has come. So whatever a parser makes of a request, it never begins the next elsewhere.
 */
final class Requests {
    private enum Part {
        HEAD,
        /** Of a told length. */
        BODY,
        CHUNKS,
        /** All of the request was handed over. */
        NONE
    }

    private Part part = Part.HEAD;
    private HeadReader head = new HeadReader();
    private ChunkReader chunks = new ChunkReader();
    private boolean http10;
    private long missing;
    private long received;
    private byte[] bytes = Chunks.NONE;
    private int at;
    private int end;

    /** Bytes that came; all earlier ones were used up. */
    void add(byte[] more) {
        bytes = more;
        at = 0;
        end = more.length;
    }

    /** Whether more than empty lines is here that was not handed over. */
    boolean hasBegun() {
        return !isBlank(bytes, at, end);
    }

    /** Whether nothing but line ends is in there. */
    static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\r' && bytes[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    private boolean hasMore() {
        return at < end;
    }

    /** Whether the request is of HTTP/1.0; the parser is told otherwise. */
    boolean isHttp10() {
        return http10;
    }

    /** Whether the whole head of the present request was handed over. */
    boolean isHeadRead() {
        return part != Part.HEAD;
    }

    /** Whether the whole present request was handed over. */
    boolean isWhole() {
        return part == Part.NONE;
    }

    /** How many bytes of the present request came. */
    long received() {
        return received;
    }

    /** The present request was answered; what follows is another. */
    void begin() {
        part = Part.HEAD;
        head = new HeadReader();
        received = 0;
    }

    /**
     * What the parser gets next of the present request, or null before more has come.
     *
     * @param headBytes how many a head may have
     */
    byte @Nullable [] next(int headBytes) throws MalformedRequest {
        return hasMore()
                ? switch (part) {
                    case HEAD -> head(headBytes);
                    case BODY -> body();
                    case CHUNKS -> chunks();
                    case NONE -> null;
                }
                : null;
    }

    private byte @Nullable [] head(int most) throws MalformedRequest {
        int count = end - at;
        received += count;
        boolean whole = head.add(at == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, end), most);
        at = end;
        if (!whole) {
            return null;
        }
        bytes = head.bytes();
        at = head.end();
        end = head.length();
        received -= end - at;
        http10 = head.isHttp10();
        return head.isPlain() ? withBody(head.start()) : translated();
    }

    /** The head as it came, and what is here of a body of told length. */
    private byte[] withBody(int start) {
        begin(head.fields());
        return part == Part.BODY && hasMore() ? counted(start) : part(start, at);
    }

    private byte[] translated() {
        begin(head.fields());
        return head.translated();
    }

    private void begin(RequestFields fields) {
        missing = fields.length();
        if (fields.isChunked()) {
            part = Part.CHUNKS;
            chunks = new ChunkReader();
        } else {
            part = missing > 0 ? Part.BODY : Part.NONE;
        }
    }

    private byte[] body() {
        return counted(at);
    }

    /** From there to the end of the body, or of what is here. */
    private byte[] counted(int from) {
        int count = (int) Math.min(missing, end - at);
        missing -= count;
        received += count;
        at += count;
        if (missing == 0) {
            part = Part.NONE;
        }
        return part(from, at);
    }

    private byte @Nullable [] chunks() throws MalformedRequest {
        byte[] taken = chunks.take(bytes, at, end);
        received += chunks.read() - at;
        at = chunks.read();
        if (chunks.isWhole()) {
            part = Part.NONE;
        }
        return taken.length == 0 ? null : taken;
    }

    private byte[] part(int from, int to) {
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }
}

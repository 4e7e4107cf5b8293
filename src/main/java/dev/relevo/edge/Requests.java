package dev.relevo.edge;

import dev.relevo.wire.Heap;
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

    /** A parser that waits may keep so much of the request before. */
    private static final int LITTLE = 1024;

    /** No more comes at once. */
    private static final int ONE_READ = 16 * 1024;

    private final Heap heap;
    private Part part = Part.HEAD;
    private HeadReader head = new HeadReader();
    private ChunkReader chunks = new ChunkReader();
    private boolean http10;
    private long missing;
    private long received;
    private long headRoom;
    private boolean parserKeeps;
    private byte[] bytes = Chunks.NONE;
    private int at;
    private int end;

    /** @param heap from which long heads are taken */
    Requests(Heap heap) {
        this.heap = heap;
    }

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
        received = 0;
        giveBackHead();
    }

    /** No request follows. */
    void done() {
        giveBackHead();
    }

    /**
     * Whether the parser still has an array of the request before, of which it lets go when it gets another, if only an
     * empty one. Asked once.
     */
    boolean isParserToLetGo() {
        boolean keeps = parserKeeps && part == Part.HEAD && received == 0;
        parserKeeps &= !keeps;
        return keeps;
    }

    /**
     * What the parser gets next of the present request, or null before more has come.
     *
     * @param headBytes how many a head may have
     */
    byte @Nullable [] next(int headBytes) throws MalformedRequest {
        byte[] next = hasMore()
                ? switch (part) {
                    case HEAD -> head(headBytes);
                    case BODY -> body();
                    case CHUNKS -> chunks();
                    case NONE -> null;
                }
                : null;
        letGo();
        parserKeeps |= next != null && next.length > LITTLE;
        return next;
    }

    /** What was handed over is not kept here as well. */
    private void letGo() {
        if (!hasMore()) {
            add(Chunks.NONE);
        } else if (isWhole() && bytes.length > ONE_READ) {
            add(Arrays.copyOfRange(bytes, at, end));
        }
    }

    private void takeHead() throws MalformedRequest {
        long room = Heap.head(received);
        if (room > headRoom) {
            if (!heap.hold(room - headRoom)) {
                throw new MalformedRequest(503);
            }
            headRoom = room;
        }
    }

    private void giveBackHead() {
        heap.giveBack(headRoom);
        headRoom = 0;
    }

    private byte @Nullable [] head(int most) throws MalformedRequest {
        int count = end - at;
        received += count;
        boolean isWhole = head.add(at == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, end), most);
        at = end;
        if (!isWhole) {
            takeHead();
            return null;
        }
        bytes = head.bytes();
        at = head.end();
        end = head.length();
        received -= end - at;
        takeHead();
        http10 = head.isHttp10();
        HeadReader whole = head;
        head = new HeadReader();
        return whole.isPlain() ? withBody(whole) : translated(whole);
    }

    /** The head as it came, and what is here of a body of told length. */
    private byte[] withBody(HeadReader whole) {
        begin(whole.fields());
        return part == Part.BODY && hasMore() ? counted(whole.start()) : part(whole.start(), at);
    }

    private byte[] translated(HeadReader whole) {
        begin(whole.fields());
        return whole.translated();
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

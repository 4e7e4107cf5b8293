package dev.relevo.relay;

import dev.relevo.wire.Headers;

/**
 * The client's side of one request: exactly one of {@link #answer} or {@link #start} … {@link #end} or {@link #cut}.
 * Methods that write block until the bytes are in the socket; the blocking is the back-pressure. Used by one thread,
 * except {@link #comment}.
 */
public interface Reply {
    /** To be asked before anything is spent on a streamed answer: whether one more may be open. */
    boolean claimStream();

    /** A whole answer in one write. */
    void answer(int status, Headers headers, byte[] body) throws ClientGone;

    /**
     * The head of an answer whose body follows; it leaves together with the first {@link #write}.
     *
     * @param length bytes of the body, or -1 where only the end tells
     */
    void start(int status, Headers headers, long length) throws ClientGone;

    /** What the head would have told had it been known then: for the log, whatever the client is told. */
    void later(Headers headers);

    /** Body bytes, sent at once. */
    void write(byte[] bytes, int from, int to) throws ClientGone;

    /** An SSE comment, sent at once like what is written: no part of the answer. */
    void remark(byte[] comment) throws ClientGone;

    /** The body is complete. */
    void end() throws ClientGone;

    /**
     * The last bytes of the body and its end, in one write. A client that leaves as soon as it has the last bytes is not
     * taken for one that left before the end.
     */
    void end(byte[] bytes, int from, int to) throws ClientGone;

    /** Ends the connection so that no client takes the body for complete. */
    void cut();

    /**
     * Writes an SSE comment, from another thread, unless a write is under way or the body has ended. Only after the
     * first write.
     */
    void comment(byte[] bytes);

    /** From now until the answer is complete, {@code gone} runs once if the client leaves. */
    void watch(Runnable gone);

    /** Whether the head went out. */
    boolean started();
}

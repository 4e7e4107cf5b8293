package dev.relevo.config;

/** What a pool does about an answer that breaks off while it is streamed. */
public enum OnCut {
    /** The client is told by an error event, and the connection ends. */
    ERROR,
    /** Nothing is sent before the answer is whole, so that a broken one fails over unseen. */
    BUFFER,
    /** Another target that {@link Continuation continues} answers goes on where the text broke off. */
    CONTINUE
}

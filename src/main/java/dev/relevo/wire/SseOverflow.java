package dev.relevo.wire;

/** An event stream whose line or event is longer than allowed. It carries no stack trace. */
public final class SseOverflow extends Exception {
    SseOverflow(String what, int limit) {
        super(what + " of the event stream is longer than " + limit + " bytes", null, false, false);
    }
}

package dev.relevo.wire;

/**
 * A text that is not JSON (RFC 8259) in strict UTF-8, or not of the kind that was asked for. It carries no stack
 * trace: the fault is in the data, and the place in it is what counts.
 */
public final class MalformedJson extends RuntimeException {
    private final int offset;
    private final String reason;

    MalformedJson(String reason, int offset) {
        super(reason + " at byte " + offset, null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    /**
     * The index in the array of the first byte that may not stand where it stands; where the text ends too early, the
     * index just past it.
     */
    public int offset() {
        return offset;
    }

    /** What is wrong there, in words that fit before "at byte 17". */
    public String reason() {
        return reason;
    }
}

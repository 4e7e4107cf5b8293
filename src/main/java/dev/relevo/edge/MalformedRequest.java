package dev.relevo.edge;

/** A request that is not HTTP as Relevo reads it. */
final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of the answer, which is the connection's last */
    MalformedRequest(int status) {
        super("status " + status, null, false, false);
        this.status = status;
    }

    /** What cannot be told where it ends, or could be read in two ways. */
    static MalformedRequest broken() {
        return new MalformedRequest(400);
    }

    int status() {
        return status;
    }
}

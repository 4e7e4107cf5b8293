package dev.relevo.relay;

/** The client left; nothing can be written any more. */
public final class ClientGone extends Exception {
    private static final long serialVersionUID = 1;

    public ClientGone(Throwable cause) {
        super("the client left", cause, false, false);
    }
}

package dev.relevo.dialect;

import dev.relevo.wire.ErrorBody;

/** A request that no target could serve, whatever its model: the client is told 400. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ErrorBody error;

    BadRequest(ErrorBody error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ErrorBody error() {
        return error;
    }
}

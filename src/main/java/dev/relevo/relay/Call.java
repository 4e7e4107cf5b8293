package dev.relevo.relay;

import dev.relevo.dialect.Request;

/**
 * One request of a client.
 *
 * @param id unique; also the answer's {@code x-request-id}
 * @param receivedNanos when its head was read, as {@link dev.relevo.time.Clock#nanos} counts
 */
record Call(String id, Request request, long receivedNanos) {}

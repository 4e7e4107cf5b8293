package dev.relevo.relay;

import dev.relevo.dialect.Request;

/**
 * One request of a client.
 *
 * @param id unique; also the answer's {@code x-request-id}
 */
record Call(String id, Request request, Arrival arrival) {}

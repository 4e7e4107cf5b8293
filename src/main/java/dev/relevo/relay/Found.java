package dev.relevo.relay;

import dev.relevo.dialect.Encoded;
import dev.relevo.routing.Lease;
import dev.relevo.upstream.Answer;

/**
 * An answer, and where it comes from.
 *
 * @param startedNanos when its attempt began
 */
record Found(Lease lease, Encoded encoded, Answer answer, long startedNanos) {}

package dev.relevo.edge;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name of the access key that the request came with, or null
 * @param authenticated whether it may see more than anybody: it has a key, or none is needed
 */
record Caller(@Nullable String name, boolean authenticated) {
    static final Caller STRANGER = new Caller(null, false);
    static final Caller ANYONE = new Caller(null, true);
}

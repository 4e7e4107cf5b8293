package dev.relevo.faulty;

import dev.relevo.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as the upstream got it.
 *
 * @param connection the connection's number, from 1 in the order they were accepted
 * @param ordinal the request's number on its connection, from 1
 * @param head as sent, with its blank line
 * @param path as sent, the query included
 * @param body without its framing
 */
public record Received(
        int connection, int ordinal, String head, String method, String path, Headers headers, byte[] body) {
    /** The first field of that name, or null. */
    public @Nullable String header(String name) {
        return headers.first(name);
    }

    /** The names of all fields in order, in lower case. */
    public List<String> headerNames() {
        List<String> names = new ArrayList<>();
        headers.forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "request " + ordinal + " on connection " + connection + ": " + head + text();
    }
}

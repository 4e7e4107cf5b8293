package dev.relevo.upstream;

import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import org.jspecify.annotations.Nullable;

/** The header fields of every request to a provider, whatever it asks for. */
final class RequestFields {
    private RequestFields() {}

    /** A line for each, with its CRLF. */
    static String of(Endpoint endpoint, Provider provider, @Nullable Secret key) {
        StringBuilder fields = new StringBuilder(256);
        add(fields, "Host", endpoint.authority());
        add(fields, "User-Agent", "relevo");
        add(fields, "Accept", "application/json, text/event-stream");
        add(fields, "Accept-Encoding", "identity");
        if (key != null) {
            add(fields, "Authorization", "Bearer " + key.value());
        }
        provider.headers().forEach((name, value) -> add(fields, name, value));
        return fields.toString();
    }

    private static void add(StringBuilder fields, String name, String value) {
        fields.append(name).append(": ").append(value).append("\r\n");
    }
}

package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.config.Admittance.ClientKey;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access keys of clients, held as digests and compared in a time that tells nothing about them. */
final class ClientKeys {
    private static final String BEARER = "Bearer ";
    /** OpenAI's clients send the first, Anthropic's the second, Azure's the third. */
    private static final List<HeaderName> NAMES =
            List.of(HeaderNames.AUTHORIZATION, HeaderNames.create("x-api-key"), HeaderNames.create("api-key"));

    private final List<Known> known;

    private record Known(String name, byte[] digest) {}

    ClientKeys(List<ClientKey> keys) {
        this.known = keys.stream()
                .map(key -> new Known(key.name(), digest(key.key().value())))
                .toList();
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Whose key the request came with; null if it came with none of these. */
    @Nullable
    String owner(Headers head) {
        String owner = null;
        for (HeaderName name : NAMES) {
            String sent = head.first(name).orElse(null);
            if (sent != null) {
                String found = owner(name.equals(HeaderNames.AUTHORIZATION) ? bearer(sent) : sent.strip());
                owner = found == null ? owner : found;
            }
        }
        return owner;
    }

    /** Looks at all of them, so that the time does not tell which one it is. */
    private @Nullable String owner(String key) {
        byte[] digest = digest(key);
        String owner = null;
        for (Known each : known) {
            if (MessageDigest.isEqual(each.digest(), digest)) {
                owner = each.name();
            }
        }
        return owner;
    }

    /** The scheme is compared without regard to case (RFC 9110, 11.1); of another scheme nothing is left. */
    private static String bearer(String sent) {
        return sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? sent.substring(BEARER.length()).strip()
                : "";
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.relevo.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The address that {@code /chat/completions} is appended to. Mistakes never quote it, since it may hold a secret. */
final class BaseUrl {
    private static final String EXPECTED = ", expected one such as https://api.example.com/v1";

    private BaseUrl() {}

    /** What is wrong with it and what is expected; null if it can be used. */
    static @Nullable String mistake(String text) {
        try {
            return mistake(new URI(text));
        } catch (URISyntaxException e) {
            return "not a URL" + EXPECTED;
        }
    }

    /** Without trailing slashes; the text must have no {@link #mistake}. */
    static URI of(String text) {
        return URI.create(text.replaceFirst("/+$", ""));
    }

    private static @Nullable String mistake(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
            return "not an http or https URL with a host" + EXPECTED;
        }
        if (url.getRawUserInfo() != null) {
            return "a URL with a user or password, expected the key under api-key";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "a URL with a query or fragment" + EXPECTED;
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            return "a URL with an impossible port, expected 1 to 65535";
        }
        if (url.getPath().replaceFirst("/+$", "").endsWith("/chat/completions")) {
            return "the address of an operation, expected the base URL, without /chat/completions";
        }
        return scheme.equals("http") && !Hosts.isNear(url.getHost())
                ? "plain http would show the key to everyone on the way, expected https"
                : null;
    }
}

package dev.relevo.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address that {@code /chat/completions} is appended to. Mistakes never quote it, since it may hold a secret. */
final class BaseUrl {
    private static final String EXPECTED = ", expected one such as https://api.example.com/v1";
    private static final Pattern OPERATION = Pattern.compile("(/chat)?/completions$|/embeddings$|/models$");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    /** A host and perhaps a port. {@link URI} finds no host in a name with an underscore, which containers have. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]+]|[^:]+)(?::(\\d{0,9}))?");

    private BaseUrl() {}

    /** Without trailing slashes. */
    static URI parse(String text) throws Misspelling {
        URI url = url(text.strip().replaceFirst("/+$", ""));
        String mistake = mistake(url);
        if (mistake != null) {
            throw new Misspelling(mistake);
        }
        return url;
    }

    private static URI url(String text) throws Misspelling {
        try {
            if (ASCII.matcher(text).matches()) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            throw new Misspelling("not a URL" + EXPECTED);
        }
        throw new Misspelling("not a URL" + EXPECTED);
    }

    private static @Nullable String mistake(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        if (authority.contains("@")) {
            return "a URL with a user or password, expected the key under api-key";
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!Set.of("http", "https").contains(scheme) || !parts.matches() || !Hosts.isHost(parts.group(1))) {
            return "not an http or https URL with a host" + EXPECTED;
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "a URL with a query or fragment" + EXPECTED;
        }
        if (!isPort(parts.group(2))) {
            return "a URL with an impossible port, expected 1 to 65535";
        }
        Matcher operation = OPERATION.matcher(url.getPath());
        if (operation.find()) {
            return "the address of an operation, expected the base URL, without " + operation.group();
        }
        return scheme.equals("http") && !Hosts.isNear(parts.group(1))
                ? "plain http would show the key to everyone on the way, expected https"
                : null;
    }

    /** @param port null or empty for the scheme's own */
    private static boolean isPort(@Nullable String port) {
        if (port == null || port.isEmpty()) {
            return true;
        }
        int number = Integer.parseInt(port);
        return number > 0 && number <= 65535;
    }
}

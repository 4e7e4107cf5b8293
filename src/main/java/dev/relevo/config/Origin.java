package dev.relevo.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Origins of web pages, as browsers spell them (RFC 6454 6.2): {@code https://app.example.com:8443}. */
final class Origin {
    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z0-9+.-]{0,63})://(\\[[0-9a-f:.]+]|[^:/?#@\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Map<String, String> USUAL_PORTS = Map.of("http", "80", "https", "443");

    private Origin() {}

    /** In small letters, without the scheme's usual port; null if it is none. */
    static @Nullable String canonical(String text) {
        Matcher origin = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!origin.matches() || !Hosts.isHost(origin.group(2))) {
            return null;
        }
        String port = origin.group(3);
        if (port != null && (Integer.parseInt(port) == 0 || Integer.parseInt(port) > 65535)) {
            return null;
        }
        String start = origin.group(1) + "://" + origin.group(2);
        return port == null || port.equals(USUAL_PORTS.get(origin.group(1))) ? start : start + ":" + port;
    }
}

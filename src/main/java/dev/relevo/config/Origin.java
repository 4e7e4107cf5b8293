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

    /** In small letters, without the scheme's usual port; {@link Admittance#ANY_ORIGIN} as it is. */
    static String parse(String text) throws Misspelling {
        Matcher origin = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (text.equals(Admittance.ANY_ORIGIN)) {
            return text;
        }
        if (!origin.matches() || !Hosts.isHost(origin.group(2)) || !isPort(origin.group(3))) {
            throw new Misspelling("no origin, expected one such as https://app.example.com, or \"*\" for all");
        }
        String start = origin.group(1) + "://" + origin.group(2);
        String port = origin.group(3);
        return port == null || port.equals(USUAL_PORTS.get(origin.group(1))) ? start : start + ":" + port;
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || (Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= 65535);
    }
}

package dev.relevo.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which header fields a configuration may add to requests. */
final class HeaderField {
    /** RFC 9110 5.6.2: token. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\xa0-\\xff]{0,8192}");
    private static final Set<String> FRAMING = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding",
            "keep-alive",
            "proxy-connection");
    private static final Map<String, String> ELSEWHERE = Map.of(
            "authorization", "the key's own header, expected the key under api-key",
            "proxy-authorization", "a proxy's header, expected none");

    private HeaderField() {}

    /** What is wrong with a name and what is expected; null if it can be used. */
    static @Nullable String mistakeInName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return "not a header's name, expected letters, digits and hyphens";
        }
        return FRAMING.contains(lower) ? "set by Relevo itself, expected another header" : ELSEWHERE.get(lower);
    }

    /** The same where there is no key but in such a header. */
    static @Nullable String mistakeInOwnName(String name) {
        return name.equalsIgnoreCase("authorization") ? null : mistakeInName(name);
    }

    /** A value, without the blanks around it. */
    static String value(String text) throws Misspelling {
        String value = text.strip();
        if (!VALUE.matcher(value).matches()) {
            throw new Misspelling("not a header's value, expected one line of Latin-1 text");
        }
        return value;
    }
}

package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * The first line of a request (RFC 9112, 3), read strictly.
 *
 * @param target in origin form, or {@code *}
 * @param authority that the target named as well (absolute form), or null
 * @param http10 whether the version is HTTP/1.0 and not 1.1
 */
record RequestLine(String method, String target, @Nullable String authority, boolean http10) {
    private static final String VERSION = "HTTP/";

    /** @param line without its end; every character is a byte */
    static RequestLine read(String line) throws MalformedRequest {
        int method = line.indexOf(' ');
        int target = line.indexOf(' ', method + 1);
        if (method < 1 || target <= method + 1) {
            throw MalformedRequest.broken();
        }
        boolean http10 = isHttp10(line.substring(target + 1));
        return of(line.substring(0, method), line.substring(method + 1, target), http10);
    }

    private static RequestLine of(String method, String target, boolean http10) throws MalformedRequest {
        expectToken(method);
        if (method.equals("CONNECT")) {
            throw new MalformedRequest(405);
        }
        expectVisible(target);
        if (target.charAt(0) == '/' || (target.equals("*") && method.equals("OPTIONS"))) {
            return new RequestLine(method, target, null, http10);
        }
        int authority = authorityStart(target);
        int path = target.indexOf('/', authority);
        if (path < 0) {
            return new RequestLine(method, "/", checked(target.substring(authority)), http10);
        }
        return new RequestLine(method, target.substring(path), checked(target.substring(authority, path)), http10);
    }

    /** The same line as a parser of HTTP/1.1 alone understands it. */
    byte[] inOriginForm() {
        return (method + ' ' + target + ' ' + VERSION + "1.1\r\n").getBytes(ISO_8859_1);
    }

    private static boolean isHttp10(String version) throws MalformedRequest {
        if (version.equals("HTTP/1.1") || version.equals("HTTP/1.0")) {
            return version.endsWith("0");
        }
        boolean other = version.length() == 8
                && version.startsWith(VERSION)
                && isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && isDigit(version.charAt(7));
        throw other ? new MalformedRequest(505) : MalformedRequest.broken();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void expectToken(String method) throws MalformedRequest {
        for (int i = 0; i < method.length(); i++) {
            if (!FieldLine.isTokenCharacter(method.charAt(i))) {
                throw MalformedRequest.broken();
            }
        }
    }

    /** Nothing but printable ASCII; no fragment; every percent sign before two hexadecimal digits that are not a NUL's. */
    private static void expectVisible(String target) throws MalformedRequest {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean wrong = c <= ' ' || c > '~' || c == '#' || c == '\\' || (c == '%' && !isEscape(target, i));
            if (wrong) {
                throw MalformedRequest.broken();
            }
        }
    }

    private static boolean isEscape(String target, int at) {
        if (at + 2 >= target.length()) {
            return false;
        }
        int high = Character.digit(target.charAt(at + 1), 16);
        int low = Character.digit(target.charAt(at + 2), 16);
        return high >= 0 && low >= 0 && high + low > 0;
    }

    private static int authorityStart(String target) throws MalformedRequest {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        throw MalformedRequest.broken();
    }

    private static String checked(String authority) throws MalformedRequest {
        if (authority.isEmpty() || authority.indexOf('@') >= 0 || authority.indexOf('?') >= 0) {
            throw MalformedRequest.broken();
        }
        return authority;
    }
}

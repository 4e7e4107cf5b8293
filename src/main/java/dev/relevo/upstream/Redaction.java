package dev.relevo.upstream;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.CreatedKey;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes our secrets out of what providers say, before anybody else sees it; some quote the key that they refuse, and some
 * of those with its characters escaped as JSON allows. Access keys that were created are known by their looks.
 */
public final class Redaction {
    /** Headers of a provider's configuration that carry one. */
    private static final Pattern SECRET_HEADER =
            Pattern.compile("auth|key|token|secret|cookie", Pattern.CASE_INSENSITIVE);

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z]+ +");

    /** What is shorter is a stand-in ({@code none}, {@code x}) and occurs in any text, and in JSON itself. */
    static final int SHORTEST_SECRET = 5;

    /** Characters of one escaped as JSON allows: a backslash, u, four digits. */
    private static final int LONGEST_ESCAPE = 6;

    private static final String ESCAPED_BY_BACKSLASH = "/\"\\";

    /** Longer ones first, since one may begin another. */
    private final List<String> secrets;

    private final int longest;

    /** By the low byte of a character: whether a secret may begin with it, as it is or escaped. Spares most text a closer look. */
    private final boolean[] begins = new boolean[256];

    /** One that takes out what the providers' configuration holds. */
    public Redaction(List<Provider> providers) {
        this(providers, List.of());
    }

    /** One that takes the access keys of our clients out too. */
    public Redaction(List<Provider> providers, List<ClientKey> clients) {
        this.secrets = Stream.concat(
                        providers.stream().flatMap(Redaction::secrets),
                        clients.stream().map(client -> client.key().value()))
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.secrets.forEach(secret -> begins[secret.charAt(0) & 0xff] = true);
        this.begins['\\'] = true;
        this.begins['r'] = true;
        this.longest = secrets.isEmpty()
                ? CreatedKey.LENGTH
                : Math.max(
                        CreatedKey.LENGTH, LONGEST_ESCAPE * secrets.getFirst().length());
    }

    private static Stream<String> secrets(Provider provider) {
        Stream<String> headers = provider.headers().entrySet().stream()
                .filter(header -> SECRET_HEADER.matcher(header.getKey()).find())
                .map(header -> SCHEME.matcher(header.getValue()).replaceFirst(""))
                .flatMap(Redaction::readings);
        return Stream.concat(provider.keys().stream().map(Secret::value), headers);
    }

    /** A header's value leaves in Latin-1; quoted byte by byte it reads otherwise in UTF-8, and the other way round. */
    private static Stream<String> readings(String value) {
        return Stream.of(
                value,
                new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** The most characters that one of the secrets may take. */
    public int longest() {
        return longest;
    }

    /** UTF-8 in, UTF-8 out; the same array where nothing had to go. */
    byte[] clean(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String clean = clean(text);
        return clean.equals(text) ? body : clean.getBytes(StandardCharsets.UTF_8);
    }

    /** The text with asterisks for each secret; the same where there is none. */
    public String clean(String text) {
        StringBuilder clean = null;
        int copied = 0;
        for (int at = 0; at < text.length(); ) {
            int end = begins[text.charAt(at) & 0xff] ? endOfSecret(text, at) : -1;
            if (end > at) {
                clean = clean == null ? new StringBuilder(text.length()) : clean;
                clean.append(text, copied, at).append("***");
                copied = end;
            }
            at = Math.max(at + 1, end);
        }
        return clean == null ? text : clean.append(text, copied, text.length()).toString();
    }

    /** Where the secret that begins there ends; -1 if none does. */
    private int endOfSecret(String text, int from) {
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            int end = text.startsWith(secret, from) ? from + secret.length() : endOfEscaped(secret, text, from);
            if (end > 0) {
                return end;
            }
        }
        return CreatedKey.end(text, from);
    }

    /** As {@link #endOfSecret}, each character as it is or escaped. */
    private static int endOfEscaped(String secret, String text, int from) {
        int at = from;
        for (int i = 0; i < secret.length(); i++) {
            int length = lengthOf(secret.charAt(i), text, at);
            if (length == 0) {
                return -1;
            }
            at += length;
        }
        return at;
    }

    /** How many characters there stand for that one; 0 if they stand for another. */
    private static int lengthOf(char c, String text, int at) {
        if (at < text.length() && text.charAt(at) != '\\') {
            return text.charAt(at) == c ? 1 : 0;
        }
        if (at + 1 < text.length() && text.charAt(at + 1) == c && ESCAPED_BY_BACKSLASH.indexOf(c) >= 0) {
            return 2;
        }
        return isHex(c, text, at) ? LONGEST_ESCAPE : 0;
    }

    private static boolean isHex(char c, String text, int at) {
        boolean same = at + LONGEST_ESCAPE <= text.length() && text.charAt(at + 1) == 'u';
        for (int i = 0; i < 4 && same; i++) {
            same = Character.digit(text.charAt(at + 2 + i), 16) == ((c >> (12 - 4 * i)) & 0xf);
        }
        return same;
    }
}

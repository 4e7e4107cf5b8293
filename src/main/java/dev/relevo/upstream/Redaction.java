package dev.relevo.upstream;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes our secrets out of what providers say, before anybody else sees it; some quote the key that they refuse, and some
 * of those with its characters escaped as JSON allows.
 */
public final class Redaction {
    /** Headers of a provider's configuration that carry one. */
    private static final Pattern SECRET_HEADER =
            Pattern.compile("auth|key|token|secret|cookie", Pattern.CASE_INSENSITIVE);

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z]+ +");

    /** What is shorter is a stand-in ({@code none}, {@code x}) and occurs in any text, and in JSON itself. */
    private static final int SHORTEST_SECRET = 5;

    /** Characters of one escaped as JSON allows. */
    private static final int LONGEST_ESCAPE = 6;

    private final Pattern secrets;
    private final int longest;

    /** One that takes out what the providers' configuration holds. */
    public Redaction(List<Provider> providers) {
        this(providers, List.of());
    }

    /** One that takes the access keys of our clients out too. */
    public Redaction(List<Provider> providers, List<ClientKey> clients) {
        // Longer ones first, since one may begin another.
        List<String> all = Stream.concat(
                        providers.stream().flatMap(Redaction::secrets),
                        clients.stream().map(client -> client.key().value()))
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.longest = all.isEmpty() ? 0 : LONGEST_ESCAPE * all.getFirst().length();
        String any = all.stream().map(Redaction::regex).collect(Collectors.joining("|"));
        this.secrets = any.isEmpty() ? Pattern.compile("(?!)") : Pattern.compile(any);
    }

    private static Stream<String> secrets(Provider provider) {
        Stream<String> headers = provider.headers().entrySet().stream()
                .filter(header -> SECRET_HEADER.matcher(header.getKey()).find())
                .map(header -> SCHEME.matcher(header.getValue()).replaceFirst(""));
        return Stream.concat(provider.keys().stream().map(Secret::value), headers);
    }

    /** Each character as it is or escaped. */
    private static String regex(String secret) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            regex.append(c == '/' ? "(?:\\\\?/" : "(?:" + Pattern.quote(String.valueOf(c)))
                    .append(String.format("|\\\\u(?i:%04x))", (int) c));
        }
        return regex.toString();
    }

    /** UTF-8 in, UTF-8 out; the same array where nothing had to go. */
    byte[] clean(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return secrets.matcher(text).find() ? clean(text).getBytes(StandardCharsets.UTF_8) : body;
    }

    /** The most characters that one of the secrets may take. */
    public int longest() {
        return longest;
    }

    /** The text with asterisks for each secret. */
    public String clean(String text) {
        return secrets.matcher(text).replaceAll("***");
    }
}

package dev.relevo.relay;

import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes our secrets out of what providers say; some quote the key that they refuse. */
final class Redaction {
    /** Headers of a provider's configuration that carry one. */
    private static final Pattern SECRET_HEADER =
            Pattern.compile("auth|key|token|secret|cookie", Pattern.CASE_INSENSITIVE);

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z]+ +");

    /** Longer ones first, since one may begin another. */
    private final List<String> secrets;

    Redaction(Settings settings) {
        this.secrets = settings.providers().stream()
                .flatMap(Redaction::secrets)
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> secrets(Provider provider) {
        Stream<String> headers = provider.headers().entrySet().stream()
                .filter(header -> SECRET_HEADER.matcher(header.getKey()).find())
                .map(header -> SCHEME.matcher(header.getValue()).replaceFirst(""));
        return Stream.concat(provider.keys().stream().map(Secret::value), headers);
    }

    String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** UTF-8 in, UTF-8 out; the same array where nothing had to go. */
    byte[] clean(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String clean = clean(text);
        return clean.equals(text) ? body : clean.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.relevo.relay;

import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes our API keys out of what providers say; some quote the key they refuse. */
final class Redaction {
    private final List<String> keys;

    Redaction(Settings settings) {
        this.keys = settings.providers().stream()
                .map(Provider::keys)
                .flatMap(List::stream)
                .map(Secret::value)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    String clean(String text) {
        String clean = text;
        for (String key : keys) {
            clean = clean.replace(key, "***");
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

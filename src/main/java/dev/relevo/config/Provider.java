package dev.relevo.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place that serves models in the OpenAI format.
 *
 * @param name as the file and targets spell it
 * @param displayName for people
 * @param baseUrl without a trailing slash; {@code /chat/completions} is appended to its path
 * @param keys API keys, trimmed; several take turns
 * @param needsKey false for a local server that asks for none
 * @param keyVariables environment variables that may hold the key; the first one set counts
 * @param keyPage where a person gets a key
 * @param defaultModel what a target without a model means
 * @param headers sent with every request besides the API key
 */
public record Provider(
        String name,
        String displayName,
        URI baseUrl,
        List<Secret> keys,
        boolean needsKey,
        List<String> keyVariables,
        @Nullable String keyPage,
        @Nullable String defaultModel,
        Map<String, String> headers,
        Timeouts timeouts,
        Quirks quirks) {
    public Provider {
        keys = List.copyOf(keys);
        keyVariables = List.copyOf(keyVariables);
    }

    /** Whether requests can be sent there. */
    public boolean live() {
        return !needsKey || !keys.isEmpty();
    }
}

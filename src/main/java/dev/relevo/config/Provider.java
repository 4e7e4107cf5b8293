package dev.relevo.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param headers sent with every request besides the API key, in the file's order
 * @param supports what its models can do
 * @param contextWindows what its models take
 * @param quotas what may be used of it
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
        Quirks quirks,
        Supports supports,
        ContextWindows contextWindows,
        Quotas quotas) {
    /** The name of the built-in provider, which no file may use. */
    public static final String DEMO = "demo";

    public Provider {
        keys = List.copyOf(keys);
        keyVariables = List.copyOf(keyVariables);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Whether requests can be sent there. */
    public boolean live() {
        return !needsKey || !keys.isEmpty();
    }

    /** The first API key, or null where there is none. */
    public @Nullable Secret firstKey() {
        return keys.isEmpty() ? null : keys.getFirst();
    }

    /** The built-in provider, which is no AI and says so. */
    static Provider demo(URI baseUrl) {
        return new Provider(
                DEMO,
                "Relevo demo (built in, no AI)",
                baseUrl,
                List.of(),
                false,
                List.of(),
                null,
                "relevo-demo",
                Map.of(),
                Timeouts.DEFAULT,
                Quirks.NONE,
                Supports.EVERYTHING,
                ContextWindows.UNKNOWN,
                Quotas.NONE);
    }

    /** Says which one it is; leaves the headers out, since they may carry a secret. */
    @Override
    public String toString() {
        return "Provider[" + name + " at " + baseUrl + ", keys: " + keys.size() + "]";
    }
}

package dev.relevo.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request may need of a target, and a target be able to do; {@code supports:} lists them by {@link #key}. */
public enum Feature {
    CHAT,
    COMPLETIONS,
    EMBEDDINGS,
    TOOLS,
    /** Images in a message. */
    VISION,
    /** Sound in a message or in the answer. */
    AUDIO,
    /** An answer held to a JSON schema. */
    JSON_SCHEMA,
    /** Several choices, {@code n} above 1. */
    N,
    LOGPROBS;

    /** As files and messages spell it: {@code json-schema}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The feature of that key, or null. */
    public static @Nullable Feature of(String key) {
        for (Feature feature : values()) {
            if (feature.key().equals(key)) {
                return feature;
            }
        }
        return null;
    }
}

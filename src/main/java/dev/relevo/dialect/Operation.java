package dev.relevo.dialect;

import dev.relevo.config.Feature;

/** What a client asks for. */
public enum Operation {
    CHAT("/chat/completions", Feature.CHAT),
    COMPLETIONS("/completions", Feature.COMPLETIONS),
    EMBEDDINGS("/embeddings", Feature.EMBEDDINGS);

    private final String path;
    private final Feature feature;

    Operation(String path, Feature feature) {
        this.path = path;
        this.feature = feature;
    }

    /** Below the base URL. */
    public String path() {
        return path;
    }

    /** What a target must support to serve it. */
    public Feature feature() {
        return feature;
    }
}

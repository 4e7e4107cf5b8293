package dev.relevo.dialect;

/** What a client asks for. */
public enum Operation {
    CHAT("/chat/completions");

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    /** Below the base URL. */
    public String path() {
        return path;
    }
}

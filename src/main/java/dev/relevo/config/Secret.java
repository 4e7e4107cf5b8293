package dev.relevo.config;

/** An API key. Prints as asterisks, so that no log or error can carry it by accident. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}

package dev.relevo.config;

/** A text that does not have the form expected of it. The message says what is wrong and what is expected. */
final class Misspelling extends Exception {
    Misspelling(String what) {
        super(what, null, false, false);
    }

    /** What is wrong and what is expected. */
    String what() {
        return String.valueOf(getMessage());
    }
}

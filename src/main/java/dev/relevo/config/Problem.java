package dev.relevo.config;

/**
 * A mistake in a file, told so that a person can mend it.
 *
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1, in characters
 * @param key the path to it, such as {@code models.auto.targets[2]}; empty for the file's syntax
 * @param what what is wrong and what is expected; never holds a key's value
 */
public record Problem(String file, int line, int column, String key, String what) {
    /** {@code file:line:column key: what is wrong, what is expected}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + (key.isEmpty() ? ": " : " " + key + ": ") + what;
    }
}

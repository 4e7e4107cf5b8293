package dev.relevo.config;

import java.util.regex.Pattern;

/**
 * A mistake in a file, told so that a person can mend it.
 *
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1, in characters
 * @param key the path to it, such as {@code models.auto.targets[2]}; empty for the file's syntax
 * @param what what is wrong and what is expected; never holds a key's value
 */
public record Problem(String file, int line, int column, String key, String what) {
    private static final int MAX_KEY = 120;
    private static final Pattern GLUED = Pattern.compile("([^:=]+[:=]).+", Pattern.DOTALL);

    /** {@code file:line:column key: what is wrong, what is expected}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return printable(place + (key.isEmpty() ? ": " : " " + shortened(key) + ": ") + what);
    }

    /** A name that is none, without what may be a secret: in {@code api-key:sk-1} a blank is missing and all of it is the name. */
    static String named(String name) {
        return GLUED.matcher(name).replaceFirst("$1...");
    }

    private static String shortened(String key) {
        return key.length() <= MAX_KEY ? key : key.substring(0, MAX_KEY) + "...";
    }

    /** One line, whatever a file holds: no line ends, no codes that a terminal obeys, nothing that turns the text round. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}

package dev.relevo.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command reads and writes. */
public record Terminal(InputStream in, PrintStream out, PrintStream err) {
    /** The process's own, in UTF-8 whatever the locale says. */
    public static Terminal system() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8));
    }

    /** A mistake or a remark, on standard error. */
    void tell(String line) {
        err.println("relevo: " + printable(line));
    }

    /**
     * Text of several lines without what a terminal obeys, since a model may be told to write that: control codes, those
     * above ASCII too (U+009B begins a sequence), and what turns the direction of writing round.
     */
    static String harmless(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n\t]]|[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "");
    }

    /** One line of plain text, whatever a server said: no line ends and no codes that a terminal obeys. */
    static String printable(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}

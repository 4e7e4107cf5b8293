package dev.relevo.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Lines that take the place of those before them, where a person looks at a terminal; else they follow each other. */
final class Screen {
    private static final int USUAL_ROWS = 24;

    /** To the first cell; and nothing is left of what stood on the rest of a line, or below (ECMA-48). */
    private static final String HOME = "\u001b[H";

    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final String WHOLE_SCREEN = "\u001b[2J";

    private final PrintStream out;
    private final boolean terminal;
    private boolean begun;

    private Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** @param plain whether lines follow each other all the same */
    static Screen of(Terminal terminal, boolean plain) {
        boolean seen = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Screen(terminal.out(), seen && !plain);
    }

    /** Nothing is changed where there are none. */
    void show(List<String> lines) {
        if (!terminal) {
            lines.forEach(out::println);
        } else if (!lines.isEmpty()) {
            replace(lines, rows());
        }
        out.flush();
    }

    private void replace(List<String> lines, int rows) {
        StringBuilder all = new StringBuilder(begun ? HOME : WHOLE_SCREEN + HOME);
        begun = true;
        int shown = lines.size() < rows ? lines.size() : rows - 2;
        lines.subList(0, Math.max(0, shown))
                .forEach(line -> all.append(line).append(REST_OF_LINE).append('\n'));
        if (shown < lines.size()) {
            all.append(lines.size() - shown)
                    .append(" more lines have no place here")
                    .append(REST_OF_LINE);
        }
        out.print(all.append(REST_OF_SCREEN));
    }

    /** Asked for each time, since windows change. */
    private static int rows() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String told = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String rows = told.strip().split(" ", 2)[0];
            return rows.matches("[1-9]\\d{0,3}") ? Integer.parseInt(rows) : USUAL_ROWS;
        } catch (IOException e) {
            return USUAL_ROWS;
        }
    }
}

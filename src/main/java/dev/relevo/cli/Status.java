package dev.relevo.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code relevo status}: how pools and targets of the running server are, once or again and again. */
final class Status {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final String PATH = "/api/status";

    private final Arguments.Status arguments;
    private final RunningServer server;
    private final Terminal terminal;

    Status(Arguments.Status arguments, RunningServer server, Terminal terminal) {
        this.arguments = arguments;
        this.server = server;
        this.terminal = terminal;
    }

    int run() {
        return arguments.watch() ? watch() : inquiry().print(terminal);
    }

    /** Until it is interrupted, or nobody takes what it prints. */
    private int watch() {
        Screen screen = Screen.of(terminal, arguments.json());
        while (!terminal.out().checkError()) {
            screen.show(seen());
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ExitCode.OK;
            }
        }
        return ExitCode.OK;
    }

    /** A server that does not answer may come again. */
    private List<String> seen() {
        try {
            return inquiry().lines();
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private Inquiry inquiry() {
        return new Inquiry(server, () -> server.told(PATH).expectOk(), "its status", this::page, arguments.json());
    }

    private List<String> page(Fields status) {
        List<String> lines = new ArrayList<>();
        lines.add(status.text("timestamp").replaceFirst("\\.\\d+Z", "Z").replace('T', ' ') + "  " + server.url());
        lines.add("");
        lines.addAll(StatusPage.lines(status));
        return lines;
    }
}

package dev.relevo.cli;

import dev.relevo.wire.JsonText;
import dev.relevo.wire.SseOverflow;
import dev.relevo.wire.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code relevo chat}: an answer in the terminal, as it comes. */
final class Chat {
    /** Between two reads; longer than the server's own patience with a provider. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST_ERROR = 64 << 10;
    private static final int MOST_EVENT = 1 << 20;

    private final Arguments.Chat arguments;
    private final Terminal terminal;

    Chat(Arguments.Chat arguments, Terminal terminal) {
        this.arguments = arguments;
        this.terminal = terminal;
    }

    int run(RunningServer server) {
        try {
            String text = arguments.text() == null ? input() : arguments.text();
            if (text.isBlank()) {
                terminal.tell("nothing to say; expected a text, as an argument or on standard input");
                return ExitCode.USAGE;
            }
            HttpURLConnection answer = server.post("/v1/chat/completions", request(text), PATIENCE);
            return answer.getResponseCode() == HttpURLConnection.HTTP_OK ? print(answer) : refused(answer);
        } catch (IOException e) {
            terminal.tell(server.unreachable(e));
            return ExitCode.FAILED;
        }
    }

    private String input() throws IOException {
        return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String request(String text) {
        StringBuilder json = new StringBuilder("{\"model\":");
        JsonText.quote(json, arguments.model());
        json.append(",\"stream\":true,\"messages\":[");
        if (arguments.system() != null) {
            message(json, "system", arguments.system()).append(',');
        }
        return message(json, "user", text).append("]}").toString();
    }

    private static StringBuilder message(StringBuilder json, String role, String content) {
        json.append("{\"role\":\"").append(role).append("\",\"content\":");
        JsonText.quote(json, content);
        return json.append('}');
    }

    private int refused(HttpURLConnection answer) throws IOException {
        byte[] body = RunningServer.body(answer, MOST_ERROR);
        terminal.tell("it " + RunningServer.refusal(answer.getResponseCode(), body));
        return ExitCode.FAILED;
    }

    private int print(HttpURLConnection answer) throws IOException {
        Printed printed = new Printed(terminal.out());
        String failure = copy(answer.getInputStream(), printed);
        terminal.out().println();
        terminal.err()
                .println("-- "
                        + Terminal.printable(Objects.requireNonNullElse(
                                answer.getHeaderField("x-relevo-target"), arguments.model())));
        if (failure != null || !printed.done) {
            terminal.tell("the answer is cut: " + (failure == null ? "it ended too early" : failure));
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }

    /** Prints until the stream ends; what went wrong, or null. */
    private static @Nullable String copy(InputStream in, Printed printed) {
        SseReader reader = new SseReader(MOST_EVENT, MOST_EVENT);
        byte[] buffer = new byte[8192];
        try (in) {
            for (int read = in.read(buffer); read >= 0 && printed.open(); read = in.read(buffer)) {
                reader.feed(buffer, 0, read, printed);
            }
        } catch (IOException e) {
            return printed.done ? null : String.valueOf(e.getMessage());
        } catch (SseOverflow e) {
            return e.getMessage();
        }
        return printed.failure;
    }

    /** Prints the text of each event. */
    private static final class Printed implements SseReader.Events {
        private static final String DONE = "[DONE]";

        private final PrintStream out;
        private boolean done;
        private @Nullable String failure;

        Printed(PrintStream out) {
            this.out = out;
        }

        boolean open() {
            return !done && failure == null;
        }

        @Override
        public void data(byte[] bytes, int from, int to) {
            if (new String(bytes, from, to - from, StandardCharsets.UTF_8)
                    .strip()
                    .equals(DONE)) {
                done = true;
                return;
            }
            ChatEvent event = ChatEvent.read(bytes, from, to);
            failure = event.error();
            out.print(Terminal.harmless(event.text()));
            out.flush();
        }
    }
}

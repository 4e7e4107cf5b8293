package dev.relevo.cli;

import dev.relevo.wire.MalformedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A question to a running server.
 *
 * @param question gets the answer
 * @param subject what the answer tells, in words
 * @param page how people see it
 * @param json whether they see it as it is
 */
record Inquiry(RunningServer server, Question question, String subject, Page page, boolean json) {
    interface Question {
        byte[] answer() throws IOException;
    }

    interface Page {
        List<String> lines(Fields told);
    }

    /** Asks once and prints; a command's exit code. */
    int print(Terminal terminal) {
        try {
            lines().forEach(terminal.out()::println);
            return ExitCode.OK;
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
    }

    /** @throws IOException saying why there is no answer, or that it is another one */
    List<String> lines() throws IOException {
        try {
            byte[] answer = question.answer();
            return json ? List.of(new String(answer, StandardCharsets.UTF_8)) : page.lines(Fields.of(answer));
        } catch (MalformedJson e) {
            throw new IOException(server.url() + " answered something else than " + subject + "; is it a Relevo?", e);
        }
    }
}

package dev.relevo.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;

/** {@code relevo health}: whether the server is ready, in one line. */
final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Health() {}

    static int run(RunningServer server, Terminal terminal) {
        try {
            HttpURLConnection answer = server.get("/health/ready", PATIENCE);
            int status = answer.getResponseCode();
            answer.disconnect();
            if (status == HttpURLConnection.HTTP_OK) {
                terminal.out().println("ready: " + server.url());
                return ExitCode.OK;
            }
            terminal.tell("not ready: " + server.url() + " answered " + status);
        } catch (IOException e) {
            terminal.tell("not ready: " + server.url() + ": " + e.getMessage());
        }
        return ExitCode.FAILED;
    }
}

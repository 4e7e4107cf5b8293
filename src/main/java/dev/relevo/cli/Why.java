package dev.relevo.cli;

import dev.relevo.wire.MalformedJson;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code relevo why}: which target the next request takes, or what became of one that has ended. */
final class Why {
    private static final String DEFAULT_MODEL = "auto";

    /** How Relevo's own names of requests begin. */
    private static final String REQUEST = "req_";

    private final Arguments.Why arguments;
    private final RunningServer server;
    private final Terminal terminal;

    Why(Arguments.Why arguments, RunningServer server, Terminal terminal) {
        this.arguments = arguments;
        this.server = server;
        this.terminal = terminal;
    }

    int run() {
        try {
            byte[] body = told().expectOk();
            if (arguments.json()) {
                terminal.out().println(new String(body, StandardCharsets.UTF_8));
            } else {
                WhyPage.lines(Fields.of(body)).forEach(terminal.out()::println);
            }
            return ExitCode.OK;
        } catch (MalformedJson e) {
            terminal.tell(server.url() + " answered no explanation; is it a Relevo?");
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
        }
        return ExitCode.FAILED;
    }

    /** A request of that name comes before a model. */
    private RunningServer.Told told() throws IOException {
        String subject = arguments.subject();
        if (subject == null) {
            return server.told("/api/explain?model=" + DEFAULT_MODEL);
        }
        String written = URLEncoder.encode(subject, StandardCharsets.UTF_8);
        RunningServer.Told request = server.told("/api/explain?request=" + written);
        boolean none = request.status() == HttpURLConnection.HTTP_NOT_FOUND && !subject.startsWith(REQUEST);
        return none ? server.told("/api/explain?model=" + written) : request;
    }
}

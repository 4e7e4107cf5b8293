package dev.relevo.cli;

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
        return new Inquiry(server, () -> told().expectOk(), "an explanation", WhyPage::lines, arguments.json())
                .print(terminal);
    }

    /** Clients may name their requests as they like, so what is no model's own name may be a request's. */
    private RunningServer.Told told() throws IOException {
        String subject = arguments.subject() == null ? DEFAULT_MODEL : arguments.subject();
        String written = URLEncoder.encode(subject, StandardCharsets.UTF_8);
        if (subject.startsWith(REQUEST)) {
            return server.told("/api/explain?request=" + written);
        }
        RunningServer.Told model = server.told("/api/explain?model=" + written);
        if (isItself(model)) {
            return model;
        }
        RunningServer.Told request = server.told("/api/explain?request=" + written);
        return request.status() == HttpURLConnection.HTTP_NOT_FOUND ? model : request;
    }

    /** Rather than another one that serves for whatever is unknown. */
    private static boolean isItself(RunningServer.Told model) throws IOException {
        if (model.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            return false;
        }
        Fields told = Fields.of(model.expectOk());
        return told.text("model").equals(told.text("alias"));
    }
}

package dev.relevo.cli;

import dev.relevo.config.Settings;
import dev.relevo.upstream.ModelList;
import dev.relevo.wire.MalformedJson;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code relevo models}: what clients may ask for. */
final class Models {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 8 << 20;

    private final Terminal terminal;

    /** The configuration's own settings where they describe the server that is asked; else null. */
    private final @Nullable Settings settings;

    Models(Terminal terminal, @Nullable Settings settings) {
        this.terminal = terminal;
        this.settings = settings;
    }

    int run(RunningServer server) {
        try {
            HttpURLConnection answer = server.get("/v1/models", PATIENCE);
            int status = answer.getResponseCode();
            byte[] body = RunningServer.body(answer, MOST_BYTES);
            return status == HttpURLConnection.HTTP_OK ? list(body) : refused(server, status, body);
        } catch (MalformedJson e) {
            terminal.tell(server.url() + " answered no list of models; is it a Relevo?");
            return ExitCode.FAILED;
        } catch (IOException e) {
            return unreachable(server, e);
        }
    }

    private int list(byte[] body) {
        Map<String, String> lines = aliases();
        for (String id : ModelList.ids(body)) {
            terminal.out().println(Terminal.printable(lines.getOrDefault(id, id)));
        }
        return ExitCode.OK;
    }

    private int refused(RunningServer server, int status, byte[] body) {
        terminal.tell(server.url() + ' ' + RunningServer.refusal(status, body));
        return ExitCode.FAILED;
    }

    private int unreachable(RunningServer server, IOException why) {
        terminal.tell(server.unreachable(why));
        if (settings == null) {
            return ExitCode.FAILED;
        }
        terminal.tell("no server runs there; this is what the configuration has");
        aliases().values().forEach(terminal.out()::println);
        return ExitCode.OK;
    }

    /** A line for each alias of the configuration. */
    private Map<String, String> aliases() {
        if (settings == null) {
            return Map.of();
        }
        Map<String, String> lines = new LinkedHashMap<>();
        List<String> told = new Summary(settings).aliases();
        for (int i = 0; i < told.size(); i++) {
            lines.put(settings.aliases().get(i).name(), told.get(i).strip());
        }
        return lines;
    }
}

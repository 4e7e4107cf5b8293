package dev.relevo;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Settings;
import dev.relevo.edge.ListenFailure;
import dev.relevo.faulty.FaultyUpstream;
import io.helidon.common.tls.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Relevo in this process, on a free port, started from the text of a configuration. */
public final class StartedRelevo implements AutoCloseable {
    /** The model that {@link #over} asks its upstreams for; the slash and the colon are in many real names. */
    public static final String MODEL = "meta-llama/llama-3.3:free";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ScratchState state = ScratchState.make();
    private final Relevo relevo;

    private StartedRelevo(Settings settings, Tls upstreamTls) {
        try {
            relevo = Relevo.start(state.in(settings), new PrintStream(log, true, StandardCharsets.UTF_8), upstreamTls);
        } catch (ListenFailure e) {
            throw new AssertionError(e);
        }
    }

    public static StartedRelevo of(String yaml) {
        return of(yaml, null);
    }

    /** @param upstreamTls whom to trust upstream; null for the certificates that the machine trusts */
    static StartedRelevo of(String yaml, Tls upstreamTls) {
        return new StartedRelevo(settings(yaml), upstreamTls);
    }

    /** The alias {@code auto} over these in the order of priority; they are told the keys {@code key-1}, {@code key-2} … */
    public static StartedRelevo over(FaultyUpstream... upstreams) {
        return of(yaml(upstreams));
    }

    /** The configuration of {@link #over}. */
    public static String yaml(FaultyUpstream... upstreams) {
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder targets = new StringBuilder();
        for (int i = 1; i <= upstreams.length; i++) {
            providers.append(
                    "  up%d: {base-url: \"%s\", api-key: key-%d}\n".formatted(i, upstreams[i - 1].baseUrl(), i));
            targets.append("      - up%d/%s\n".formatted(i, MODEL));
        }
        return providers + "models:\n  auto:\n    strategy: priority\n    targets:\n" + targets;
    }

    /** Settings of a text that must be good. */
    static Settings settings(String yaml) {
        try {
            Path file = Files.createTempFile("relevo", ".yaml");
            try {
                return Configuration.load(Files.writeString(file, yaml), Map.of());
            } finally {
                Files.delete(file);
            }
        } catch (BadConfiguration e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the configuration while it runs; what could not be applied. */
    public List<String> reload(String yaml) {
        return reload(state.in(settings(yaml)));
    }

    List<String> reload(Settings settings) {
        return relevo.reload(settings);
    }

    public int port() {
        return relevo.port();
    }

    /** As a client is given it: {@code http://127.0.0.1:port/v1}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** As it runs. */
    Settings settings() {
        return relevo.settings();
    }

    /** Closes it; the access log, whole. */
    String finishedLog() {
        close();
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        relevo.close();
        state.close();
    }
}

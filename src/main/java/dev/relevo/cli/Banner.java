package dev.relevo.cli;

import dev.relevo.config.Settings;
import java.util.List;

/** What a person sees on start. */
public final class Banner {
    /** However much is configured. */
    public static final int MAX_LINES = 12;

    private Banner() {}

    /**
     * Where it listens, aliases with their targets, which providers are live and which lack a key.
     *
     * @param version of Relevo
     * @param port the one really listened on
     */
    public static List<String> lines(String version, Settings settings, int port) {
        return List.of();
    }
}

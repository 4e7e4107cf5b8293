package dev.relevo;

import dev.relevo.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A state directory of its own for a Relevo in this process, gone when it is closed. */
public record ScratchState(Path folder) implements AutoCloseable {
    public static ScratchState make() {
        try {
            return new ScratchState(Files.createTempDirectory("relevo-state"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These settings, at a free port of loopback, with the state in here. */
    public Settings in(Settings settings) {
        return settings.withServer(settings.server().withAddress("127.0.0.1", 0).withStateDir(folder));
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

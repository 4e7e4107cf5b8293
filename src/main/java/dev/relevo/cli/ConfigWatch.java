package dev.relevo.cli;

import dev.relevo.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Watches the configuration and the {@code .env} beside it, and has what changes applied. It looks at what the files hold,
 * so that it does not matter how they change: written in place, renamed over by an editor, a link turned by Kubernetes. A
 * change counts once two looks in a row found the same, since a file may be half written.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int MOST_BYTES = 2 << 20;

    private final Arguments.Options options;
    private final Map<String, String> environment;
    private final Path file;
    private final Reload reload;
    private final Consumer<String> out;
    private Settings applied;

    /** What the last load found, whatever came of it. */
    private Contents loaded;

    private Contents lastSeen;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    /** Puts settings into force. */
    public interface Reload {
        /** Puts them into force; what takes a restart, a sentence each. */
        List<String> apply(Settings settings);
    }

    /** The files' bytes; nothing for what is no file. */
    public record Contents(Optional<ByteBuffer> configuration, Optional<ByteBuffer> dotenv) {
        /** As they are now. */
        public static Contents of(Arguments.Options options) {
            return new Contents(bytes(options.file()), bytes(options.file().resolveSibling(Environment.FILE)));
        }

        private static Optional<ByteBuffer> bytes(Path file) {
            // A pipe can be read once, and that is for those who read what is in it.
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Optional.of(ByteBuffer.wrap(in.readNBytes(MOST_BYTES)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * A watch that does not look by itself yet.
     *
     * @param contents what the files held before {@code applied} was read from them
     * @param out gets what a person should know, a line each
     */
    public ConfigWatch(
            Arguments.Options options,
            Map<String, String> environment,
            Contents contents,
            Settings applied,
            Reload reload,
            Consumer<String> out) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.file = options.file();
        this.reload = reload;
        this.out = out;
        this.applied = applied;
        this.loaded = contents;
        this.lastSeen = contents;
    }

    /** Looks from now on, on a thread of its own. */
    public void start() {
        Thread.ofPlatform().daemon().name("config-watch").start(() -> {
            while (!closed) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                look();
            }
        });
    }

    /** Looks once. */
    synchronized void look() {
        Contents now = Contents.of(options);
        if (!now.equals(loaded) && now.equals(lastSeen)) {
            load(now);
        }
        lastSeen = now;
    }

    /** Reads the files now, whether they changed or not; where somebody waits for that already, leaves it to them. */
    public void reload() {
        if (asked.compareAndSet(false, true)) {
            answerReload();
        }
    }

    private synchronized void answerReload() {
        asked.set(false);
        load(Contents.of(options));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void load(Contents now) {
        if (closed) {
            return;
        }
        loaded = now;
        switch (Startup.prepare(options, environment)) {
            case Startup.Refused(List<String> problems) -> {
                out.accept(file + " cannot be used as it is now; what was read before stays in force");
                problems.forEach(out);
            }
            case Startup.Ready ready -> apply(ready);
        }
    }

    private void apply(Startup.Ready ready) {
        Settings settings = ready.settings();
        String changes = Changes.between(applied, settings);
        List<String> restart;
        try {
            restart = reload.apply(settings);
        } catch (RuntimeException e) {
            // Nobody foresaw it, but the watch must go on.
            out.accept(file + " could not be applied; what was read before stays in force: " + e);
            return;
        }
        applied = settings;
        out.accept(file + " was read again: " + changes);
        MadeKey madeKey = ready.madeKey();
        if (madeKey != null && madeKey.fresh()) {
            out.accept("a new access key was made; it is kept in " + madeKey.file());
        }
        settings.warnings().forEach(line -> out.accept("warning: " + line));
        restart.forEach(line -> out.accept("warning: " + line));
    }
}

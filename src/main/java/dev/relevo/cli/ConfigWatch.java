package dev.relevo.cli;

import dev.relevo.config.ServerTls;
import dev.relevo.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Bytes by file; what is no file is left out. */
    public record Contents(Map<Path, ByteBuffer> byFile) {
        public Contents {
            byFile = Map.copyOf(byFile);
        }

        /** As configuration and {@code .env} are now. */
        public static Contents of(Arguments.Options options) {
            return new Contents(Map.of()).and(files(options));
        }

        private static Set<Path> files(Arguments.Options options) {
            return Set.of(options.file(), Environment.file(options.file()));
        }

        /** Configuration and {@code .env} alone. */
        Contents only(Arguments.Options options) {
            Map<Path, ByteBuffer> some = new HashMap<>(byFile);
            some.keySet().retainAll(files(options));
            return new Contents(some);
        }

        /** With these files, as they are now. */
        Contents and(Collection<Path> files) {
            Map<Path, ByteBuffer> all = new HashMap<>(byFile);
            for (Path file : files) {
                // A pipe can be read once, and that is for those who read what is in it.
                if (Files.isRegularFile(file)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        all.put(file, ByteBuffer.wrap(in.readNBytes(MOST_BYTES)));
                    } catch (IOException e) {
                        all.remove(file);
                    }
                }
            }
            return new Contents(all);
        }

        /** With these files, as they were when they were read. */
        Contents and(Map<Path, ByteBuffer> read) {
            Map<Path, ByteBuffer> all = new HashMap<>(byFile);
            all.putAll(read);
            return new Contents(all);
        }
    }

    /** The certificates' files are watched as well. */
    private static Map<Path, ByteBuffer> certificates(Settings settings) {
        ServerTls tls = settings.server().tls();
        return tls == null ? Map.of() : tls.files();
    }

    private Contents now() {
        return Contents.of(options).and(certificates(applied).keySet());
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
        this.loaded = contents.and(certificates(applied));
        this.lastSeen = loaded;
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
        Contents now = now();
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
        load(now());
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
            case Startup.Ready ready -> apply(ready, now);
        }
    }

    private void apply(Startup.Ready ready, Contents now) {
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
        loaded = now.only(options).and(certificates(settings));
        out.accept(file + " was read again: " + changes);
        MadeKey madeKey = ready.madeKey();
        if (madeKey != null && madeKey.fresh()) {
            out.accept("a new access key was made; it is kept in " + madeKey.file());
        }
        settings.warnings().forEach(line -> out.accept("warning: " + line));
        restart.forEach(line -> out.accept("warning: " + line));
    }
}

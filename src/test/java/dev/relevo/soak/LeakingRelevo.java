package dev.relevo.soak;

import dev.relevo.Main;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Relevo, but for a file that it opens ten times a second and never closes. */
final class LeakingRelevo {
    private static final int MILLIS = 100;

    private final List<InputStream> open = new ArrayList<>();

    private LeakingRelevo() {}

    public static void main(String[] arguments) throws Exception {
        LeakingRelevo leaking = new LeakingRelevo();
        Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(leaking::leak, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
        Main.main(arguments);
    }

    private void leak() {
        try {
            open.add(new FileInputStream(Path.of("/dev/null").toFile()));
        } catch (IOException e) {
            throw new IllegalStateException("after " + open.size(), e);
        }
    }
}

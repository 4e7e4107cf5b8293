package dev.relevo;

import dev.relevo.cli.Arguments;
import dev.relevo.cli.Banner;
import dev.relevo.cli.Startup;
import dev.relevo.edge.ListenFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;

/** Starts Relevo from the command line. Exit codes: 0 after an ordered stop, 1 when it cannot serve. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        switch (Arguments.parse(List.of(args))) {
            case Arguments.Help _ -> System.out.print(Arguments.HELP);
            case Arguments.Version _ -> System.out.println("relevo " + version());
            case Arguments.Mistake(String line) -> refuse(List.of(line));
            case Arguments.Start start -> start(start);
        }
    }

    private static void configureLogging() {
        try (InputStream properties = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Arguments.Start arguments) {
        switch (Startup.prepare(arguments, System.getenv())) {
            case Startup.Refused(List<String> lines) -> refuse(lines);
            case Startup.Ready ready -> serve(ready);
        }
    }

    private static void serve(Startup.Ready ready) {
        configureLogging();
        try {
            Relevo relevo = Relevo.start(ready.settings(), System.out);
            AtomicReference<Duration> grace =
                    new AtomicReference<>(relevo.settings().server().drainGrace());
            Signals.onStop(() -> stop(relevo, grace.getAndSet(Duration.ZERO)));
            Banner.lines(version(), relevo.settings(), relevo.port()).forEach(System.out::println);
        } catch (ListenFailure e) {
            refuse(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The first signal lets open requests end within the grace; a second one, while they do, ends them at once. */
    private static void stop(Relevo relevo, Duration grace) {
        if (grace.isPositive()) {
            System.out.println("stopping: open requests may take up to " + grace.toSeconds()
                    + " s more; a second signal ends them at once");
        }
        relevo.drain(grace);
        relevo.close();
        System.exit(0);
    }

    private static void refuse(List<String> lines) {
        lines.forEach(line -> System.err.println("relevo: " + line));
        System.exit(1);
    }

    private static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
    }
}

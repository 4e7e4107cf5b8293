package dev.relevo;

import dev.relevo.cli.Arguments;
import dev.relevo.cli.Banner;
import dev.relevo.cli.Commands;
import dev.relevo.cli.ConfigWatch;
import dev.relevo.cli.ExitCode;
import dev.relevo.cli.Restart;
import dev.relevo.cli.Startup;
import dev.relevo.cli.Terminal;
import dev.relevo.config.Logging;
import dev.relevo.edge.ListenFailure;
import dev.relevo.stats.JsonFormatter;
import dev.relevo.stats.LogHandler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Starts Relevo from the command line; {@link ExitCode} names its exit codes. */
public final class Main {
    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger OURS = Logger.getLogger("dev.relevo");

    private Main() {}

    public static void main(String[] args) {
        // A client of TLS 1.2 that begins anew, and anew, costs the server more than itself. Read once, with the first
        // use of TLS.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        Arguments arguments = Arguments.parse(List.of(args), version());
        if (arguments instanceof Arguments.Serve serve) {
            start(serve.options(), System.getenv());
        } else {
            System.exit(new Commands(System.getenv(), Terminal.system()).run(arguments));
        }
    }

    private static void configureLogging(Logging wanted) {
        try (InputStream properties = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OURS.setLevel(
                switch (wanted.level()) {
                    case DEBUG -> Level.FINE;
                    case INFO -> Level.INFO;
                    case WARN -> Level.WARNING;
                    case ERROR -> Level.SEVERE;
                });
        Formatter format = wanted.json() ? new JsonFormatter() : new SimpleFormatter();
        Logger.getLogger("").addHandler(new LogHandler(new FileOutputStream(FileDescriptor.err), format));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> OURS.log(Level.SEVERE, thread.getName() + " ended by a bug in Relevo", bug));
    }

    private static void start(Arguments.Options options, Map<String, String> environment) {
        // Until the watch begins, which then finds by itself what has changed since now.
        Signals.onReload(() -> {});
        ConfigWatch.Contents before = ConfigWatch.Contents.of(options);
        switch (Startup.prepare(options, environment)) {
            case Startup.Refused(List<String> lines) -> refuse(lines);
            case Startup.Ready ready ->
                serve(
                        options.file(),
                        ready,
                        relevo -> new ConfigWatch(
                                options, environment, before, ready.settings(), relevo::reload, relevo::tell));
        }
    }

    private static void serve(Path configuration, Startup.Ready ready, Function<Relevo, ConfigWatch> watching) {
        configureLogging(ready.settings().server().logging());
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            Relevo relevo = Boolean.getBoolean(Restart.BESIDE)
                    ? Relevo.startBeside(ready.settings(), out)
                    : Relevo.start(ready.settings(), out);
            ConfigWatch watch = watching.apply(relevo);
            Stop stop = new Stop(relevo, watch);
            Signals.onTerminate(stop::bySupervisor);
            Signals.onInterrupt(stop::byPerson);
            Signals.onReload(watch::reload);
            relevo.onDeaf(stop::ofDeaf);
            Banner.lines(version(), configuration, relevo.settings(), relevo.port(), ready.madeKey())
                    .forEach(relevo::tell);
            watch.start();
        } catch (ListenFailure e) {
            refuse(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static void refuse(List<String> lines) {
        lines.forEach(line -> System.err.println("relevo: " + line));
        System.exit(ExitCode.FAILED);
    }

    private static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
    }
}

package dev.relevo.cli;

import dev.relevo.config.Settings;
import java.util.List;
import java.util.Map;

/** {@code relevo check}: everything that is wrong with the configuration, or what it amounts to. */
final class Check {
    private final Arguments.Check arguments;
    private final Map<String, String> environment;
    private final Terminal terminal;

    Check(Arguments.Check arguments, Map<String, String> environment, Terminal terminal) {
        this.arguments = arguments;
        this.environment = environment;
        this.terminal = terminal;
    }

    int run() {
        return switch (Startup.look(arguments.options(), environment)) {
            case Startup.Refused(List<String> problems) -> {
                problems.forEach(terminal.out()::println);
                yield ExitCode.FAILED;
            }
            case Startup.Ready ready -> {
                summarise(ready.settings());
                yield arguments.live() ? live(ready.settings()) : ExitCode.OK;
            }
        };
    }

    private void summarise(Settings settings) {
        Summary summary = new Summary(settings);
        terminal.out().println(arguments.options().file() + " is fine");
        summary.aliases().forEach(terminal.out()::println);
        new LimitLines(settings).lines().forEach(terminal.out()::println);
        terminal.out().println(summary.live());
        summary.missingKeys().forEach(terminal.out()::println);
        settings.warnings().forEach(line -> terminal.out().println("  warning: " + line));
    }

    private int live(Settings settings) {
        LiveReport report = LiveCheck.of(settings);
        terminal.out().println();
        report.lines().forEach(terminal.out()::println);
        return report.allWell() ? ExitCode.OK : ExitCode.FAILED;
    }
}

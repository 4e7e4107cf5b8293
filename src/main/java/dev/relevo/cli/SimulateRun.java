package dev.relevo.cli;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Settings;
import dev.relevo.config.Traffic;
import dev.relevo.config.TrafficReader;
import dev.relevo.simulation.Report;
import dev.relevo.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code relevo simulate}: days of requests in virtual time. */
final class SimulateRun {
    private SimulateRun() {}

    static int run(Arguments.Simulate arguments, Map<String, String> environment, Terminal terminal) {
        return switch (Startup.look(arguments.options(), environment)) {
            case Startup.Refused(List<String> problems) -> {
                problems.forEach(terminal::tell);
                yield ExitCode.FAILED;
            }
            case Startup.Ready ready -> run(arguments, ready.settings(), terminal);
        };
    }

    private static int run(Arguments.Simulate arguments, Settings settings, Terminal terminal) {
        if (settings.needsDemo()) {
            terminal.tell(
                    "no provider is live, so there is nothing to simulate; set an API key, any text will do here");
            return ExitCode.FAILED;
        }
        try {
            Path file = arguments.traffic();
            Traffic traffic = file == null ? Traffic.DEFAULT : TrafficReader.load(file, settings);
            Report report =
                    new Simulation(settings, traffic, Duration.ofDays(arguments.days()), arguments.seed()).run();
            (arguments.json() ? report.json() : report.lines()).forEach(terminal.out()::println);
            return ExitCode.OK;
        } catch (BadConfiguration e) {
            e.problems().forEach(problem -> terminal.tell(problem.toString()));
            return ExitCode.FAILED;
        }
    }
}

package dev.relevo.cli;

import dev.relevo.chaos.Chaos;
import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.config.Suggestion;
import dev.relevo.siege.Siege;
import dev.relevo.soak.Soak;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code chaos} and its options. */
final class ChaosSyntax {
    static final String NAME = "chaos";

    private ChaosSyntax() {}

    static CommandSpec spec() {
        return Syntax.command(
                        NAME,
                        "Runs Relevo before scripted providers that fail in every known way, and says what became"
                                + " of each request; exit code 1 if one was lost, glued, falsely complete or had a"
                                + " hole. Takes some ten minutes, and nothing but this machine.")
                .addOption(Syntax.flag(
                                "--clients",
                                "Misbehaving clients and a starved machine instead, as another table. Linux" + " only.")
                        .build())
                .addOption(Syntax.flag("--quick", "A minute instead: few requests for each way.")
                        .build())
                .addOption(Syntax.value("--seed", "N", "Decides where faults strike; 1 unless given.")
                        .build())
                .addOption(Syntax.value(
                                "--soak",
                                "TIME",
                                "Instead, for so long, such as 30m: changing faults, clients of many sorts and"
                                        + " reloads; exit code 1 if anything was lost, or grew. Linux only.")
                        .build())
                .addOption(Syntax.value("--mode", "NAME", "Only this way to fail, named as in the table.")
                        .build())
                .addOption(Syntax.flag("--json", "A JSON object for each line.").build());
    }

    static Arguments read(ParseResult leaf) {
        boolean clients = leaf.hasMatchedOption("--clients");
        List<String> modes = clients ? Siege.modes() : Chaos.modes();
        String mode = Syntax.option(leaf, "--mode");
        if (mode != null && !modes.contains(mode)) {
            return new Mistake("--mode: no such mode '" + mode + "', " + Suggestion.among(modes, mode));
        }
        String given = Syntax.option(leaf, "--seed");
        try {
            long seed = given == null ? 1 : Long.parseLong(given);
            String soak = Syntax.option(leaf, "--soak");
            return soak == null
                    ? new Arguments.Chaos(
                            clients, leaf.hasMatchedOption("--quick"), seed, mode, leaf.hasMatchedOption("--json"))
                    : soak(leaf, soak, seed);
        } catch (NumberFormatException e) {
            return new Mistake("--seed: '" + given + "' is no whole number, expected one such as 42");
        }
    }

    private static Arguments soak(ParseResult leaf, String time, long seed) {
        if (Stream.of("--quick", "--mode", "--clients").anyMatch(leaf::hasMatchedOption)) {
            return new Mistake("--soak: goes with none of --quick, --mode and --clients, since it mixes all modes");
        }
        Duration duration = Durations.parse(time, 0);
        return duration == null || duration.compareTo(Soak.SHORTEST) < 0
                ? new Mistake("--soak: '" + time + "' is no such time, expected one from 10s such as 2m or 30m")
                : new Arguments.Soak(duration, seed, leaf.hasMatchedOption("--json"));
    }
}

package dev.relevo.cli;

import dev.relevo.chaos.Chaos;
import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.config.Suggestion;
import dev.relevo.siege.Siege;
import dev.relevo.soak.Soak;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
                .addOption(Syntax.flag(
                                "--ration",
                                "Instead, for two minutes, clients that ask for twice what providers allow; exit code"
                                        + " 1 if a limit was overspent, or a client told what is not so.")
                        .build())
                .addOption(Syntax.value(
                                "--kills",
                                "N",
                                "Instead, so many times kill -9 while limits run out; exit code 1 if a spent limit was"
                                        + " asked again. About three seconds each.")
                        .build())
                .addOption(Syntax.value("--mode", "NAME", "Only this way to fail, named as in the table.")
                        .build())
                .addOption(Syntax.flag("--json", "A JSON object for each line.").build());
    }

    static Arguments read(ParseResult leaf) {
        String given = Objects.requireNonNullElse(Syntax.option(leaf, "--seed"), "1");
        if (!given.matches("-?\\d{1,18}")) {
            return new Mistake("--seed: '" + given + "' is no whole number, expected one such as 42");
        }
        long seed = Long.parseLong(given);
        String soak = Syntax.option(leaf, "--soak");
        String kills = Syntax.option(leaf, "--kills");
        if (soak != null) {
            return soak(leaf, soak, seed);
        }
        if (kills != null) {
            return kills(leaf, kills, seed);
        }
        return leaf.hasMatchedOption("--ration") ? ration(leaf) : modes(leaf, seed);
    }

    private static Arguments modes(ParseResult leaf, long seed) {
        boolean clients = leaf.hasMatchedOption("--clients");
        List<String> modes = clients ? Siege.modes() : Chaos.modes();
        String mode = Syntax.option(leaf, "--mode");
        return mode != null && !modes.contains(mode)
                ? new Mistake("--mode: no such mode '" + mode + "', " + Suggestion.among(modes, mode))
                : new Arguments.Chaos(
                        clients, leaf.hasMatchedOption("--quick"), seed, mode, leaf.hasMatchedOption("--json"));
    }

    private static Arguments soak(ParseResult leaf, String time, long seed) {
        if (has(leaf, "--quick", "--mode", "--clients", "--ration", "--kills")) {
            return new Mistake("--soak: goes with none of --quick, --mode and --clients, since it mixes all modes");
        }
        Duration duration = Durations.parse(time, 0);
        return duration == null || duration.compareTo(Soak.SHORTEST) < 0
                ? new Mistake("--soak: '" + time + "' is no such time, expected one from 10s such as 2m or 30m")
                : new Arguments.Soak(duration, seed, leaf.hasMatchedOption("--json"));
    }

    private static Arguments ration(ParseResult leaf) {
        return has(leaf, "--mode", "--clients", "--seed")
                ? new Mistake("--ration: goes with none of --mode, --clients and --seed, expected --quick or --json")
                : new Arguments.Ration(leaf.hasMatchedOption("--quick"), leaf.hasMatchedOption("--json"));
    }

    private static Arguments kills(ParseResult leaf, String count, long seed) {
        if (has(leaf, "--mode", "--clients", "--ration", "--quick", "--json")) {
            return new Mistake("--kills: goes with no other option than --seed");
        }
        return count.matches("[1-9]\\d{0,4}")
                ? new Arguments.Kills(Integer.parseInt(count), seed)
                : new Mistake("--kills: '" + count + "' is no such number, expected one such as 200");
    }

    private static boolean has(ParseResult leaf, String... options) {
        return Stream.of(options).anyMatch(leaf::hasMatchedOption);
    }
}

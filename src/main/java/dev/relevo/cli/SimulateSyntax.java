package dev.relevo.cli;

import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.cli.Arguments.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code simulate} and its options. */
final class SimulateSyntax {
    static final String NAME = "simulate";

    private static final int MOST_DAYS = 31;

    private SimulateSyntax() {}

    static CommandSpec spec() {
        return Syntax.command(
                        NAME,
                        "Runs days of requests through the configuration in virtual time, before providers made up that"
                                + " count exactly: how much of the quotas is used, who is refused. Asks nobody.")
                .addOption(Syntax.value(
                                "--traffic",
                                "FILE",
                                "What is asked for, and how providers really are; twice what the configured quotas allow"
                                        + " unless given.")
                        .build())
                .addOption(Syntax.value("--seed", "N", "Decides what is left to chance; 1 unless given.")
                        .build())
                .addOption(Syntax.value("--days", "N", "How many days; 1 unless given.")
                        .build())
                .addOption(Syntax.flag("--json", "A JSON object for each line.").build());
    }

    static Arguments read(ParseResult given, Options options) {
        String seed = Objects.requireNonNullElse(Syntax.option(given, "--seed"), "1");
        String days = Objects.requireNonNullElse(Syntax.option(given, "--days"), "1");
        String traffic = Syntax.option(given, "--traffic");
        if (!seed.matches("-?\\d{1,18}")) {
            return new Mistake("--seed: '" + seed + "' is no whole number, expected one such as 42");
        }
        if (!days.matches("\\d{1,2}") || Integer.parseInt(days) < 1 || Integer.parseInt(days) > MOST_DAYS) {
            return new Mistake("--days: '" + days + "' is no number of days, expected one from 1 to " + MOST_DAYS);
        }
        try {
            Path file = traffic == null ? null : Path.of(traffic);
            return new Arguments.Simulate(
                    options, file, Long.parseLong(seed), Integer.parseInt(days), given.hasMatchedOption("--json"));
        } catch (InvalidPathException e) {
            return new Mistake("--traffic: not the name of a file");
        }
    }
}

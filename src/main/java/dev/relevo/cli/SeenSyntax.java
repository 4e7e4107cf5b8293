package dev.relevo.cli;

import dev.relevo.cli.Arguments.Options;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands {@code status} and {@code why}, which tell how the running server fares, and their options. */
final class SeenSyntax {
    static final String STATUS = "status";
    static final String WHY = "why";

    private SeenSyntax() {}

    static CommandSpec status() {
        return Syntax.command(
                        STATUS,
                        "Tells how the running server's pools and targets are: limits and what is used of them, rests,"
                                + " breakers, times, and who waits.")
                .addOption(Syntax.flag("--watch", "Again each second.").build())
                .addOption(json())
                .addOption(Syntax.url());
    }

    static CommandSpec why() {
        return Syntax.command(
                        WHY,
                        "Tells which target the next request for a model takes and why the others do not, or what became of"
                                + " one of the last thousand requests.")
                .addPositional(Syntax.positional(
                        "MODEL|REQUEST-ID", "0..1", "A model, auto unless given; or the x-request-id of an answer."))
                .addOption(json())
                .addOption(Syntax.url());
    }

    static Arguments readStatus(ParseResult given, Options options) {
        return new Arguments.Status(
                options,
                Syntax.option(given, "--url"),
                given.hasMatchedOption("--watch"),
                given.hasMatchedOption("--json"));
    }

    static Arguments readWhy(ParseResult given, Options options) {
        List<String> words = given.matchedPositionalValue(0, List.of());
        return new Arguments.Why(
                options,
                Syntax.option(given, "--url"),
                words.isEmpty() ? null : words.getFirst(),
                given.hasMatchedOption("--json"));
    }

    private static OptionSpec json() {
        return Syntax.flag("--json", "As the server tells it, in JSON.").build();
    }
}

package dev.relevo.cli;

import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Suggestion;
import dev.relevo.store.UsageBy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code usage} and its options. */
final class UsageSyntax {
    static final String NAME = "usage";

    private static final int DEFAULT_DAYS = 7;
    private static final int MOST_DAYS = 36_500;

    private UsageSyntax() {}

    static CommandSpec spec() {
        return Syntax.command(
                        NAME,
                        "Tells what was used: requests, failed attempts, tokens, cost and time to the first token; also"
                                + " while no server runs.")
                .addOption(Syntax.value(
                                "--days",
                                "N",
                                "Of how many days, by UTC and with today; " + DEFAULT_DAYS + " unless given.")
                        .build())
                .addOption(Syntax.value("--by", "WHAT", "day, alias, target or client; target unless given.")
                        .build())
                .addOption(Syntax.flag("--json", "A JSON object for each line.").build());
    }

    static Arguments read(ParseResult given, Options options) {
        String by = Objects.requireNonNullElse(Syntax.option(given, "--by"), "target");
        String days = Objects.requireNonNullElse(Syntax.option(given, "--days"), String.valueOf(DEFAULT_DAYS));
        List<String> known = Arrays.stream(UsageBy.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        Integer count = count(days);
        if (!known.contains(by)) {
            return new Mistake("--by: no such thing '" + by + "', " + Suggestion.among(known, by));
        }
        return count == null
                ? new Mistake("--days: '" + days + "' is no number of days, expected one such as 30")
                : new Arguments.Usage(
                        options, count, UsageBy.valueOf(by.toUpperCase(Locale.ROOT)), given.hasMatchedOption("--json"));
    }

    private static @Nullable Integer count(String text) {
        try {
            int count = Integer.parseInt(text);
            return count >= 1 && count <= MOST_DAYS ? count : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

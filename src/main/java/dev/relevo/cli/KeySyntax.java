package dev.relevo.cli;

import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.cli.Arguments.Options;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code key}, its own commands and their options. */
final class KeySyntax {
    static final String NAME = "key";
    static final String CREATE = "create";
    static final String LIST = "list";
    static final String REVOKE = "revoke";

    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})([mhdw])");

    private KeySyntax() {}

    static CommandSpec spec() {
        CommandSpec key = Syntax.command(
                NAME, "Creates, lists and revokes access keys of clients; a server that runs notices within a second.");
        key.addSubcommand(CREATE, create());
        key.addSubcommand(
                LIST,
                Syntax.command(LIST, "Lists the access keys that were created, without the keys themselves.")
                        .addOption(Syntax.flag("--json", "A JSON object for each line.")
                                .build()));
        key.addSubcommand(
                REVOKE,
                Syntax.command(REVOKE, "From now on an access key is good no more.")
                        .addPositional(Syntax.positional("NAME", "0..1", "The name of the key.")));
        return key;
    }

    private static CommandSpec create() {
        return Syntax.command(
                        CREATE,
                        "Creates an access key for a client and prints it, once: only its digest is kept. From the first one"
                                + " on, every request needs a key.")
                .addPositional(Syntax.positional("NAME", "0..1", "Tells clients apart, in the log and in usage."))
                .addOption(Syntax.value(
                                "--aliases", "NAMES", "The models that it is for, such as auto,fast; all unless given.")
                        .build())
                .addOption(OptionSpec.builder("--limit")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel("LIMIT")
                        .description(
                                "What may be used with it at most, such as requests-per-minute=30 or usd-per-day=2;"
                                        + " as often as needed.")
                        .build())
                .addOption(Syntax.value(
                                "--expires",
                                "TIME",
                                "For how long it is good, such as 12h or 30d; for ever unless given.")
                        .build())
                .addOption(Syntax.flag("--admin", "It may also see how the server fares (/api).")
                        .build());
    }

    static Arguments read(ParseResult given, Options options) {
        String command = given.commandSpec().name();
        if (command.equals(NAME)) {
            return new Mistake("key: expected create, list or revoke; see relevo key --help");
        }
        if (command.equals(LIST)) {
            return new Arguments.KeyList(options, given.hasMatchedOption("--json"));
        }
        String name = Syntax.text(given);
        if (name == null) {
            return new Mistake("NAME needs a value; see relevo key " + command + " --help");
        }
        return command.equals(REVOKE) ? new Arguments.KeyRevoke(options, name) : create(given, options, name);
    }

    private static Arguments create(ParseResult given, Options options, String name) {
        String expires = Syntax.option(given, "--expires");
        Duration lasts = expires == null ? null : time(expires);
        if (!KEY_NAME.matcher(name).matches()) {
            return new Mistake("'" + name + "' is no name of a key, expected up to 64 letters, digits and . _ -");
        }
        if (expires != null && lasts == null) {
            return new Mistake("--expires: '" + expires + "' is no time, expected one such as 45m, 12h, 30d or 8w");
        }
        String asked = Syntax.option(given, "--aliases");
        List<String> aliases = asked == null ? List.of() : names(asked);
        if (asked != null && aliases.isEmpty()) {
            return new Mistake("--aliases: no alias, expected one at least, or no such option for all");
        }
        List<String> limits = given.matchedOptionValue("--limit", List.of());
        return new Arguments.KeyCreate(options, name, aliases, limits, lasts, given.hasMatchedOption("--admin"));
    }

    private static List<String> names(String separated) {
        return Stream.of(separated.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static @Nullable Duration time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return null;
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }
}

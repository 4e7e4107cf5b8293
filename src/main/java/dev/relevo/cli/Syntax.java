package dev.relevo.cli;

import dev.relevo.cli.Arguments.Mistake;
import dev.relevo.cli.Arguments.Options;
import dev.relevo.cli.Arguments.Print;
import dev.relevo.config.ConfigurationSchema;
import dev.relevo.config.Suggestion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands and their options; built by calls, since annotations would be read by reflection at each start. */
final class Syntax {
    private static final String NAME = "relevo";
    private static final String DEFAULT_MODEL = "auto";
    private static final int WIDTH = 100;

    private final CommandLine line;

    Syntax(String version) {
        CommandSpec root =
                command(NAME, "Serves the pool of providers that the configuration describes, in the OpenAI format.");
        root.version("relevo " + version)
                .addOption(flag("--version", "Print the version.")
                        .versionHelp(true)
                        .build())
                .addOption(flag("-h", "Print this help.", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .build())
                .addOption(inherited("--config", "FILE", "The configuration; config.yaml unless given."))
                .addOption(inherited("--host", "HOST", "Address to listen on; 127.0.0.1 unless given."))
                .addOption(inherited("--port", "PORT", "Port to listen on; 3000 unless given, 0 takes any free one."));
        root.usageMessage()
                .footer(
                        "",
                        "API keys, HOST, PORT and RELEVO_API_KEYS (comma-separated; clients then need one of them) are read"
                                + " from the environment and from the .env beside the configuration. An option wins over the"
                                + " environment, the environment over .env, .env over the configuration.",
                        "Changes of the configuration and of .env are applied while it serves.",
                        "",
                        "Exit codes: 0 done, or ended in order; 1 failed; 2 wrong usage.");
        subcommands(root);
        line = new CommandLine(root)
                .setUsageHelpWidth(WIDTH)
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false);
    }

    private static void subcommands(CommandSpec root) {
        root.addSubcommand("serve", command("serve", "The same as without a command."));
        root.addSubcommand(
                "check",
                command("check", "Says everything that is wrong with the configuration; serves nothing.")
                        .addPositional(positional("FILE", "0..1", "The configuration; the same as --config."))
                        .addOption(flag(
                                        "--live",
                                        "Ask each provider too, with each key: at most four requests, of which"
                                                + " three may cost a few tokens. Exit code 1 if one does not answer.")
                                .build()));
        root.addSubcommand(
                "health",
                command("health", "Says in one line whether the server is ready; exit code 1 if it is not.")
                        .addOption(url()));
        root.addSubcommand(
                "restart",
                command(
                        "restart",
                        "Starts another process beside the one that serves, and stops that one when the new one is"
                                + " ready; no request is lost. The new one has the environment of this command. Linux"
                                + " only."));
        root.addSubcommand(
                "models",
                command("models", "Lists the models of the running server, else of the configuration.")
                        .addOption(url()));
        root.addSubcommand(
                "chat",
                command("chat", "Asks a model and prints its answer as it comes; who answered goes to stderr.")
                        .addPositional(
                                positional("TEXT", "0..*", "What to say; read from standard input unless given."))
                        .addOption(value("--model", "MODEL", "Which model; auto unless given.")
                                .build())
                        .addOption(value("--system", "TEXT", "Instructions to the model.")
                                .build())
                        .addOption(url()));
        root.addSubcommand(ChaosSyntax.NAME, ChaosSyntax.spec());
        root.addSubcommand(SeenSyntax.STATUS, SeenSyntax.status());
        root.addSubcommand(SeenSyntax.WHY, SeenSyntax.why());
        root.addSubcommand(UsageSyntax.NAME, UsageSyntax.spec());
        root.addSubcommand(KeySyntax.NAME, KeySyntax.spec());
        root.addSubcommand(SimulateSyntax.NAME, SimulateSyntax.spec());
        root.addSubcommand("schema", command("schema", "Prints the JSON Schema of the configuration, for editors."));
        root.addSubcommand(
                "completion",
                command(
                        "completion",
                        "Prints a script that completes commands and options in bash and zsh:"
                                + " source <(relevo completion)"));
    }

    Arguments parse(List<String> arguments) {
        try {
            return read(line.parseArgs(arguments.toArray(String[]::new)));
        } catch (UnmatchedArgumentException e) {
            return unknown(e.getUnmatched().getFirst(), e);
        } catch (MissingParameterException e) {
            return mistake(missing(e.getMissing()), e);
        } catch (ParameterException e) {
            return mistake(String.valueOf(e.getMessage()), e);
        }
    }

    private Arguments read(ParseResult root) {
        ParseResult leaf = root;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        if (leaf.isUsageHelpRequested() || root.isUsageHelpRequested()) {
            return new Print(leaf.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
        }
        if (root.isVersionHelpRequested()) {
            return new Print(String.join("\n", root.commandSpec().version()) + "\n");
        }
        String argument = leaf.commandSpec().name().equals("check") ? text(leaf) : null;
        String file = argument == null ? given(root, leaf, "--config") : argument;
        try {
            Path path = file == null ? Arguments.DEFAULT_FILE : Path.of(file);
            return command(leaf, new Options(path, given(root, leaf, "--host"), given(root, leaf, "--port")));
        } catch (InvalidPathException e) {
            return new Mistake("--config: not the name of a file");
        }
    }

    private Arguments command(ParseResult leaf, Options options) {
        return switch (leaf.commandSpec().name()) {
            case "check" -> new Arguments.Check(options, leaf.hasMatchedOption("--live"));
            case "health" -> new Arguments.Health(options, option(leaf, "--url"));
            case "restart" -> new Arguments.Restart(options);
            case "models" -> new Arguments.Models(options, option(leaf, "--url"));
            case "chat" -> chat(leaf, options);
            case ChaosSyntax.NAME -> ChaosSyntax.read(leaf);
            case SeenSyntax.STATUS -> SeenSyntax.readStatus(leaf, options);
            case SeenSyntax.WHY -> SeenSyntax.readWhy(leaf, options);
            case UsageSyntax.NAME -> UsageSyntax.read(leaf, options);
            case KeySyntax.NAME, KeySyntax.CREATE, KeySyntax.LIST, KeySyntax.REVOKE -> KeySyntax.read(leaf, options);
            case SimulateSyntax.NAME -> SimulateSyntax.read(leaf, options);
            case "schema" -> new Print(ConfigurationSchema.json());
            case "completion" -> new Print(AutoComplete.bash(NAME, line));
            default -> new Arguments.Serve(options);
        };
    }

    private static Arguments chat(ParseResult leaf, Options options) {
        String model = option(leaf, "--model");
        return new Arguments.Chat(
                options,
                option(leaf, "--url"),
                model == null ? DEFAULT_MODEL : model,
                option(leaf, "--system"),
                text(leaf));
    }

    private static @Nullable String given(ParseResult root, ParseResult leaf, String option) {
        String nearer = option(leaf, option);
        return nearer == null ? option(root, option) : nearer;
    }

    static @Nullable String option(ParseResult result, String option) {
        return result.matchedOptionValue(option, null);
    }

    /** The words that stand outside options, or null. */
    static @Nullable String text(ParseResult result) {
        List<String> words = result.matchedPositionalValue(0, List.of());
        return words.isEmpty() ? null : String.join(" ", words);
    }

    private static String missing(List<ArgSpec> missing) {
        ArgSpec first = missing.getFirst();
        String name = first instanceof OptionSpec option ? option.longestName() : first.paramLabel();
        return name + " needs a value";
    }

    private static Mistake unknown(String argument, ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        boolean option = argument.startsWith("-");
        Set<String> known =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        String near = known.isEmpty() ? "" : ", " + Suggestion.among(known, argument.replaceFirst("=.*", ""));
        return mistake("unknown " + (option ? "option" : "argument") + " '" + argument + "'" + near, e);
    }

    private static Mistake mistake(String what, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return new Mistake(what + (what.endsWith("?") ? " See " : "; see ") + command + " --help");
    }

    static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description, "");
        return command;
    }

    private static OptionSpec inherited(String name, String label, String description) {
        return value(name, label, description).scopeType(ScopeType.INHERIT).build();
    }

    static OptionSpec url() {
        return value(
                        "--url",
                        "URL",
                        "The server to ask, such as http://127.0.0.1:3000; the one that the configuration"
                                + " and the options describe unless given.")
                .build();
    }

    static OptionSpec.Builder value(String name, String label, String description) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).description(description);
    }

    static OptionSpec.Builder flag(String name, String description, String... more) {
        return OptionSpec.builder(name, more).arity("0").type(boolean.class).description(description);
    }

    static PositionalParamSpec positional(String label, String howMany, String description) {
        return PositionalParamSpec.builder()
                .index(howMany.endsWith("*") ? "0..*" : "0")
                .arity(howMany)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }
}

package dev.relevo.cli;

import dev.relevo.store.UsageBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
public sealed interface Arguments {
    Path DEFAULT_FILE = Path.of("config.yaml");

    /**
     * Where the configuration is, and what wins over it.
     *
     * @param file the configuration
     * @param host address to listen on, or where the server that is asked listens; null where it was not given
     * @param port of that
     */
    record Options(
            Path file, @Nullable String host, @Nullable String port) {}

    /** Serve. */
    record Serve(Options options) implements Arguments {}

    /**
     * Say what is wrong with the configuration.
     *
     * @param live whether the providers are asked too
     */
    record Check(Options options, boolean live) implements Arguments {}

    /** Say whether the server is ready; a null URL is that of the configuration. */
    record Health(Options options, @Nullable String url) implements Arguments {}

    /** Let a new process serve in place of the one that runs. */
    record Restart(Options options) implements Arguments {}

    /** List the models; a null URL is that of the configuration. */
    record Models(Options options, @Nullable String url) implements Arguments {}

    /**
     * Ask a model.
     *
     * @param url null for that of the configuration
     * @param model an alias, or whatever else the server knows
     * @param system instructions that go before the text, or null
     * @param text null to read it from standard input
     */
    record Chat(
            Options options,
            @Nullable String url,
            String model,
            @Nullable String system,
            @Nullable String text) implements Arguments {}

    /**
     * Run the fault matrix.
     *
     * @param clients whether clients and the machine misbehave, instead of providers
     * @param quick few requests for each
     * @param seed decides where faults strike
     * @param mode the only mode to run, or null for all
     * @param json an object for each line
     */
    record Chaos(
            boolean clients,
            boolean quick,
            long seed,
            @Nullable String mode,
            boolean json) implements Arguments {}

    /**
     * Run faults and clients of many sorts for long.
     *
     * @param seed decides what fails how
     * @param json an object for each line
     */
    record Soak(Duration duration, long seed, boolean json) implements Arguments {}

    /**
     * Ask for more than limits allow.
     *
     * @param quick some seconds
     * @param json an object for each line
     */
    record Ration(boolean quick, boolean json) implements Arguments {}

    /**
     * Kill a process that keeps to limits, and start it again.
     *
     * @param count how often
     * @param seed decides when
     */
    record Kills(int count, long seed) implements Arguments {}

    /**
     * Tell how pools and targets are.
     *
     * @param url null for that of the configuration
     * @param watch again each second
     * @param json as the server tells it
     */
    record Status(Options options, @Nullable String url, boolean watch, boolean json) implements Arguments {}

    /**
     * Tell which target is asked, and why.
     *
     * @param url null for that of the configuration
     * @param subject a model or the id of a request; null for the usual model
     * @param json as the server tells it
     */
    record Why(
            Options options, @Nullable String url, @Nullable String subject, boolean json) implements Arguments {}

    /**
     * Tell what was used.
     *
     * @param days of how many days, today included
     * @param by what it is summed up by
     * @param json an object for each line
     */
    record Usage(Options options, int days, UsageBy by, boolean json) implements Arguments {}

    /**
     * Run days of requests in virtual time.
     *
     * @param traffic what is asked for; null for twice what the quotas allow
     * @param seed decides what is left to chance
     * @param json an object for each line
     */
    record Simulate(Options options, @Nullable Path traffic, long seed, int days, boolean json) implements Arguments {}

    /**
     * Create an access key.
     *
     * @param name tells clients apart
     * @param aliases the models that it is for; empty for all
     * @param limits as they were given
     * @param lasts until it expires; null for ever
     */
    record KeyCreate(
            Options options,
            String name,
            List<String> aliases,
            List<String> limits,
            @Nullable Duration lasts,
            boolean admin)
            implements Arguments {
        public KeyCreate {
            aliases = List.copyOf(aliases);
            limits = List.copyOf(limits);
        }
    }

    /** List the access keys that were created. */
    record KeyList(Options options, boolean json) implements Arguments {}

    /** Revoke an access key that was created. */
    record KeyRevoke(Options options, String name) implements Arguments {}

    /** Print a text that was asked for and end. */
    record Print(String text) implements Arguments {}

    /** Print one line that says what is wrong, and end with {@link ExitCode#USAGE}. */
    record Mistake(String line) implements Arguments {}

    /**
     * Reads a command line.
     *
     * @param version of Relevo, to be printed where that is asked for
     */
    static Arguments parse(List<String> arguments, String version) {
        Arguments plain = PlainForm.read(arguments);
        return plain == null ? new Syntax(version).parse(arguments) : plain;
    }
}

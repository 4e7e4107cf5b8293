package dev.relevo.cli;

import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Settings;
import dev.relevo.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Runs what the command line asks for, unless that is to serve. */
public final class Commands {
    private final Map<String, String> environment;
    private final Terminal terminal;

    /** Nothing is read yet; {@code environment} is the real one. */
    public Commands(Map<String, String> environment, Terminal terminal) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** The exit code, as {@link ExitCode} names them. */
    public int run(Arguments arguments) {
        return switch (arguments) {
            case Arguments.Serve _ -> throw new IllegalArgumentException("serving takes a server");
            case Arguments.Check check -> new Check(check, environment, terminal).run();
            case Arguments.Health health -> ask(health.options(), health.url(), server -> Health.run(server, terminal));
            case Arguments.Restart restart -> new Restart(restart.options(), environment, terminal).run();
            case Arguments.Models models ->
                ask(models.options(), models.url(), new Models(terminal, settings(models))::run);
            case Arguments.Chat chat -> ask(chat.options(), chat.url(), new Chat(chat, terminal)::run);
            case Arguments.Chaos chaos -> ChaosRun.run(chaos, terminal);
            case Arguments.Soak soak -> ChaosRun.run(soak, terminal);
            case Arguments.Ration ration -> ChaosRun.run(ration, terminal);
            case Arguments.Kills kills -> ChaosRun.run(kills, terminal);
            case Arguments.Status status ->
                ask(status.options(), status.url(), server -> new Status(status, server, terminal).run());
            case Arguments.Why why -> ask(why.options(), why.url(), server -> new Why(why, server, terminal).run());
            case Arguments.Usage usage ->
                new UsageReport(usage, RunningServer.described(usage.options(), environment), terminal)
                        .run(Clock.system());
            case Arguments.KeyCreate create -> new CreatedKeys(create.options(), environment, terminal).create(create);
            case Arguments.KeyList list -> new CreatedKeys(list.options(), environment, terminal).list(list.json());
            case Arguments.KeyRevoke revoke ->
                new CreatedKeys(revoke.options(), environment, terminal).revoke(revoke.name());
            case Arguments.Simulate simulate -> SimulateRun.run(simulate, environment, terminal);
            case Arguments.Print(String text) -> {
                terminal.out().print(text);
                yield ExitCode.OK;
            }
            case Arguments.Mistake(String line) -> {
                terminal.tell(line);
                yield ExitCode.USAGE;
            }
        };
    }

    private int ask(Options options, @Nullable String url, ToIntFunction<RunningServer> command) {
        List<String> mistakes = url == null ? RunningServer.misspellings(options, environment) : List.of();
        mistakes.forEach(terminal::tell);
        return mistakes.isEmpty() ? command.applyAsInt(RunningServer.of(options, url, environment)) : ExitCode.USAGE;
    }

    /** Where the configuration describes the server that is asked, and can be used. */
    private @Nullable Settings settings(Arguments.Models models) {
        Options options = models.options();
        boolean described = models.url() == null && options.host() == null && options.port() == null;
        return described && Startup.look(options, environment) instanceof Startup.Ready ready ? ready.settings() : null;
    }
}

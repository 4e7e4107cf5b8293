package dev.relevo.cli;

import dev.relevo.config.Server;
import dev.relevo.edge.ListeningSocket;
import dev.relevo.store.FolderLock;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * {@code relevo restart}: a new process serves beside the one that runs, and then that one stops, without a request being
 * lost. The new one writes where the old one wrote, and has the environment of whoever asked.
 */
public final class Restart {
    /** Set for the new process: somebody listens at its address, and that is no mistake. */
    public static final String BESIDE = "relevo.beside";

    /** Keeps two restarts of one state directory apart. */
    private static final String LOCK = "restart.lock";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final long LOOKS = PATIENCE.dividedBy(BETWEEN_LOOKS);

    private final Arguments.Options options;
    private final Map<String, String> environment;
    private final Terminal terminal;

    Restart(Arguments.Options options, Map<String, String> environment, Terminal terminal) {
        this.options = options;
        this.environment = environment;
        this.terminal = terminal;
    }

    int run() {
        return switch (Startup.look(options, environment)) {
            case Startup.Refused(List<String> problems) -> {
                problems.forEach(terminal.err()::println);
                yield failed("nothing was restarted");
            }
            case Startup.Ready ready -> restart(ready.settings().server());
        };
    }

    private int restart(Server server) {
        try (FolderLock lock = FolderLock.take(server.stateDir(), LOCK, terminal::tell)) {
            return lock.held() ? restartAlone(server) : failed("another restart is under way");
        }
    }

    private int restartAlone(Server server) {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        List<Long> running = address.isUnresolved() ? List.of() : processes(address);
        if (running.size() == 1) {
            return replace(running.getFirst(), address);
        }
        String where = server.host() + ":" + server.port();
        return failed(
                running.isEmpty()
                        ? "no process of this user listens on " + where + ", so there is none to restart"
                        : "processes " + running + " listen on " + where
                                + ": another restart is under way, or all but one have to be ended (kill)");
    }

    private int replace(long old, InetSocketAddress address) {
        try {
            // Nothing new to it yet. If it cannot be told now, it could not be later, and would end the service with
            // the old process.
            if (!tellSupervisor(old)) {
                return failed(
                        "nothing was restarted, process " + old + " serves on: systemd-notify could not tell systemd"
                                + " which process is the service's; without systemd, NOTIFY_SOCKET must not be set");
            }
            Process next = start(old);
            return await(() -> processes(address).contains(next.pid()), next)
                    ? end(old, next, address)
                    : notServing(old, next);
        } catch (IOException e) {
            return failed("no process could be started, and process " + old + " serves on: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private int end(long old, Process next, InetSocketAddress address) throws InterruptedException {
        if (!tellSupervisor(next.pid())) {
            terminal.tell("systemd was not told of the new process " + next.pid());
        }
        ProcessHandle.of(old).ifPresent(ProcessHandle::destroy);
        if (!await(() -> !processes(address).contains(old), next)) {
            return failed("process " + next.pid() + " should serve alone by now, and does not");
        }
        terminal.out()
                .println("process " + next.pid() + " serves; process " + old + " lets its open requests end, within "
                        + "drain-grace");
        return ExitCode.OK;
    }

    private int notServing(long old, Process next) {
        next.destroyForcibly();
        return failed("the new process did not come to serve; process " + old + " serves on");
    }

    private int failed(String what) {
        terminal.tell(what);
        return ExitCode.FAILED;
    }

    private static List<Long> processes(InetSocketAddress address) {
        return ListeningSocket.at(address).stream()
                .flatMap(socket -> socket.holders().stream())
                .distinct()
                .toList();
    }

    private Process start(long old) throws IOException {
        List<String> command = new ArrayList<>(OwnCommand.line("-D" + BESIDE + "=true"));
        command.addAll(List.of("serve", "--config", options.file().toString()));
        if (options.host() != null) {
            command.addAll(List.of("--host", options.host()));
        }
        if (options.port() != null) {
            command.addAll(List.of("--port", options.port()));
        }
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(outputOf(old, 1))
                .redirectError(outputOf(old, 2))
                .start();
    }

    /** Where that process writes; a socket, such as the system's journal, cannot be opened, and then it is where this one does. */
    private static ProcessBuilder.Redirect outputOf(long process, int descriptor) {
        Path file = Path.of("/proc", String.valueOf(process), "fd", String.valueOf(descriptor));
        try {
            boolean socket = Files.readSymbolicLink(file).toString().startsWith("socket:");
            return socket ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.appendTo(file.toFile());
        } catch (IOException e) {
            return ProcessBuilder.Redirect.INHERIT;
        }
    }

    /** Whether it came true, while the new process lives. */
    private static boolean await(BooleanSupplier expected, Process next) throws InterruptedException {
        for (long look = 0; look < LOOKS; look++) {
            if (expected.getAsBoolean()) {
                return true;
            }
            if (next.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /** Whether systemd, where it supervises, was told. It takes a service for ended when the process ends that it knows. */
    private boolean tellSupervisor(long serving) throws InterruptedException {
        if (!environment.containsKey("NOTIFY_SOCKET")) {
            return true;
        }
        try {
            Process notify = new ProcessBuilder("systemd-notify", "MAINPID=" + serving)
                    .inheritIO()
                    .start();
            return notify.waitFor() == 0;
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
            return false;
        }
    }
}

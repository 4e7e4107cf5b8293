package dev.relevo.cli;

import dev.relevo.chaos.Chaos;
import dev.relevo.ration.Kills;
import dev.relevo.ration.Ration;
import dev.relevo.siege.Siege;
import dev.relevo.soak.Soak;
import java.io.IOException;

/** {@code relevo chaos}: the fault matrix, the siege, the soak, and limits put to the proof. */
final class ChaosRun {
    private ChaosRun() {}

    /** What starts processes of its own, and whether all was well with them. */
    @FunctionalInterface
    private interface Trial {
        boolean run() throws IOException, InterruptedException;
    }

    static int run(Arguments.Chaos arguments, Terminal terminal) {
        return run(arguments.clients() ? siege(arguments, terminal) : faults(arguments, terminal), terminal);
    }

    static int run(Arguments.Soak arguments, Terminal terminal) {
        Soak.Extent extent = new Soak.Extent(arguments.duration(), arguments.seed(), arguments.json());
        return run(new Soak(extent, OwnCommand.line(), terminal.out())::run, terminal);
    }

    static int run(Arguments.Ration arguments, Terminal terminal) {
        Ration.Extent extent = new Ration.Extent(arguments.quick(), arguments.json());
        return run(new Ration(extent, OwnCommand.line(), terminal.out())::run, terminal);
    }

    static int run(Arguments.Kills arguments, Terminal terminal) {
        return run(new Kills(arguments.count(), arguments.seed(), OwnCommand.line(), terminal.out())::run, terminal);
    }

    private static int run(Trial trial, Terminal terminal) {
        Runtime.getRuntime().addShutdownHook(new Thread(ChaosRun::endChildren));
        try {
            return trial.run() ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private static Trial faults(Arguments.Chaos arguments, Terminal terminal) {
        Chaos.Extent extent = new Chaos.Extent(arguments.quick(), arguments.seed(), arguments.mode(), arguments.json());
        return new Chaos(extent, OwnCommand.line(), terminal.out())::run;
    }

    private static Trial siege(Arguments.Chaos arguments, Terminal terminal) {
        Siege.Extent extent = new Siege.Extent(arguments.quick(), arguments.seed(), arguments.mode(), arguments.json());
        return new Siege(extent, OwnCommand.line(), terminal.out())::run;
    }

    /** A process that is stopped stops the one it started. */
    private static void endChildren() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }
}

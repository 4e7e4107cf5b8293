package dev.relevo.cli;

import dev.relevo.chaos.Chaos;
import java.io.IOException;

/** {@code relevo chaos}: the fault matrix. */
final class ChaosRun {
    private ChaosRun() {}

    static int run(Arguments.Chaos arguments, Terminal terminal) {
        Chaos.Extent extent = new Chaos.Extent(arguments.quick(), arguments.seed(), arguments.mode(), arguments.json());
        Runtime.getRuntime().addShutdownHook(new Thread(ChaosRun::endChildren));
        try {
            return new Chaos(extent, OwnCommand.line(), terminal.out()).run() ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException e) {
            terminal.tell(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** A process that is stopped stops the one it started. */
    private static void endChildren() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }
}

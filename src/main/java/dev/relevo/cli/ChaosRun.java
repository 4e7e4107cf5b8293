package dev.relevo.cli;

import dev.relevo.chaos.Chaos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code relevo chaos}: the fault matrix. */
final class ChaosRun {
    private static final String MAIN = "dev.relevo.Main";

    private ChaosRun() {}

    static int run(Arguments.Chaos arguments, Terminal terminal) {
        Chaos.Extent extent = new Chaos.Extent(arguments.quick(), arguments.seed(), arguments.mode(), arguments.json());
        Runtime.getRuntime().addShutdownHook(new Thread(ChaosRun::endChildren));
        try {
            return new Chaos(extent, command(ProcessHandle.current().info()), terminal.out()).run()
                    ? ExitCode.OK
                    : ExitCode.FAILED;
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

    /** As this process was started, without the arguments of Relevo itself. */
    private static List<String> command(ProcessHandle.Info own) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = Arrays.asList(own.arguments().orElse(new String[0]));
        int jar = line.indexOf("-jar");
        if (jar >= 0) {
            return Stream.concat(Stream.of(java), line.subList(0, jar + 2).stream())
                    .toList();
        }
        return List.of(java, "-cp", System.getProperty("java.class.path"), MAIN);
    }
}

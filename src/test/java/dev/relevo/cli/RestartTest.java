package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When nothing can be restarted; that no request is lost where it can is shown by {@code bench/restarts}. */
class RestartTest {
    @TempDir
    Path folder;

    private final Said said = new Said();

    @Test
    void withoutARunningProcessThereIsNoneToRestart() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }

        assertEquals(ExitCode.FAILED, restart("server: {port: " + free + "}\nmodels: {auto: [groq]}\n"));
        assertEquals(
                "relevo: no process of this user listens on 127.0.0.1:" + free + ", so there is none to restart\n",
                said.err());
    }

    @Test
    void aConfigurationThatCannotBeUsedRestartsNothing() throws IOException {
        assertEquals(ExitCode.FAILED, restart("server: {prot: 3000}\nmodels: {auto: [groq]}\n"));
        assertTrue(said.err().contains("config.yaml:1:10 server.prot: unknown key"), said.err());
        assertTrue(said.err().endsWith("relevo: nothing was restarted\n"), said.err());
    }

    /** It does not share its port, so the new process ends; here both are tried. */
    @Test
    void anotherProgramOnThePortIsLeftAlone() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    ExitCode.FAILED, restart("server: {port: " + other.getLocalPort() + "}\nmodels: {auto: [groq]}\n"));
            assertTrue(said.err().contains("the new process did not come to serve; process "), said.err());
        }
    }

    private int restart(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        Arguments arguments = Arguments.parse(List.of("restart", "--config", file.toString()), "1");
        return new Commands(Map.of(), said.terminal()).run(arguments);
    }
}

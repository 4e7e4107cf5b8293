package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relevo.edge.ListeningSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code relevo restart} of a real process: however it goes, one process serves afterwards. */
@Timeout(120)
class RestartProcessTest {
    private static final String SERVES = "process (\\d+) serves; process \\d+ lets its open requests end, .*";

    @TempDir
    Path folder;

    private InetSocketAddress address;

    @BeforeEach
    void configure() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
        try (ServerSocket free = new ServerSocket(0)) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        Files.writeString(
                folder.resolve("config.yaml"),
                "server: {port: %d, drain-grace: 1s, state-dir: '%s'}\nmodels: {auto: [groq]}\n"
                        .formatted(address.getPort(), state()));
    }

    @AfterEach
    void end() {
        for (long pid : listening()) {
            ProcessHandle.of(pid)
                    .filter(ProcessHandle::destroyForcibly)
                    .ifPresent(process -> process.onExit().join());
        }
    }

    @Test
    void twoAtOnceLeaveOneProcess() throws Exception {
        try (RelevoProcess _ = served();
                RelevoProcess one = restart(Map.of());
                RelevoProcess other = restart(Map.of())) {
            Set<Long> serving = new TreeSet<>();
            for (RelevoProcess each : List.of(one, other)) {
                if (each.exit() == 0) {
                    serving.add(next(each));
                } else {
                    assertEquals("relevo: another restart is under way\n", each.err());
                }
            }
            assertTrue(!serving.isEmpty(), "neither restarted anything");
            Set<Long> listening = listening();
            assertEquals(1, listening.size(), listening::toString);
            assertTrue(serving.containsAll(listening), "another one serves");
        }
    }

    @Test
    void whileOneIsUnderWayAnotherDoesNothing() throws Exception {
        try (RelevoProcess old = served();
                FileChannel underWay = lock()) {
            underWay.lock();
            assertRefused(old, Map.of(), "relevo: another restart is under way\n");
        }
    }

    private FileChannel lock() throws IOException {
        return FileChannel.open(state().resolve("restart.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void aSupervisorThatCannotBeToldKeepsItsProcess() throws Exception {
        try (RelevoProcess old = served()) {
            assertRefused(
                    old,
                    supervised(),
                    "relevo: nothing was restarted, process " + old.pid()
                            + " serves on: systemd-notify could not tell systemd which process is the service's; without"
                            + " systemd, NOTIFY_SOCKET must not be set\n");
        }
    }

    @Test
    void aSupervisorIsToldOfTheNewProcess() throws Exception {
        Path notify = folder.resolve("systemd-notify");
        Files.writeString(notify, "#!/bin/sh\necho \"$*\" >>'" + folder.resolve("told") + "'\n");
        Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwx------"));
        try (RelevoProcess old = served();
                RelevoProcess restart = restart(supervised())) {
            assertEquals(0, restart.exit(), restart::err);
            assertEquals(
                    List.of("MAINPID=" + old.pid(), "MAINPID=" + next(restart)),
                    Files.readAllLines(folder.resolve("told")));
        }
    }

    /** By systemd, whose commands are in the test's folder or nowhere. */
    private Map<String, String> supervised() {
        return Map.of("NOTIFY_SOCKET", folder.resolve("socket").toString(), "PATH", folder.toString());
    }

    private void assertRefused(RelevoProcess old, Map<String, String> environment, String told) throws Exception {
        try (RelevoProcess restart = restart(environment)) {
            assertEquals(1, restart.exit(), restart::err);
            assertTrue(restart.err().endsWith(told), restart::err);
            assertEquals(Set.of(old.pid()), listening());
        }
    }

    private RelevoProcess served() throws Exception {
        RelevoProcess old = RelevoProcess.start(folder, Map.of());
        assertEquals(address.getPort(), old.port());
        return old;
    }

    private RelevoProcess restart(Map<String, String> environment) throws IOException {
        return RelevoProcess.start(folder, environment, "restart");
    }

    private static long next(RelevoProcess restart) {
        return Long.parseLong(restart.out().getFirst().replaceFirst(SERVES, "$1"));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Set<Long> listening() {
        return ListeningSocket.at(address).stream()
                .flatMap(socket -> socket.holders().stream())
                .collect(Collectors.toSet());
    }
}

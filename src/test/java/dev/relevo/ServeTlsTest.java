package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as it serves HTTPS. */
class ServeTlsTest {
    @TempDir
    Path folder;

    @Test
    void certificatesAreRenewedWhileItServes() throws Exception {
        TestCertificate first = TestCertificate.of("localhost");
        TestCertificate second = TestCertificate.of("localhost");
        PemFiles files = PemFiles.write(folder, first);
        Files.writeString(
                folder.resolve("config.yaml"), "server:\n  port: 0\n  " + files.yaml() + "\nmodels: {auto: [groq]}\n");
        try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of());
                RawClient before = RawClient.connectTls(relevo.port(), first.client())) {
            assertServed(before);

            Files.writeString(files.key(), "");
            relevo.line("cannot be used as it is now; what was read before stays in force");
            assertTrue(relevo.line("config.yaml:3:")
                    .contains("server.tls.key: " + files.key() + ": no private key in it"));
            try (RawClient meanwhile = RawClient.connectTls(relevo.port(), first.client())) {
                assertServed(meanwhile);
            }

            PemFiles.write(folder, second);
            relevo.line("was read again: server.tls changed");
            assertThrows(SSLException.class, () -> RawClient.connectTls(relevo.port(), first.client()));
            try (RawClient after = RawClient.connectTls(relevo.port(), second.client())) {
                assertServed(after);
            }
            assertServed(before);
            assertHealthy(relevo.port());
        }
    }

    /** By the command, which finds the server through the configuration and trusts no certificate but the one there. */
    private void assertHealthy(int port) throws Exception {
        try (RelevoProcess health = RelevoProcess.start(folder, Map.of(), "health", "--port", String.valueOf(port))) {
            assertEquals(0, health.exit(), health::err);
            assertEquals("ready: https://127.0.0.1:" + port, health.out().getFirst());
        }
    }

    private static void assertServed(RawClient client) throws Exception {
        String chat = "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";
        assertTrue(client.post("/v1/chat/completions", chat).answer().text().contains("You asked"));
    }
}

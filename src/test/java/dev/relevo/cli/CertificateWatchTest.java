package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.relevo.PemFiles;
import dev.relevo.config.Settings;
import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@code server.tls} names, as those who renew certificates change them. */
class CertificateWatchTest {
    private static TestCertificate first;
    private static TestCertificate second;

    @TempDir
    Path folder;

    private final List<Settings> applied = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private Path file;
    private Path live;
    private ConfigWatch watch;

    @BeforeAll
    static void certify() throws Exception {
        first = TestCertificate.of("localhost");
        second = TestCertificate.of("localhost");
    }

    @BeforeEach
    void begin() throws Exception {
        live = Files.createSymbolicLink(folder.resolve("live"), version("1", first));
        file = folder.resolve("config.yaml");
        Files.writeString(file, "server:\n  " + PemFiles.of(live).yaml() + "\nmodels: {auto: [groq]}\n");
        Arguments.Options options = new Arguments.Options(file, null, null);
        ConfigWatch.Contents before = ConfigWatch.Contents.of(options);
        Startup.Ready ready = assertInstanceOf(Startup.Ready.class, Startup.prepare(options, Map.of()));
        watch = new ConfigWatch(
                options,
                Map.of(),
                before,
                ready.settings(),
                settings -> {
                    applied.add(settings);
                    return List.of();
                },
                out::add);
    }

    @Test
    void nothingHappensWhileTheyStay() {
        looks(3);

        assertEquals(List.of(), out);
    }

    @Test
    void aPairThatALinkNowLeadsToIsAppliedOnce() throws Exception {
        turnTo(version("2", second));
        looks(4);

        assertEquals(List.of(second.certificate()), shown());
        assertEquals(List.of(file + " was read again: server.tls changed"), out);
    }

    @Test
    void aPairOfWhichOnlyOneHalfIsThereKeepsTheOldOneLoudlyUntilItIsWhole() throws Exception {
        PemFiles.write(folder, second);
        Files.copy(
                PemFiles.of(folder).certificate(),
                PemFiles.of(live).certificate(),
                StandardCopyOption.REPLACE_EXISTING);
        looks(4);

        assertEquals(List.of(), applied);
        assertEquals(
                List.of(
                        file + " cannot be used as it is now; what was read before stays in force",
                        file + ":2:" + columnOfKey()
                                + " server.tls.key: not the key of the certificate, expected the two of one pair"),
                out);

        Files.copy(PemFiles.of(folder).key(), PemFiles.of(live).key(), StandardCopyOption.REPLACE_EXISTING);
        looks(4);

        assertEquals(List.of(second.certificate()), shown());
        assertEquals(3, out.size());
    }

    @Test
    void aFileThatIsGoneForAMomentIsToldAndNothingElse() throws Exception {
        Path key = PemFiles.of(live).key();
        byte[] kept = Files.readAllBytes(key);
        Files.delete(key);
        looks(3);
        Files.write(key, kept);
        looks(3);

        assertEquals(3, out.size());
        assertEquals(List.of(first.certificate()), shown());
        assertEquals(file + " was read again: nothing changed", out.getLast());
    }

    private int columnOfKey() throws IOException {
        return Files.readAllLines(file).get(1).indexOf("key: ") + "key: ".length() + 1;
    }

    private List<X509Certificate> shown() {
        return applied.getLast().server().tls().chain();
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            watch.look();
        }
    }

    private Path version(String name, TestCertificate pair) throws Exception {
        Path version = Files.createDirectory(folder.resolve(name));
        PemFiles.write(version, pair);
        return version;
    }

    private void turnTo(Path version) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), version);
        Files.move(next, live, StandardCopyOption.ATOMIC_MOVE);
    }
}

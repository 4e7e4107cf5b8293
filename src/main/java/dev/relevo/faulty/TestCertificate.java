package dev.relevo.faulty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate made by the JDK's keytool, for a server and for clients that trust it. */
public final class TestCertificate {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;

    /** @param pairs what distinguishes each pair of keys, in the order in which they are made; the last one is called test */
    private TestCertificate(List<List<String>> pairs) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("relevo-certificate");
        Path file = folder.resolve("keys.p12");
        try {
            for (List<String> pair : pairs) {
                keytool(file, pair);
            }
            keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Valid for a day for a name such as {@code localhost}. */
    public static TestCertificate of(String host) throws IOException, GeneralSecurityException {
        return new TestCertificate(List.of(List.of("-alias", "test", "-ext", "san=dns:" + host, "-validity", "1")));
    }

    /** Expired yesterday; signed by another that has not, since nobody looks at the dates of what is itself trusted. */
    public static TestCertificate expired(String host) throws IOException, GeneralSecurityException {
        return new TestCertificate(List.of(
                List.of("-alias", "root", "-ext", "bc:critical", "-validity", "1"),
                List.of(
                        "-alias",
                        "test",
                        "-signer",
                        "root",
                        "-ext",
                        "san=dns:" + host,
                        "-startdate",
                        "-2d",
                        "-validity",
                        "1")));
    }

    public X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate("test");
    }

    public PrivateKey key() throws GeneralSecurityException {
        return (PrivateKey) keys.getKey("test", PASSWORD);
    }

    /** For a server. */
    public SSLContext server() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown(), null, null);
        return context;
    }

    /** For a client that trusts this certificate, or the one that signed it, and no other. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        return trusting(null);
    }

    /** The same, for a client that shows this certificate if it is asked for one. */
    public SSLContext client(TestCertificate own) throws GeneralSecurityException, IOException {
        return trusting(own.shown());
    }

    private KeyManager[] shown() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        return managers.getKeyManagers();
    }

    private SSLContext trusting(KeyManager @Nullable [] shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "root", Arrays.asList(keys.getCertificateChain("test")).getLast());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, managers.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path file, List<String> pair) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> options = List.of(
                program.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=relevo-test",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString());
        List<String> command = Stream.concat(options.stream(), pair.stream()).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + text);
            }
        }
    }
}

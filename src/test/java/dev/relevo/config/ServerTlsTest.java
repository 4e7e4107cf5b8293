package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.PemFiles;
import dev.relevo.faulty.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
    private static final String MODELS = "\nmodels: {auto: [ollama/any]}\n";
    private static final String WRONG_PAIR = ": not the key of the certificate, expected the two of one pair";

    private static TestCertificate pair;
    private static TestCertificate other;

    @TempDir
    Path folder;

    private PemFiles files;

    @BeforeAll
    static void certify() throws Exception {
        pair = TestCertificate.of("localhost");
        other = TestCertificate.of("localhost");
    }

    @BeforeEach
    void write() throws Exception {
        files = PemFiles.write(folder, pair);
    }

    @Test
    void aPairIsReadAndTheFilesThatItCameFromAreKept() throws Exception {
        ServerTls tls = load("");

        assertEquals(List.of(pair.certificate()), tls.chain());
        assertEquals(pair.key(), tls.key());
        assertEquals(List.of(), tls.clientAuthorities());
        assertEquals(
                Map.of(
                        files.certificate(), ByteBuffer.wrap(Files.readAllBytes(files.certificate())),
                        files.key(), ByteBuffer.wrap(Files.readAllBytes(files.key()))),
                tls.files());
        assertEquals("TLS as CN=relevo-test", tls.toString());
    }

    @Test
    void withoutTheKeyItIsPlainHttp() {
        assertEquals(
                null, ConfigText.load("server: {port: 1}" + MODELS).server().tls());
    }

    @Test
    void theChainMayFollowTheCertificateAndTextMayStandAround() throws Exception {
        String chain =
                "subject=relevo\r\n" + Files.readString(files.certificate()).replace("\n", "\r\n")
                        + PemFiles.block("CERTIFICATE", other.certificate().getEncoded());
        Files.writeString(files.certificate(), chain);

        assertEquals(List.of(pair.certificate(), other.certificate()), load("").chain());
    }

    @Test
    void clientsNeedCertificatesOfAnAuthorityUnlessTheyAreOptional() throws Exception {
        Path authority = Files.writeString(
                folder.resolve("ca.pem"),
                PemFiles.block("CERTIFICATE", other.certificate().getEncoded()));

        ServerTls needed = load(", client-ca: '" + authority + "'");
        ServerTls optional = load(", client-ca: '" + authority + "', client-certificates: optional");

        assertEquals(List.of(other.certificate()), needed.clientAuthorities());
        assertTrue(needed.clientsNeedOne());
        assertFalse(optional.clientsNeedOne());
        assertEquals(3, needed.files().size());
    }

    @Test
    void theOldFormOfAnEcKeyIsTheSameKey() throws Exception {
        BigInteger secret = ((ECPrivateKey) pair.key()).getS();
        int bytes = ((ECPrivateKey) pair.key()).getParams().getOrder().bitLength() / 8;
        String scalar = String.format("%0" + 2 * bytes + "x", secret);
        String curve = bytes == 32 ? "a00a06082a8648ce3d030107" : "a00706052b81040022";
        String content = "02010104" + "%02x".formatted(bytes) + scalar + curve;
        ByteArrayOutputStream old = new ByteArrayOutputStream();
        old.write(0x30);
        old.write(content.length() / 2);
        old.write(HexFormat.of().parseHex(content));
        Files.writeString(files.key(), PemFiles.block("EC PRIVATE KEY", old.toByteArray()));

        assertEquals(((ECPrivateKey) pair.key()).getS(), ((ECPrivateKey) load("").key()).getS());
    }

    @Test
    void theOldFormOfAnRsaKeyIsTheSameKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        int headOfPkcs8 = 26;
        byte[] old = Arrays.copyOfRange(key.getEncoded(), headOfPkcs8, key.getEncoded().length);

        assertEquals(
                key, Pem.of(PemFiles.block("RSA PRIVATE KEY", old).getBytes()).key());
    }

    @Test
    void aKeyOfAnotherPairIsToldWithItsLine() throws Exception {
        Files.writeString(files.key(), PemFiles.block("PRIVATE KEY", other.key().getEncoded()));

        assertEquals(List.of("config.yaml:3:10 server.tls.key" + WRONG_PAIR), problemsInLines());
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsTold() throws Exception {
        String certificate = Files.readString(files.certificate());
        Files.writeString(files.certificate(), certificate.substring(0, certificate.length() / 2));
        Files.writeString(
                files.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n");

        assertEquals(
                List.of(
                        "config.yaml:2:18 server.tls.certificate: " + files.certificate()
                                + ": no certificate in it, expected PEM (-----BEGIN CERTIFICATE-----)",
                        "config.yaml:3:10 server.tls.key: " + files.key()
                                + ": encrypted, expected a key without a passphrase (openssl pkey removes one)"),
                problemsInLines());
    }

    @Test
    void damagedBlocksAndMissingFilesAreTold() throws IOException {
        Files.writeString(files.certificate(), PemFiles.block("CERTIFICATE", new byte[] {0x30, 5, 1, 2, 3}));
        Files.delete(files.key());

        assertEquals(
                List.of(
                        "config.yaml:2:18 server.tls.certificate: " + files.certificate()
                                + ": a certificate that cannot be read, expected one of X.509",
                        "config.yaml:3:10 server.tls.key: " + files.key() + ": no such file, expected one in PEM"),
                problemsInLines());
        Files.writeString(files.key(), PemFiles.block("EC PRIVATE KEY", new byte[] {0x30, 5, 4}));
        assertTrue(problemsInLines().getLast().endsWith("a private key that is cut or damaged, expected it whole"));
    }

    @Test
    void whatIsMissingIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:1:15 server.tls.key: missing, expected the private key's file",
                        "config.yaml:1:73 server.tls.client-certificates: nobody is named who signs them,"
                                + " expected client-ca, too"),
                ConfigText.problems(
                                "server: {tls: {certificate: 'no-such-file-of-this-test', client-certificates: required}}"
                                        + MODELS)
                        .stream()
                        .filter(line -> !line.contains("no such file"))
                        .map(line -> line.replaceFirst(":1:\\d+ (server.tls.client)", ":1:73 $1"))
                        .toList());
    }

    @Test
    void anExpiredCertificateIsAWarning() throws Exception {
        files = PemFiles.write(folder, TestCertificate.expired("localhost"));

        List<String> warnings = settings("").warnings();

        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("server.tls.certificate: expired on 20"), warnings.getFirst());
    }

    private List<String> problemsInLines() {
        return ConfigText.problems("server: {tls: {\n    certificate: " + files.certificate() + ",\n    key: "
                + files.key() + "}}" + MODELS);
    }

    private ServerTls load(String more) {
        ServerTls tls = settings(more).server().tls();
        assertNotNull(tls);
        return tls;
    }

    private Settings settings(String more) {
        return ConfigText.load("server: {" + files.yaml().replace("}", more + "}") + "}" + MODELS);
    }
}

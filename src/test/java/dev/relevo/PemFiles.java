package dev.relevo;

import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** A certificate and its key as a person has them: {@code cert.pem} and {@code key.pem} of a folder. */
public record PemFiles(Path certificate, Path key) {
    public static PemFiles write(Path folder, TestCertificate pair) throws IOException, GeneralSecurityException {
        PemFiles files = of(folder);
        Files.writeString(
                files.certificate, block("CERTIFICATE", pair.certificate().getEncoded()));
        Files.writeString(files.key, block("PRIVATE KEY", pair.key().getEncoded()));
        return files;
    }

    /** Those that are there or will be. */
    public static PemFiles of(Path folder) {
        return new PemFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    }

    public static String block(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** The configuration's key {@code server.tls}. */
    public String yaml() {
        return "tls: {certificate: '" + certificate + "', key: '" + key + "'}";
    }
}

package dev.relevo.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code server.tls} and the files that it names, so that a mistake in them has its line, too. */
final class ServerTlsReader {
    private enum ClientCertificates {
        OPTIONAL,
        REQUIRED
    }

    private static final long LARGEST = 1 << 20;

    private static final Key<Path> CERTIFICATE = new Key<>(
            "certificate",
            Scalars.file(),
            "File of the server's certificate and, behind it, those between it and the authority; PEM, such as"
                    + " fullchain.pem. Relative to the working directory.");
    private static final Key<Path> KEY =
            new Key<>("key", Scalars.file(), "File of the certificate's private key; PEM, without a passphrase.");
    private static final Key<Path> CLIENT_CA = new Key<>(
            "client-ca",
            Scalars.file(),
            "File of the authorities that sign clients' certificates; PEM. Without it clients are not asked for one.");
    private static final Key<ClientCertificates> CLIENT_CERTIFICATES = new Key<>(
            "client-certificates",
            Scalars.oneOf(ClientCertificates.values()),
            "Whether a client without a certificate is turned away.",
            ClientCertificates.REQUIRED);

    static final Key<Section> TLS = new Key<>(
            "tls",
            Shape.of(CERTIFICATE, KEY, CLIENT_CA, CLIENT_CERTIFICATES),
            "HTTPS instead of HTTP. The files may change while it serves.");

    private final Section section;
    private final Map<Path, ByteBuffer> files = new HashMap<>();

    private ServerTlsReader(Section section) {
        this.section = section;
    }

    /** Null for plain HTTP, or if there is a problem. */
    static @Nullable ServerTls read(Section server, Reading reading) {
        return server.has(TLS) ? new ServerTlsReader(server.section(TLS)).read(reading) : null;
    }

    private interface Parser<T> {
        T parse(Pem pem) throws Misspelling;
    }

    private @Nullable ServerTls read(Reading reading) {
        require(CERTIFICATE, "the certificate's file");
        require(KEY, "the private key's file");
        List<X509Certificate> chain = parsed(CERTIFICATE, Pem::certificates);
        PrivateKey key = parsed(KEY, Pem::key);
        List<X509Certificate> authorities = section.has(CLIENT_CA) ? parsed(CLIENT_CA, Pem::certificates) : List.of();
        if (section.has(CLIENT_CERTIFICATES) && !section.has(CLIENT_CA)) {
            section.problem(CLIENT_CERTIFICATES, "nobody is named who signs them, expected client-ca, too");
        }
        if (chain == null || key == null || authorities == null) {
            return null;
        }
        expectPair(chain.getFirst(), key);
        warnOfDates(chain.getFirst(), reading);
        boolean needed = !authorities.isEmpty() && section.get(CLIENT_CERTIFICATES) == ClientCertificates.REQUIRED;
        return new ServerTls(chain, key, authorities, needed, files);
    }

    private void require(Key<Path> key, String what) {
        if (!section.has(key)) {
            section.problem(key, "missing, expected " + what);
        }
    }

    private <T> @Nullable T parsed(Key<Path> key, Parser<T> parser) {
        Path file = section.find(key);
        if (file == null) {
            return null;
        }
        try {
            byte[] bytes = bytes(file);
            files.put(file, ByteBuffer.wrap(bytes));
            return parser.parse(Pem.of(bytes));
        } catch (Misspelling e) {
            section.problem(key, file + ": " + e.what());
            return null;
        }
    }

    private static byte[] bytes(Path file) throws Misspelling {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Misspelling("larger than 1 MiB, expected a file in PEM");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Misspelling("no such file, expected one in PEM");
        } catch (IOException e) {
            throw new Misspelling("cannot be read, expected a file in PEM that may be read");
        }
    }

    private void expectPair(X509Certificate certificate, PrivateKey key) {
        if (!isPair(certificate.getPublicKey(), key)) {
            section.problem(KEY, "not the key of the certificate, expected the two of one pair");
        }
    }

    /** Whether what one signs, the other verifies. */
    private static boolean isPair(PublicKey certified, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(signatureBy(key));
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static String signatureBy(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private void warnOfDates(X509Certificate certificate, Reading reading) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            reading.warning(section.path(CERTIFICATE) + ": expired on " + day(certificate.getNotAfter()));
        } catch (CertificateNotYetValidException e) {
            reading.warning(section.path(CERTIFICATE) + ": not valid before " + day(certificate.getNotBefore()));
        }
    }

    private static String day(Date date) {
        return date.toInstant().toString().substring(0, 10);
    }
}

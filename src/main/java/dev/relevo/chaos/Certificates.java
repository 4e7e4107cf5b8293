package dev.relevo.chaos;

import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Of the TLS servers, each made when it is first asked for, which takes a second. */
final class Certificates {
    private @Nullable SSLContext untrusted;
    private @Nullable SSLContext expired;

    @FunctionalInterface
    private interface Maker {
        TestCertificate make() throws IOException, GeneralSecurityException;
    }

    synchronized SSLContext untrusted() throws IOException {
        SSLContext known = untrusted;
        if (known == null) {
            known = made(() -> TestCertificate.of("localhost"));
            untrusted = known;
        }
        return known;
    }

    synchronized SSLContext expired() throws IOException {
        SSLContext known = expired;
        if (known == null) {
            known = made(() -> TestCertificate.expired("localhost"));
            expired = known;
        }
        return known;
    }

    private static SSLContext made(Maker maker) throws IOException {
        try {
            return maker.make().server();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }
}

package dev.relevo.edge;

import dev.relevo.config.ServerTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What the server shows and demands when a connection begins. */
record Handshake(SSLContext context, SSLParameters parameters) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** Those of TLS 1.3, and of 1.2 the ones with forward secrecy and authenticated encryption (RFC 9325, 4.2). */
    private static final List<String> SUITES = Stream.concat(
                    Stream.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"),
                    Stream.of("ECDSA", "RSA")
                            .flatMap(key -> Stream.of(
                                    "TLS_ECDHE_" + key + "_WITH_AES_128_GCM_SHA256",
                                    "TLS_ECDHE_" + key + "_WITH_AES_256_GCM_SHA384",
                                    "TLS_ECDHE_" + key + "_WITH_CHACHA20_POLY1305_SHA256")))
            .toList();

    private static final char[] IN_MEMORY_ONLY = {};

    /** With a session cache of its own: a session begun under other demands is not resumed. */
    static Handshake of(ServerTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trusted(tls.clientAuthorities()), null);
            return new Handshake(context, parameters(tls));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot use the certificate or the key of server.tls", e);
        }
    }

    private static SSLParameters parameters(ServerTls tls) {
        SSLParameters parameters = new SSLParameters(SUITES.toArray(String[]::new), PROTOCOLS);
        if (tls.clientsNeedOne()) {
            parameters.setNeedClientAuth(true);
        } else if (!tls.clientAuthorities().isEmpty()) {
            parameters.setWantClientAuth(true);
        }
        return parameters;
    }

    private static KeyManager[] keys(ServerTls tls) throws GeneralSecurityException, IOException {
        KeyStore store = store();
        store.setKeyEntry("server", tls.key(), IN_MEMORY_ONLY, tls.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY_ONLY);
        return factory.getKeyManagers();
    }

    /** Nobody but these: none at all where clients are not asked. */
    private static TrustManager[] trusted(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = store();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}

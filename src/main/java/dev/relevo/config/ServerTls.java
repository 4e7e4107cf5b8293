package dev.relevo.config;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * How the listener encrypts, by what the files held when they were read.
 *
 * @param chain the server's certificate, and those that lead from it towards one that clients trust
 * @param key of the first of them
 * @param clientAuthorities who signs clients' certificates; empty if none is asked for
 * @param clientsNeedOne whether whoever has none is turned away
 * @param files the bytes that all of this was read from
 */
public record ServerTls(
        List<X509Certificate> chain,
        PrivateKey key,
        List<X509Certificate> clientAuthorities,
        boolean clientsNeedOne,
        Map<Path, ByteBuffer> files) {
    public ServerTls {
        chain = List.copyOf(chain);
        clientAuthorities = List.copyOf(clientAuthorities);
        files = Map.copyOf(files);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TLS as " + chain.getFirst().getSubjectX500Principal();
    }
}

package dev.relevo.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PEM file (RFC 7468) holds: blocks of base64 between lines that name them, and text around them. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED", Pattern.MULTILINE);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private final List<Block> blocks;
    private final boolean encrypted;

    private record Block(String label, byte[] der) {}

    private Pem(List<Block> blocks, boolean encrypted) {
        this.blocks = blocks;
        this.encrypted = encrypted;
    }

    static Pem of(byte[] bytes) throws Misspelling {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                blocks.add(new Block(block.group(1), Base64.getMimeDecoder().decode(block.group(2))));
            } catch (IllegalArgumentException e) {
                throw new Misspelling("a block of PEM that is cut or damaged, expected it whole");
            }
        }
        return new Pem(blocks, ENCRYPTED.matcher(text).find());
    }

    /** Every certificate, in the file's order; at least one. */
    List<X509Certificate> certificates() throws Misspelling {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new Misspelling("no certificate in it, expected PEM (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /** The only private key: of PKCS#8, or as older programs write it, of PKCS#1 (RSA) or SEC 1 (EC). */
    PrivateKey key() throws Misspelling {
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (encrypted) {
            throw new Misspelling("encrypted, expected a key without a passphrase (openssl pkey removes one)");
        }
        if (keys.size() != 1) {
            throw new Misspelling((keys.isEmpty() ? "no" : "more than one")
                    + " private key in it, expected one in PEM (-----BEGIN PRIVATE KEY-----)");
        }
        return key(keys.getFirst());
    }

    private static X509Certificate certificate(byte[] der) throws Misspelling {
        try (InputStream in = new ByteArrayInputStream(der)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException | IOException e) {
            throw new Misspelling("a certificate that cannot be read, expected one of X.509");
        }
    }

    private static PrivateKey key(Block block) throws Misspelling {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(
                switch (block.label()) {
                    case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(block.der());
                    case "EC PRIVATE KEY" -> Der.pkcs8OfEc(block.der());
                    default -> block.der();
                });
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // Another algorithm's key, or none at all.
            }
        }
        throw new Misspelling(
                "a private key that cannot be read, expected one of RSA, of an elliptic curve or Ed25519");
    }
}

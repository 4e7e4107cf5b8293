package dev.relevo.config;

import java.io.ByteArrayOutputStream;

/** The bytes (X.690) around a private key: what PKCS#8 (RFC 5208) says of it, which older forms leave to the file's label. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** 1.2.840.113549.1.1.1, and its NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** 1.2.840.10045.2.1; the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private final byte[] bytes;
    private int at;
    private int tag;
    private int length;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An RSAPrivateKey (RFC 8017, A.1.2) in PKCS#8. */
    static byte[] pkcs8OfRsa(byte[] key) {
        return element(SEQUENCE, VERSION, element(SEQUENCE, RSA), element(OCTETS, key));
    }

    /** An ECPrivateKey (RFC 5915, 3) in PKCS#8. */
    static byte[] pkcs8OfEc(byte[] key) throws Misspelling {
        return element(SEQUENCE, VERSION, element(SEQUENCE, EC, curve(key)), element(OCTETS, key));
    }

    private static byte[] curve(byte[] key) throws Misspelling {
        try {
            Der reader = new Der(key);
            reader.enter();
            while (reader.at < key.length) {
                reader.enter();
                if (reader.tag == CURVE) {
                    byte[] curve = new byte[reader.length];
                    System.arraycopy(key, reader.at, curve, 0, curve.length);
                    return curve;
                }
                reader.at += reader.length;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new Misspelling("a private key that is cut or damaged, expected it whole");
        }
        throw new Misspelling(
                "a private key that does not name its curve, expected one in PKCS#8 (openssl pkey makes it)");
    }

    /** Steps to the first byte inside the next element. */
    private void enter() {
        tag = next();
        length = next();
        if (length > 0x80) {
            int digits = length - 0x80;
            length = 0;
            for (int i = 0; i < digits; i++) {
                length = length << 8 | next();
            }
        }
    }

    private int next() {
        return bytes[at++] & 0xff;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int size = content.size();
        if (size >= 0x80) {
            element.write(0x82);
            element.write(size >> 8);
            element.write(size);
        } else {
            element.write(size);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}

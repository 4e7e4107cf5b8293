package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.relay.Client;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An access key that requests may come with.
 *
 * @param digest the SHA-256 of the key; nobody needs more to know it again
 * @param client whose it is
 * @param admin whether it is an admin's
 */
public record AccessKey(byte[] digest, Client client, boolean admin) {

    /** The digest of a key. */
    public static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether it has that digest; in a time that tells nothing about either. */
    boolean is(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }
}

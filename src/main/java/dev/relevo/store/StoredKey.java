package dev.relevo.store;

import java.util.List;

/**
 * An access key that was created by command, as the file keeps it.
 *
 * @param name tells clients apart
 * @param digest the SHA-256 of the key, in hexadecimal digits; the key itself is nowhere
 * @param aliases the models that it is for; empty for all
 * @param limits as a configuration spells them: {@code requests-per-minute: 30}
 * @param admin whether it is an admin's
 * @param createdMillis since the Unix epoch
 * @param expiresMillis since the Unix epoch; {@link Long#MAX_VALUE} for never
 */
public record StoredKey(
        String name,
        String digest,
        List<String> aliases,
        List<String> limits,
        boolean admin,
        long createdMillis,
        long expiresMillis) {
    public StoredKey {
        aliases = List.copyOf(aliases);
        limits = List.copyOf(limits);
    }

    /** For whom its limits are counted: for this key alone, not for another that is given its name when it was revoked. */
    public String holder() {
        return name + ' ' + digest;
    }

    /** Whether it is good no more. */
    public boolean hasExpired(long nowMillis) {
        return expiresMillis <= nowMillis;
    }
}

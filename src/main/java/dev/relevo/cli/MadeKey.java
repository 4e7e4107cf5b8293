package dev.relevo.cli;

import dev.relevo.config.Admittance;
import dev.relevo.config.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An access key that Relevo makes where nobody set one, and keeps in the state directory.
 *
 * @param file where it is kept
 * @param fresh whether it was made just now, so that a person has never seen it
 */
public record MadeKey(Secret key, Path file, boolean fresh) {
    /** The variable that asks for one; container images set it to 1. */
    static final String VARIABLE = "RELEVO_GENERATE_KEY";

    private static final String NAME = "access-key";
    private static final String PREFIX = "relevo-";
    private static final int RANDOM_BYTES = 32;
    private static final String NO_KEY = " holds no key, expected one line as Relevo wrote it, or no such file";
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{16,512}");

    /** As the settings have it. */
    Admittance.ClientKey client() {
        return new Admittance.ClientKey("generated", key);
    }

    /** The key kept in that folder, or null. */
    static @Nullable MadeKey find(Path stateDir) throws IOException {
        Path file = stateDir.resolve(NAME);
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!USABLE.matcher(text).matches()) {
                throw new IOException(file + NO_KEY);
            }
            return new MadeKey(new Secret(text), file, false);
        } catch (NoSuchFileException e) {
            return null;
        } catch (CharacterCodingException e) {
            throw new IOException(file + NO_KEY, e);
        } catch (FileSystemException e) {
            throw new IOException(file + " cannot be read: " + why(e), e);
        }
    }

    /** The key kept in that folder; made there if there is none. */
    static MadeKey findOrMake(Path stateDir, SecureRandom random) throws IOException {
        MadeKey kept = find(stateDir);
        return kept == null ? make(stateDir, random) : kept;
    }

    /** One that is there by now is the one that counts: another start may have been quicker. */
    static MadeKey make(Path stateDir, SecureRandom random) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path file = stateDir.resolve(NAME);
        try {
            Files.createDirectories(stateDir);
            write(file, key + "\n");
        } catch (FileAlreadyExistsException e) {
            MadeKey quicker = find(stateDir);
            if (quicker != null) {
                return quicker;
            }
            throw new IOException(file + " cannot be written: a link that leads nowhere is there", e);
        } catch (FileSystemException e) {
            throw new IOException(file + " cannot be written: " + why(e), e);
        }
        return new MadeKey(new Secret(key), file, true);
    }

    /** Whole or not at all, over nothing, and readable by its owner alone from the first moment. */
    private static void write(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                NAME,
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A link, since a move would replace what another start has just made, and told. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException e) {
            // Network file systems without hard links.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String why(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}

package dev.relevo.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the database lies: {@code relevo.db} in the state directory, for its owner alone.
 *
 * @param warnings gets a sentence when a file was set aside
 */
record StateFile(Path folder, Consumer<String> warnings) {
    static final String NAME = "relevo.db";

    private static final FileAttribute<?> OWNERS_FOLDER = permissions("rwx------");
    static final FileAttribute<?> OWNERS_FILE = permissions("rw-------");
    private static final String LOST_KEYS =
            ", and the access keys that were created are lost: create others (relevo key create)";

    /** What SQLite keeps beside its file. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm");

    Path file() {
        return folder.resolve(NAME);
    }

    /** A file that will never do is set aside, and a new one begun. */
    Database open(long nowMillis) throws StoreFailure {
        NativeLibrary.load(prepared());
        try {
            return Database.open(file(), nowMillis);
        } catch (StoreFailure e) {
            if (!e.unusable()) {
                throw e;
            }
            setAside(String.valueOf(e.getMessage()), nowMillis);
            return Database.open(file(), nowMillis);
        }
    }

    /** For whoever is no process that serves; a file that will not do stays where it is. */
    Database openToChange() throws StoreFailure {
        NativeLibrary.load(prepared());
        return Database.openToChange(file());
    }

    /** The access keys in it, also where it cannot be opened to write. */
    KeyFile keys() {
        return new KeyFile(folder);
    }

    /** What it tells of scopes, for whom it cannot be opened to write. */
    List<StateRow> states() throws StoreFailure {
        if (!Files.exists(file())) {
            return List.of();
        }
        try (Database database = Database.openToRead(file())) {
            return database.states();
        }
    }

    /** Keeps a copy for whoever wants to look, under a name that tells when. */
    void setAside(String why, long nowMillis) throws StoreFailure {
        Instant when = Instant.ofEpochMilli(nowMillis).truncatedTo(ChronoUnit.SECONDS);
        Path aside = folder.resolve(file().getFileName() + "." + when.toString().replace(":", "-"));
        try {
            Files.move(file(), aside);
            for (String companion : COMPANIONS) {
                moveIfThere(Path.of(file() + companion), Path.of(aside + companion));
            }
        } catch (IOException e) {
            throw StoreFailure.of(e);
        }
        warnings.accept(file() + ": " + why + "; it was set aside as " + aside.getFileName()
                + " and a new one begun: cooldowns, what is left of limits, and usage start afresh"
                + (keys().required() ? LOST_KEYS : ""));
    }

    /** The folder, with the file in it: SQLite gives what it makes beside it the same permissions. */
    private Path prepared() throws StoreFailure {
        try {
            Files.createDirectories(folder.toAbsolutePath(), OWNERS_FOLDER);
            createIfMissing();
            return folder;
        } catch (IOException e) {
            throw StoreFailure.of(e);
        }
    }

    private void createIfMissing() throws IOException {
        try {
            Files.createFile(file(), OWNERS_FILE);
        } catch (FileAlreadyExistsException e) {
            // The usual case; SQLite says whether it is a good one.
        }
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (NoSuchFileException e) {
            // Nothing of it was left.
        }
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}

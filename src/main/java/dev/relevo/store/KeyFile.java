package dev.relevo.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The access keys that a state directory keeps, also while a server reads them there. */
public record KeyFile(Path stateDir) {
    /**
     * Lies beside the file as long as it holds a key: whatever happens to the file, the server does not begin to serve without
     * keys.
     */
    private static final String REQUIRED = "keys-required";

    /** Whether requests need a key, since some were created. */
    public boolean required() {
        return Files.exists(mark());
    }

    /** What tells so; whoever deletes it opens the door. */
    public Path mark() {
        return stateDir.resolve(REQUIRED);
    }

    /** The file itself. */
    public Path path() {
        return stateDir.resolve(StateFile.NAME);
    }

    /** In the order of their names. */
    public List<StoredKey> all() throws StoreFailure {
        if (!Files.exists(path())) {
            return List.of();
        }
        NativeLibrary.load(stateDir);
        try (Database database = Database.openToRead(path())) {
            return database.keys();
        }
    }

    /** What the file tells of scopes, those of the keys' limits among them. */
    public List<StateRow> states() throws StoreFailure {
        return new StateFile(stateDir, _ -> {}).states();
    }

    /** False, and nothing is changed, if there is a key of that name. */
    public boolean create(StoredKey key) throws StoreFailure {
        try (Database database = new StateFile(stateDir, _ -> {}).openToChange()) {
            boolean created = database.changeKeys(keys -> {
                boolean added = keys.add(key);
                if (added) {
                    require();
                }
                return added;
            });
            return created;
        }
    }

    /** False if there is no key of that name. */
    public boolean revoke(String name) throws StoreFailure {
        if (!Files.exists(path())) {
            return false;
        }
        try (Database database = new StateFile(stateDir, _ -> {}).openToChange()) {
            return database.changeKeys(keys -> {
                boolean removed = keys.remove(name);
                if (removed && keys.all().isEmpty()) {
                    Files.deleteIfExists(mark());
                }
                return removed;
            });
        }
    }

    private void require() throws IOException {
        try {
            Files.createFile(mark(), StateFile.OWNERS_FILE);
        } catch (FileAlreadyExistsException e) {
            // There are other keys.
        }
    }
}

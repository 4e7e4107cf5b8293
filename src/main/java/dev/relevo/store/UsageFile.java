package dev.relevo.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a state directory knows of usage, also while a server writes there. */
public record UsageFile(Path stateDir) {

    /**
     * The sums since that day by what they are grouped by, in its order.
     *
     * @param day since the Unix epoch, UTC
     */
    public Map<String, UsageSum> sums(UsageBy by, long day) throws StoreFailure {
        Path file = path();
        if (!Files.exists(file)) {
            return Map.of();
        }
        NativeLibrary.load(stateDir);
        try (Database database = Database.openToRead(file)) {
            return database.usage(by, day);
        }
    }

    /** The file itself. */
    public Path path() {
        return stateDir.resolve(StateFile.NAME);
    }
}

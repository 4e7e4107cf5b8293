package dev.relevo.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two restarts of one state directory apart. The system frees it when the process ends, however it ends.
 *
 * @param held whether this process has it, rather than another one
 */
record RestartLock(@Nullable FileChannel file, boolean held) implements AutoCloseable {
    private static final String NAME = "restart.lock";
    private static final FileAttribute<?> OWNERS_FOLDER = permissions("rwx------");
    private static final FileAttribute<?> OWNERS_FILE = permissions("rw-------");

    /**
     * Takes it unless another process has it.
     *
     * @param warnings gets a sentence where no file can be written: then the restart goes on without
     */
    static RestartLock take(Path stateDir, Consumer<String> warnings) {
        Path path = stateDir.resolve(NAME);
        try {
            Files.createDirectories(stateDir.toAbsolutePath(), OWNERS_FOLDER);
            FileChannel file =
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_FILE);
            return new RestartLock(file, file.tryLock() != null);
        } catch (IOException e) {
            warnings.accept(path + " cannot be locked, so another restart meanwhile would go unnoticed: " + e);
            return new RestartLock(null, true);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // It ends with the process.
        }
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}

package dev.relevo.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something of a state directory that one process at a time may do. The system frees it when the process ends, however it ends.
 *
 * @param held whether this process has it, rather than another one
 */
public record FolderLock(@Nullable FileChannel file, boolean held) implements AutoCloseable {
    private static final FileAttribute<?> OWNERS_FOLDER = permissions("rwx------");
    private static final FileAttribute<?> OWNERS_FILE = permissions("rw-------");

    /**
     * Takes it unless another process has it.
     *
     * @param name of the file that stands for it
     * @param warnings gets a sentence where no file can be written: then this process has it, as far as anybody knows
     */
    public static FolderLock take(Path stateDir, String name, Consumer<String> warnings) {
        Path path = stateDir.resolve(name);
        try {
            Files.createDirectories(stateDir.toAbsolutePath(), OWNERS_FOLDER);
            FileChannel file =
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_FILE);
            return new FolderLock(file, isFree(file));
        } catch (IOException e) {
            warnings.accept(path + " cannot be locked, so another process there would go unnoticed: " + e);
            return new FolderLock(null, true);
        }
    }

    /** Takes it if the one that had it has ended. */
    public FolderLock again() {
        try {
            return held || file == null ? this : new FolderLock(file, isFree(file));
        } catch (IOException e) {
            return this;
        }
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
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

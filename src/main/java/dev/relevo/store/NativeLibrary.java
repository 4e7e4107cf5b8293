package dev.relevo.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite itself, which the driver's jar holds for each platform. It is unpacked into the state directory, once: the
 * driver would do it into {@code /tmp} at each start, where containers let nothing be run from, and leave a megabyte behind
 * after each {@code kill -9}. Where the state directory does not serve, the driver does as it is used to.
 */
final class NativeLibrary {
    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    /** Where the driver looks for what it left behind; a large {@code /tmp} would take it long. */
    private static final String UNPACKED = "org.sqlite.tmpdir";

    /** What it would tell at length, with each attempt, is told once by whoever asked. Held, or its level would be forgotten. */
    private static final Logger DRIVERS = Logger.getLogger("org.sqlite");

    private static boolean loaded;

    private NativeLibrary() {}

    /** Does nothing if it was loaded before. */
    static synchronized void load(Path folder) throws StoreFailure {
        DRIVERS.setLevel(Level.OFF);
        if (!loaded && !loadFrom(folder)) {
            System.clearProperty(PATH);
            System.clearProperty(UNPACKED);
            try {
                SQLiteJDBCLoader.initialize();
            } catch (Exception | LinkageError e) {
                throw StoreFailure.unavailable(
                        "SQLite's library can be loaded neither from " + folder + " nor from "
                                + System.getProperty("java.io.tmpdir"),
                        e);
            }
        }
        loaded = true;
    }

    private static boolean loadFrom(Path folder) {
        try {
            Path file = unpack(folder.toAbsolutePath());
            System.setProperty(PATH, String.valueOf(file.getParent()));
            System.setProperty(NAME, String.valueOf(file.getFileName()));
            System.setProperty(UNPACKED, folder.toString());
            return SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            return false;
        }
    }

    private static Path unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path file = folder.resolve(name);
        try (InputStream packed =
                SQLiteJDBCLoader.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (packed == null) {
                throw new NoSuchFileException(name);
            }
            byte[] library = packed.readAllBytes();
            if (!holds(file, library)) {
                replace(file, library);
            }
        }
        return file;
    }

    private static boolean holds(Path file, byte[] content) throws IOException {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (FileSystemException e) {
            return false;
        }
    }

    /** In one step, since another process may be loading it. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), "sqlite", null);
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

package dev.relevo.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite itself, which the driver's jar holds for each platform. It is unpacked into the state directory, once for each
 * version of the driver: that would do it into {@code /tmp} at each start, where containers let nothing be run from, and leave a
 * megabyte behind after each {@code kill -9}. Where the state directory does not serve, the driver does as it is used to.
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
            Path file = unpacked(folder.toAbsolutePath());
            System.setProperty(PATH, String.valueOf(file.getParent()));
            System.setProperty(NAME, String.valueOf(file.getFileName()));
            System.setProperty(UNPACKED, folder.toString());
            return SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            return false;
        }
    }

    /**
     * What is there is not compared with what the jar holds, but for its size: to find that, the driver starts a process (uname).
     * The name must not begin like those that the driver clears away ({@code sqlite-}).
     */
    private static Path unpacked(Path folder) throws IOException {
        String version = SQLiteJDBCLoader.getVersion() + "-" + System.getProperty("os.arch") + "-";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, version + "*-" + libraryName())) {
            for (Path file : files) {
                if (file.equals(named(folder, version, Files.size(file)))) {
                    return file;
                }
            }
        }
        return unpack(folder, version);
    }

    private static Path named(Path folder, String version, long size) {
        return folder.resolve(version + size + "-" + libraryName());
    }

    /** In one step, since another process may be loading it. */
    private static Path unpack(Path folder, String version) throws IOException {
        Path draft = Files.createTempFile(folder, "sqlite", null);
        try (InputStream packed = packed();
                FileOutputStream out = new FileOutputStream(draft.toFile())) {
            Path file = named(folder, version, packed.transferTo(out));
            out.getFD().sync();
            deleteAll(folder);
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static InputStream packed() throws IOException {
        String path = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + libraryName();
        InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(path);
        if (packed == null) {
            throw new NoSuchFileException(path);
        }
        return packed;
    }

    private static String libraryName() {
        return LibraryLoaderUtil.getNativeLibName();
    }

    /** Of other versions, and what is not whole; a process that has loaded one keeps it. */
    private static void deleteAll(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + libraryName())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}

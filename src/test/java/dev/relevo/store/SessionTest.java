package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final long NOW = Kept.NOW;

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadByTheNextProcess() {
        StateRow row = new StateRow("a", "tokens/day", NOW + 5, 42, "more", NOW);
        try (Kept kept = new Kept(folder)) {
            kept.flush(row);
        }

        try (Kept next = new Kept(folder)) {
            assertEquals(List.of(row), next.session.states());
            assertEquals(List.of(), next.notices);
        }
    }

    @Test
    void folderAndFilesAreTheOwnersAlone() throws IOException {
        Path inner = folder.resolve("not/yet");
        try (Kept kept = new Kept(inner)) {
            kept.flush(kept.rest(NOW, 0, "x"));

            assertEquals("rwx------", permissions(inner));
            for (String name : List.of("relevo.db", "relevo.db-wal", "relevo.db-shm")) {
                assertEquals("rw-------", permissions(inner.resolve(name)), name);
            }
        }
    }

    @Test
    void whatCameAfterTheLastSoundCommitOfATornFileIsIgnored() throws IOException {
        Path torn = folder.resolve("torn");
        try (Kept kept = new Kept(folder.resolve("whole"))) {
            kept.flush(kept.rest(NOW, 1, "first"));
            long sound = Files.size(kept.folder.resolve("relevo.db-wal"));
            kept.flush(kept.rest(NOW, 2, "second"));
            copy(kept.folder, torn);
            truncate(torn.resolve("relevo.db-wal"), (sound + Files.size(torn.resolve("relevo.db-wal"))) / 2);
        }

        try (Kept next = new Kept(torn)) {
            assertEquals("first", next.value());
            assertEquals(List.of(), next.notices);
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndANewOneServes() throws IOException {
        Files.writeString(
                folder.resolve("relevo.db"), "no database at all, but long enough to be taken for one".repeat(40));

        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "kept"));

            assertEquals("kept", kept.value());
            assertEquals(1, kept.notices.size(), kept.notices::toString);
            assertTrue(
                    kept.notices
                            .getFirst()
                            .contains("it is damaged; it was set aside as relevo.db.2027-01-15T08-00-00Z"),
                    kept.notices::toString);
            assertTrue(Files.exists(folder.resolve("relevo.db.2027-01-15T08-00-00Z")));
        }
    }

    @Test
    void aFileDamagedWhileItIsInUseIsSetAsideAndAllThatIsKnownIsWrittenAnew() throws Exception {
        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "known"));
        }
        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "known"));
            // Another's change, since a process does not read again what nobody has changed.
            execute("UPDATE process SET started = 0");
            overwrite(folder.resolve("relevo.db"), 4096);
            kept.usage.add(Usages.answered("auto", "p/m"));
            kept.session.flush();
            kept.flushAfter(Duration.ofSeconds(1));

            assertEquals(1, kept.notices.size(), kept.notices::toString);
            assertTrue(kept.notices.getFirst().contains("it is damaged"), kept.notices::toString);
            assertEquals("known", kept.value());
            assertEquals(1, Usages.requests(folder));
        }
    }

    @Test
    void aFileOfANewerRelevoIsSetAside() throws Exception {
        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "newer"));
        }
        execute("PRAGMA user_version = " + (Schema.VERSION + 1));

        try (Kept kept = new Kept(folder)) {
            assertEquals(List.of(), kept.session.states());
            assertTrue(kept.notices.getFirst().contains("it was written by a newer Relevo"), kept.notices::toString);
        }
    }

    @Test
    void aFullDiskIsToldOnceAndWhatIsKnownIsWrittenWhenThereIsRoomAgain() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            kept.session.limitPages(20);
            String large = "x".repeat(200_000);
            kept.usage.add(Usages.answered("auto", "p/m"));
            kept.flush(kept.rest(NOW, 0, large));
            kept.flushAfter(Duration.ofSeconds(1)).flushAfter(Duration.ofSeconds(1));
            assertEquals(1, kept.notices.size(), kept.notices::toString);
            assertTrue(kept.notices.getFirst().contains("full"), kept.notices::toString);

            kept.flushAfter(Duration.ofSeconds(10));

            assertEquals(large, kept.value());
            assertEquals(1, Usages.requests(folder));
            assertEquals(2, kept.notices.size(), kept.notices::toString);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldOnceAndTakenUpWhenItCan() throws IOException {
        Path blocked = Files.writeString(folder.resolve("state"), "a file where the folder should be");
        try (Kept kept = new Kept(blocked)) {
            kept.usage.add(Usages.answered("auto", "p/m"));
            kept.flush(kept.rest(NOW, 0, "known"));
            kept.flushAfter(Duration.ofSeconds(10));
            assertEquals(1, kept.notices.size(), kept.notices::toString);
            assertTrue(kept.notices.getFirst().contains("cannot be used"), kept.notices::toString);

            Files.delete(blocked);
            kept.flushAfter(Duration.ofSeconds(9));
            assertEquals(1, kept.notices.size());
            kept.flushAfter(Duration.ofSeconds(1));

            assertEquals("known", kept.value());
            assertEquals(1, Usages.requests(blocked));
            assertTrue(kept.notices.getLast().contains("can be written again"), kept.notices::toString);
        }
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() throws IOException {
        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "same"));
            long size = Files.size(folder.resolve("relevo.db-wal"));
            kept.flushAfter(Duration.ofSeconds(1)).flush(kept.rest(NOW, 0, "same"));

            assertEquals(size, Files.size(folder.resolve("relevo.db-wal")));
        }
    }

    @Test
    void whatNobodyWroteForFortyDaysIsForgotten() {
        try (Kept kept = new Kept(folder)) {
            kept.flush(kept.rest(NOW, 0, "old"));
            kept.flush();
            kept.flushAfter(Duration.ofDays(39));
            assertEquals("old", kept.value());
            kept.flushAfter(Duration.ofDays(2));

            assertEquals(List.of(), kept.session.states());
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void overwrite(Path file, int from) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(from);
            open.write(new byte[(int) open.length() - from]);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relevo.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

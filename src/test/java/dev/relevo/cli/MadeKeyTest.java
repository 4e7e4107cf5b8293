package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeKeyTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path dir;

    @Test
    void itHolds256BitsAndOnlyItsOwnerMayReadIt() throws IOException {
        MadeKey made = MadeKey.findOrMake(dir.resolve("a/b"), random);

        assertTrue(made.key().value().matches("relevo-[A-Za-z0-9_-]{43}"));
        assertEquals(dir.resolve("a/b/access-key"), made.file());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())));
        assertEquals(made.key().value() + "\n", Files.readString(made.file()));
        try (Stream<Path> files = Files.list(dir.resolve("a/b"))) {
            assertEquals(List.of(made.file()), files.toList());
        }
    }

    @Test
    void eachFolderHasItsOwn() throws IOException {
        assertNotEquals(
                MadeKey.findOrMake(dir.resolve("a"), random).key(),
                MadeKey.findOrMake(dir.resolve("b"), random).key());
    }

    @Test
    void findingMakesNothing() throws IOException {
        assertNull(MadeKey.find(dir.resolve("none")));
        assertTrue(Files.notExists(dir.resolve("none")));
    }

    @Test
    void ofTwoStartsAtOnceTheQuickerOnesKeyCounts() throws IOException {
        MadeKey quicker = MadeKey.make(dir, random);

        MadeKey other = MadeKey.make(dir, random);

        assertEquals(new MadeKey(quicker.key(), quicker.file(), false), other);
        assertEquals(quicker.key().value() + "\n", Files.readString(quicker.file()));
    }

    @Test
    void aLinkThatLeadsNowhereIsTold() throws IOException {
        Files.createSymbolicLink(dir.resolve("access-key"), dir.resolve("gone"));

        IOException e = assertThrows(IOException.class, () -> MadeKey.findOrMake(dir, random));

        assertTrue(e.getMessage().endsWith("cannot be written: a link that leads nowhere is there"), e::getMessage);
    }

    @Test
    void whatIsNoTextHoldsNoKey() throws IOException {
        Files.write(dir.resolve("access-key"), new byte[] {-1, -2, -3});

        IOException e = assertThrows(IOException.class, () -> MadeKey.find(dir));

        assertTrue(e.getMessage().startsWith(dir.resolve("access-key") + " holds no key"), e::getMessage);
    }

    @Test
    void aFileThatHoldsNoKeyIsNeitherUsedNorReplaced() throws IOException {
        Files.writeString(dir.resolve("access-key"), "short\n");

        IOException e = assertThrows(IOException.class, () -> MadeKey.findOrMake(dir, random));

        assertTrue(e.getMessage().startsWith(dir.resolve("access-key") + " holds no key"), e::getMessage);
        assertEquals("short\n", Files.readString(dir.resolve("access-key")));
    }
}

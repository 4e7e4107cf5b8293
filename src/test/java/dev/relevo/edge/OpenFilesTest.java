package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFilesTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             95881                95881                processes
            Max open files            %s                 1048576              files
            """;

    @ParameterizedTest
    @CsvSource({"300, 36", "1024, 398", "1048576, 524174", "100, 1"})
    void halfOfWhatIsLeftIsForClients(String soft, long connections) {
        assertEquals(connections, OpenFiles.connections(OpenFiles.soft(LIMITS.formatted(soft))));
    }

    @ParameterizedTest
    @CsvSource({"''", "Max open files unlimited unlimited files"})
    void whatIsNotToldIsNoLimit(String limits) {
        assertEquals(Long.MAX_VALUE, OpenFiles.connections(OpenFiles.soft(limits)));
        assertTrue(OpenFiles.connections() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 1024, 65536})
    void allSocketsThatAreAcceptedHaveAFileAndThoseServedOneForTheirProvider(long soft) {
        long served = OpenFiles.connections(soft);
        assertTrue(2 * served + OpenSockets.MOST_ENDING + 100 <= soft);
    }

    @Test
    void whateverIsOpenIsCounted() throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                opened.add(Files.newInputStream(Path.of("/dev/null")));
            }
            assertTrue(OpenFiles.open() >= 200);
        } finally {
            for (Closeable file : opened) {
                file.close();
            }
        }
    }
}

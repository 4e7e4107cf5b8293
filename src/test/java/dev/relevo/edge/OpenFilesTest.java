package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({"300, 68", "1024, 430", "1048576, 524206", "100, 1"})
    void halfOfWhatIsLeftIsForClients(String soft, long connections) {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             95881                95881                processes
                Max open files            %s                 1048576              files
                """;
        assertEquals(connections, OpenFiles.connections(limits.formatted(soft)));
    }

    @ParameterizedTest
    @CsvSource({"''", "Max open files unlimited unlimited files"})
    void whatIsNotToldIsNoLimit(String limits) {
        assertEquals(Long.MAX_VALUE, OpenFiles.connections(limits));
        assertTrue(OpenFiles.connections() > 0);
    }
}

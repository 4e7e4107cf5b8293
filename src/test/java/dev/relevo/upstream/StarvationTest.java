package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StarvationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many open files",
                "Too many open files in system",
                "Cannot assign requested address",
                "Can't assign requested address",
                "No buffer space available (maximum connections reached?)",
                "Cannot allocate memory"
            })
    void whatThisProcessLacksIsNoFailureOfTheOtherSide(String told) {
        assertTrue(Starvation.isTold(new IOException(told)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Connection refused", "No route to host", "Connection timed out", "Network is unreachable"})
    void whatTheOtherSideOrTheNetworkLacksIs(String told) {
        assertFalse(Starvation.isTold(new IOException(told)));
    }
}

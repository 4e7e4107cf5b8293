package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"})
    void onlyThisMachineReachesALoopbackHost(String host) {
        assertTrue(Hosts.isLoopback(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "::", "10.0.0.1", "example.com", "localhost.example.com", "127.0.0.1.x.com"})
    void othersMayReachAnyOtherHost(String host) {
        assertFalse(Hosts.isLoopback(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "http://a", "a/b", "a:80", "-a", "[::1", "é"})
    void whatIsSpeltLikeNoHostIsNone(String host) {
        assertFalse(Hosts.isHost(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my_gpu", "a.example.com", "10.0.0.1", "::1", "[fd00::1]"})
    void namesAndAddressesAreHosts(String host) {
        assertTrue(Hosts.isHost(host));
    }
}

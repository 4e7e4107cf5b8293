package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Limits;
import dev.relevo.time.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    private final Addresses addresses = new Addresses(() -> 2, new ManualClock());

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1, 192.0.2.2", "2001:db8::1, 2001:db8::ffff:1, 2001:db8:0:1::1"})
    void aClientHasAsManyAsItMayHaveAndOthersTheirOwn(String one, String same, String other) throws Exception {
        assertTrue(addresses.take(at(one, 1)));
        assertTrue(addresses.take(at(same, 2)));
        assertFalse(addresses.take(at(one, 3)));
        assertTrue(addresses.take(at(other, 4)));
        addresses.giveBack(at(same, 2));
        assertTrue(addresses.take(at(one, 5)));
        assertFalse(addresses.take(at(same, 6)));
    }

    @Test
    void thisMachineHasAsManyAsItLikes() throws Exception {
        for (int port = 1; port <= 10; port++) {
            assertTrue(addresses.take(at("127.0.0.1", port)));
            assertTrue(addresses.take(at("::1", port)));
        }
    }

    @Test
    void byItselfAnAddressMayHaveHalf() {
        assertEquals(
                Math.max(1, Capacity.connections(Limits.DEFAULT) / 2), Capacity.connectionsPerAddress(Limits.DEFAULT));
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}

package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Admittance;
import dev.relevo.config.Secret;
import dev.relevo.config.Server;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerChangeTest {
    private static final Admittance KEYS =
            Admittance.LOOPBACK.withKeys(List.of(new Admittance.ClientKey("ann", new Secret("a-key-of-ann"))));

    @Test
    void accessChangesAtOnce() {
        ServerChange change = ServerChange.of(Server.DEFAULT, Server.DEFAULT.withAdmittance(KEYS));

        assertEquals(KEYS, change.applied().admittance());
        assertEquals(List.of(), change.postponed());
    }

    @Test
    void keysAreNotGivenUpWhileOthersCanReachTheAddress() {
        Server open = Server.DEFAULT.withAddress("0.0.0.0", 3000).withAdmittance(KEYS);

        ServerChange change = ServerChange.of(open, Server.DEFAULT);

        assertEquals(open, change.applied());
        assertEquals(
                List.of(
                        "server.host stays 0.0.0.0 until a restart (the file says 127.0.0.1)",
                        "server.api-keys stay in force until a restart: without them only loopback may listen, and"
                                + " 0.0.0.0 is not"),
                change.postponed());
    }

    @Test
    void otherKeysReplaceThemThereToo() {
        Server open = Server.DEFAULT.withAddress("0.0.0.0", 3000);
        Admittance others = KEYS.withKeys(List.of(new Admittance.ClientKey("bob", new Secret("a-key-of-bob"))));

        assertEquals(
                others,
                ServerChange.of(open.withAdmittance(KEYS), open.withAdmittance(others))
                        .applied()
                        .admittance());
    }
}

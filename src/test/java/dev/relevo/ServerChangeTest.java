package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Admittance;
import dev.relevo.config.Secret;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import dev.relevo.faulty.TestCertificate;
import java.util.List;
import java.util.Map;
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

    @Test
    void anotherCertificateIsShownAtOnceButHttpsBeginsOrEndsWithARestart() throws Exception {
        TestCertificate pair = TestCertificate.of("localhost");
        ServerTls first = tls(pair, false);
        ServerTls second = tls(pair, true);
        Server plain = Server.DEFAULT;

        assertEquals(
                second,
                ServerChange.of(plain.withTls(first), plain.withTls(second))
                        .applied()
                        .tls());
        assertEquals(
                first, ServerChange.of(plain.withTls(first), plain).applied().tls());
        assertEquals(
                List.of("server.tls takes a restart to begin or to end"),
                ServerChange.of(plain, plain.withTls(first)).postponed());
    }

    private static ServerTls tls(TestCertificate pair, boolean needed) throws Exception {
        return new ServerTls(List.of(pair.certificate()), pair.key(), List.of(), needed, Map.of());
    }
}

package dev.relevo.siege;

import dev.relevo.faulty.Connection;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.FullBacklog;
import java.io.IOException;
import java.time.Duration;

/** Providers that one client after the other leaves, so that each of their connections is of a known client. */
final class Lane implements AutoCloseable {
    private final String name;
    private final Provider provider = new Provider();
    private final FaultyUpstream stalling = FaultyUpstream.start().alwaysAccept(Fault.Ending.HANG);
    private final FullBacklog full = new FullBacklog();

    Lane(String name) throws IOException {
        this.name = name;
    }

    /** In YAML, a line for each: one that answers, one whose TLS handshake stalls, one where connecting stalls. */
    String providers() {
        return "  " + name + ": {base-url: \"" + provider.url() + "\"}\n"
                + "  " + name + "-tls: {base-url: \"https://127.0.0.1:" + stalling.port() + "/v1\"}\n"
                + "  " + name + "-full: {base-url: \"" + full.baseUrl() + "\"}\n";
    }

    String model(String of) {
        return name + "/" + of;
    }

    String stallingModel() {
        return name + "-tls/m";
    }

    String fullModel() {
        return name + "-full/m";
    }

    Provider provider() {
        return provider;
    }

    /** Waits for the next request; the connection on which it came. */
    Connection asked() throws InterruptedException {
        return provider.server().connection(provider.server().take().connection());
    }

    /** Waits for so many connections; the last of them, whose handshake stalls. */
    Connection handshake(int number) throws InterruptedException {
        return stalling.connection(number);
    }

    int handshakes() {
        return stalling.connections().size();
    }

    /** Where connecting stalls. */
    int fullPort() {
        return full.baseUrl().getPort();
    }

    long openConnections() {
        return provider.server().openConnections() + stalling.openConnections();
    }

    /** @throws AssertionError if one of them still has a connection after that time */
    void awaitClosing(Duration within) throws InterruptedException {
        for (Connection each : provider.server().connections()) {
            each.awaitClosing(within);
        }
    }

    @Override
    public void close() throws IOException {
        provider.close();
        stalling.close();
        full.close();
    }
}

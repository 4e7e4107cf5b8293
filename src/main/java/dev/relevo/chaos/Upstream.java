package dev.relevo.chaos;

import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.FullBacklog;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One of a cell's three upstreams; counts what it was asked and how often it failed as told. */
final class Upstream implements AutoCloseable {
    private final String name;
    private final Cell cell;
    private final boolean faulty;
    private final long seed;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final URI url;
    private final AutoCloseable server;

    Upstream(Cell cell, int place, long seed, Certificates certificates) throws IOException {
        this.name = Character.toString('a' + place);
        this.cell = cell;
        this.faulty = place < cell.faulty();
        this.seed = seed;
        Place where = faulty ? cell.mode().place() : Place.LISTENING;
        if (where == Place.FULL) {
            FullBacklog full = new FullBacklog();
            url = full.baseUrl();
            server = full;
        } else {
            FaultyUpstream listening = open(where, certificates).always(this::script);
            url = listening.baseUrl();
            server = listening;
        }
    }

    /** One letter. */
    String name() {
        return name;
    }

    boolean faulty() {
        return faulty;
    }

    URI url() {
        return url;
    }

    /** Requests that it read. */
    int calls() {
        return calls.get();
    }

    /** Requests among them that it did not answer as it should. */
    int faults() {
        return faults.get();
    }

    /** @throws AssertionError if what it was sent was no request of ours */
    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static FaultyUpstream open(Place place, Certificates certificates) throws IOException {
        return switch (place) {
            case LISTENING -> FaultyUpstream.start();
            case REFUSING -> FaultyUpstream.refusing();
            case RESETTING -> FaultyUpstream.start().alwaysAccept(Fault.Ending.RESET);
            case CLOSING -> FaultyUpstream.start().alwaysAccept(Fault.Ending.CLOSE);
            case STALLING -> FaultyUpstream.start(certificates.untrusted()).alwaysAccept(Fault.Ending.HANG);
            case UNTRUSTED -> FaultyUpstream.start(certificates.untrusted());
            case EXPIRED -> FaultyUpstream.start(certificates.expired());
            case FULL -> throw new IllegalArgumentException("it accepts nothing");
        };
    }

    private Script script(Received received) {
        Asked asked = Asked.read(received, name, calls.incrementAndGet(), seed);
        if (!faulty || !cell.mode().pace().meets(asked.answer().request())) {
            return asked.whole();
        }
        faults.incrementAndGet();
        return cell.mode().play().play(asked);
    }
}

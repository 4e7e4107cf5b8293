package dev.relevo.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A session on a real file, with a clock that stands still and what it knows in lists. */
final class Kept implements AutoCloseable {
    static final long NOW = 1_800_000_000_000L;

    final AtomicLong clock;
    final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    final List<StateRow> known = new ArrayList<>();
    final UsageTally usage = new UsageTally();
    final Path folder;
    final Session session;
    int retentionDays = 90;

    Kept(Path folder) {
        this(folder, NOW);
    }

    Kept(Path folder, long now) {
        this.folder = folder;
        this.clock = new AtomicLong(now);
        this.session = Session.open(new StateFile(folder, notices::add), clock::get, notices::add);
        session.begin(() -> List.copyOf(known), usage, () -> retentionDays);
    }

    /** A rest of the scope {@code a}, written now. */
    StateRow rest(long until, long used, String value) {
        return new StateRow("a", "rest", until, used, value, clock.get());
    }

    Kept flushAfter(Duration time) {
        clock.addAndGet(time.toMillis());
        session.flush();
        return this;
    }

    /** From now on that is what is known. */
    Kept flush(StateRow... rows) {
        known.clear();
        known.addAll(List.of(rows));
        session.flush();
        return this;
    }

    /** The one value that the file holds. */
    String value() {
        List<StateRow> rows = session.states();
        return rows.size() == 1 ? rows.getFirst().value() : rows.toString();
    }

    @Override
    public void close() {
        session.close();
    }
}

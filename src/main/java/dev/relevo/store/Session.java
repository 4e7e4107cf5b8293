package dev.relevo.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file while it can be used, and what happens when it cannot. */
final class Session {
    private static final long RETRY_MILLIS = 10_000;
    private static final long DAY_MILLIS = 86_400_000;
    /** Longer than any window. */
    private static final long STATES_KEPT_DAYS = 40;

    private final StateFile file;
    private final LongSupplier epochMillis;
    private final Consumer<String> notices;
    /** What the file holds already. */
    private final Map<StateRow.Key, StateRow> written = new HashMap<>();

    private Supplier<List<StateRow>> states = List::of;
    private UsageTally usage = new UsageTally();
    private LongSupplier retentionDays = () -> Long.MAX_VALUE;
    private volatile @Nullable Database database;
    private volatile boolean interrupted;
    private boolean told;
    private boolean usageBegun;
    private long triedMillis;
    private long expiredOn;

    private Session(StateFile file, LongSupplier epochMillis, Consumer<String> notices) {
        this.file = file;
        this.epochMillis = epochMillis;
        this.notices = notices;
    }

    static Session open(StateFile file, LongSupplier epochMillis, Consumer<String> notices) {
        Session session = new Session(file, epochMillis, notices);
        session.reopen();
        Database opened = session.database;
        session.interrupted = opened == null || !opened.first();
        return session;
    }

    synchronized void begin(Supplier<List<StateRow>> allStates, UsageTally newUsage, LongSupplier daysKept) {
        states = allStates;
        usage = newUsage;
        retentionDays = daysKept;
    }

    /** Whether a process before may have known more than it wrote. */
    boolean interrupted() {
        return interrupted;
    }

    /** Whether the file can be used, as far as is known. */
    boolean available() {
        return database != null;
    }

    /** Also where the file can be read, but not written. */
    synchronized List<StateRow> states() {
        Database open = database;
        try {
            return open == null ? file.states() : open.states();
        } catch (StoreFailure e) {
            failed(e);
            return List.of();
        }
    }

    /** The access keys in the file; null if nobody can tell, so that those that are known go on to hold. */
    synchronized @Nullable List<StoredKey> keys() {
        Database open = database;
        try {
            List<StoredKey> keys = open == null ? file.keys().all() : open.keys();
            return keys.isEmpty() && file.keys().required() ? null : keys;
        } catch (StoreFailure e) {
            failed(e);
            return null;
        }
    }

    /** Whether requests need a key, since some were created. */
    boolean keysRequired() {
        return file.keys().required();
    }

    /** Writes these and nothing else. */
    synchronized void write(Collection<StateRow> rows) {
        Database open = database;
        if (open != null && !rows.isEmpty()) {
            try {
                write(open, rows, Map.of());
            } catch (StoreFailure e) {
                failed(e);
            }
        }
    }

    /** Writes whatever has changed; opens the file again if it is time to. */
    synchronized void flush() {
        if (database == null && Math.abs(epochMillis.getAsLong() - triedMillis) >= RETRY_MILLIS) {
            reopen();
        }
        Database open = database;
        if (open != null) {
            flush(open);
        }
    }

    /** For tests: as {@link Database#limitPages}, until it is opened again. */
    synchronized void limitPages(int most) throws StoreFailure {
        if (database != null) {
            database.limitPages(most);
        }
    }

    synchronized void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** Writes whatever has changed, and ends in order. */
    synchronized void end() {
        flush();
        Database open = database;
        if (open != null) {
            try {
                open.end();
            } catch (StoreFailure e) {
                failed(e);
            }
        }
        close();
    }

    private void flush(Database open) {
        Map<StateRow.Key, StateRow> known =
                states.get().stream().collect(Collectors.toMap(StateRow::key, Function.identity(), (_, last) -> last));
        written.keySet().retainAll(known.keySet());
        List<StateRow> changed = known.values().stream().filter(this::isNew).toList();
        try {
            writeWithUsage(open, changed);
            expire(open);
        } catch (StoreFailure e) {
            failed(e);
        }
    }

    private void writeWithUsage(Database open, List<StateRow> changed) throws StoreFailure {
        if (!usageBegun) {
            long today = today();
            usage.begin(today, open.usage(UsageBy.TARGET, today));
            usageBegun = true;
        }
        Map<UsageKey, UsageSum> taken = usage.take();
        if (changed.isEmpty() && taken.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            write(open, changed, taken);
            done = true;
        } finally {
            if (done) {
                usage.kept();
            } else {
                usage.giveBack();
            }
        }
    }

    private boolean isNew(StateRow row) {
        StateRow before = written.get(row.key());
        return before == null || !before.tells(row);
    }

    private void write(Database open, Collection<StateRow> rows, Map<UsageKey, UsageSum> sums) throws StoreFailure {
        open.write(rows, sums);
        rows.forEach(row -> written.put(row.key(), row));
    }

    /** A step each second until nothing is left, then again on the next day. What is still known is written anew before. */
    private void expire(Database open) throws StoreFailure {
        long today = today();
        if (expiredOn != today
                && open.expire(today - retentionDays.getAsLong(), (today - STATES_KEPT_DAYS) * DAY_MILLIS)) {
            expiredOn = today;
            written.clear();
        }
    }

    private long today() {
        return Math.floorDiv(epochMillis.getAsLong(), DAY_MILLIS);
    }

    private void reopen() {
        triedMillis = epochMillis.getAsLong();
        try {
            database = file.open(triedMillis);
            written.clear();
            if (told) {
                notices.accept(file.file() + " can be written again: state and usage are kept");
                told = false;
            }
        } catch (StoreFailure e) {
            tell(e);
        }
    }

    private void failed(StoreFailure e) {
        boolean open = database != null;
        close();
        if (!open || !e.unusable()) {
            tell(e);
            return;
        }
        try {
            file.setAside(String.valueOf(e.getMessage()), epochMillis.getAsLong());
            reopen();
        } catch (StoreFailure stays) {
            tell(stays);
        }
    }

    private void tell(StoreFailure e) {
        if (!told) {
            notices.accept(file.file() + " cannot be used: " + e.getMessage()
                    + "; requests are served as before, but cooldowns, limits and usage are not kept over a restart");
            told = true;
        }
    }
}

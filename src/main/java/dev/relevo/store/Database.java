package dev.relevo.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The open file. Used by one thread at a time, by several processes at once. */
final class Database implements AutoCloseable {
    private static final int BUSY_MILLIS = 2000;
    private static final int LOG_BYTES = 4 << 20;
    private static final int CACHE_KIB = 1024;
    private static final int DELETED_AT_ONCE = 500;

    private final Connection connection;

    private final Schema.Opening opening;

    private Database(Connection connection, Schema.Opening opening) {
        this.connection = connection;
        this.opening = opening;
    }

    /** Creates what is missing of it. */
    static Database open(Path file, long nowMillis) throws StoreFailure {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // A commit is on the disk, not only with the system, before anybody relies on it.
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(LOG_BYTES);
        config.setCacheSize(-CACHE_KIB);
        return open(config, file, connection -> Schema.prepare(connection, nowMillis));
    }

    /** To read alone; it must be there. */
    static Database openToRead(Path file) throws StoreFailure {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return open(config, file, connection -> {
            Schema.check(connection);
            return new Schema.Opening(0, true);
        });
    }

    /** To change what other processes work with; creates what is missing of it. */
    static Database openToChange(Path file) throws StoreFailure {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        return open(config, file, Schema::upgrade);
    }

    private interface Preparation {
        Schema.Opening of(Connection connection) throws SQLException, StoreFailure;
    }

    private static Database open(SQLiteConfig config, Path file, Preparation preparation) throws StoreFailure {
        Connection connection = null;
        boolean ready = false;
        try {
            connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            Database database = new Database(connection, preparation.of(connection));
            ready = true;
            return database;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        } finally {
            if (connection != null && !ready) {
                close(connection);
            }
        }
    }

    /** Whether nobody else has it open, and the last who had closed it in order. */
    boolean first() {
        return opening.first();
    }

    /** All that is known was written: whoever opens it next need not assume that there was more. */
    void end() throws StoreFailure {
        change(() -> {
            try (PreparedStatement delete = connection.prepareStatement(Schema.END_PROCESS)) {
                delete.setLong(1, opening.number());
                return delete.executeUpdate();
            }
        });
    }

    List<StateRow> states() throws StoreFailure {
        try (PreparedStatement query = connection.prepareStatement(Schema.STATES);
                ResultSet found = query.executeQuery()) {
            List<StateRow> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(new StateRow(
                        found.getString(1),
                        found.getString(2),
                        found.getLong(3),
                        found.getLong(4),
                        found.getString(5),
                        found.getLong(6)));
            }
            return rows;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    /** The access keys; none in a file that is older than they. */
    List<StoredKey> keys() throws StoreFailure {
        try {
            return Schema.version(connection) < KeyTable.SINCE ? List.of() : new KeyTable(connection).all();
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    /** A change of the access keys; false if nothing is changed. */
    interface KeyChange {
        boolean apply(KeyTable keys) throws SQLException, IOException;
    }

    /** All of it or nothing. */
    boolean changeKeys(KeyChange change) throws StoreFailure {
        return change(() -> change.apply(new KeyTable(connection)) ? 1 : 0) > 0;
    }

    /** All of it or nothing. */
    void write(Collection<StateRow> states, Map<UsageKey, UsageSum> usage) throws StoreFailure {
        change(() -> {
            writeStates(states);
            writeUsage(usage);
            return 0;
        });
    }

    /**
     * Deletes some of what is older than that.
     *
     * @param day the first one to keep, since the Unix epoch
     * @return whether nothing such is left
     */
    boolean expire(long day, long writtenMillis) throws StoreFailure {
        int deleted = change(() -> {
            int usage = delete(Schema.OLD_USAGE, day);
            return usage + delete(Schema.OLD_FIRST_TOKENS, day) + delete(Schema.OLD_STATES, writtenMillis);
        });
        return deleted == 0;
    }

    /** The sums since that day by what they are grouped by, in its order. */
    Map<String, UsageSum> usage(UsageBy by, long day) throws StoreFailure {
        try {
            return new UsageQuery(connection).sums(by, day);
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    /** For tests: a disk that is full after so many pages. */
    void limitPages(int most) throws StoreFailure {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + most);
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // What was committed is safe; of the rest nobody was told that it is.
        }
    }

    private interface Change {
        int apply() throws SQLException, IOException;
    }

    private int change(Change change) throws StoreFailure {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                int changed = change.apply();
                statement.execute("COMMIT");
                return changed;
            } catch (SQLException | IOException e) {
                rollback(statement);
                throw e;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        } catch (IOException e) {
            throw StoreFailure.of(e);
        }
    }

    /** After some failures, a full disk among them, SQLite has done it by itself. */
    private static void rollback(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // Then there is nothing to roll back.
        }
    }

    private void writeStates(Collection<StateRow> states) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(Schema.MERGE_STATE)) {
            for (StateRow row : states) {
                write.setString(1, row.scope());
                write.setString(2, row.name());
                write.setLong(3, row.until());
                write.setLong(4, row.used());
                write.setString(5, row.value());
                write.setLong(6, row.writtenMillis());
                write.setLong(7, opening.number());
                write.executeUpdate();
            }
        }
    }

    private void writeUsage(Map<UsageKey, UsageSum> usage) throws SQLException {
        if (usage.isEmpty()) {
            return;
        }
        try (PreparedStatement sums = connection.prepareStatement(Schema.ADD_USAGE);
                PreparedStatement firstTokens = connection.prepareStatement(Schema.ADD_FIRST_TOKENS)) {
            for (Map.Entry<UsageKey, UsageSum> entry : usage.entrySet()) {
                UsageSum sum = entry.getValue();
                int next = bind(sums, entry.getKey());
                for (Amount amount : Amount.values()) {
                    sums.setLong(next++, sum.of(amount));
                }
                sums.executeUpdate();
                writeFirstTokens(firstTokens, entry.getKey(), sum);
            }
        }
    }

    private static void writeFirstTokens(PreparedStatement write, UsageKey key, UsageSum sum) throws SQLException {
        for (Map.Entry<Integer, Long> step : sum.firstTokens().entrySet()) {
            int next = bind(write, key);
            write.setInt(next, step.getKey());
            write.setLong(next + 1, step.getValue());
            write.executeUpdate();
        }
    }

    private static int bind(PreparedStatement write, UsageKey key) throws SQLException {
        write.setLong(1, key.day());
        write.setString(2, key.alias());
        write.setString(3, key.target());
        write.setString(4, key.client());
        return 5;
    }

    private int delete(String sql, long before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, before);
            delete.setInt(2, DELETED_AT_ONCE);
            return delete.executeUpdate();
        }
    }
}

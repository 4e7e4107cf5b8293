package dev.relevo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The file's tables, and the statements on them. */
final class Schema {
    static final int VERSION = 2;

    private static final String USAGE_KEY = "day, alias, target, client";

    /** From each version to the next, beginning with an empty file. */
    private static final List<List<String>> STEPS = List.of(first(), List.of(KeyTable.TABLE));

    static final String END_PROCESS = "DELETE FROM process WHERE id = ?";

    static final String STATES = "SELECT scope, name, until, used, value, written FROM state";

    /**
     * While a restart lets two processes run side by side, both write what they know of the same scope. A process may correct
     * what it wrote itself, and what an earlier one wrote more than ten seconds ago (which is over by then, or has nothing new
     * to tell); else only a later end replaces what is there, or with the same end a higher count.
     */
    static final String MERGE_STATE = """
            INSERT INTO state (scope, name, until, used, value, written, process) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET until = excluded.until, used = excluded.used, value = excluded.value,
                written = excluded.written, process = excluded.process
            WHERE excluded.process = process
                OR (excluded.process > process AND excluded.written NOT BETWEEN written AND written + 10000)
                OR (excluded.until, excluded.used) >= (until, used)""";

    static final String ADD_USAGE = "INSERT INTO usage (%s, %s) VALUES (?, ?, ?, ?, %s) ON CONFLICT DO UPDATE SET %s"
            .formatted(USAGE_KEY, amounts("%s"), amounts("?"), amounts("%1$s = %1$s + excluded.%1$s"));

    static final String ADD_FIRST_TOKENS =
            "INSERT INTO first_token (%s, step, answers) VALUES (?, ?, ?, ?, ?, ?)".formatted(USAGE_KEY)
                    + " ON CONFLICT DO UPDATE SET answers = answers + excluded.answers";

    static final String OLD_USAGE = old("usage", USAGE_KEY, "day");
    static final String OLD_FIRST_TOKENS = old("first_token", USAGE_KEY + ", step", "day");
    static final String OLD_STATES = old("state", "scope, name", "written");

    private Schema() {}

    private static List<String> first() {
        return List.of(
                "CREATE TABLE process (id INTEGER PRIMARY KEY AUTOINCREMENT, started INTEGER NOT NULL) STRICT",
                """
            CREATE TABLE state (
                scope TEXT NOT NULL, name TEXT NOT NULL, until INTEGER NOT NULL, used INTEGER NOT NULL,
                value TEXT NOT NULL, written INTEGER NOT NULL, process INTEGER NOT NULL,
                PRIMARY KEY (scope, name)) STRICT, WITHOUT ROWID""",
                """
            CREATE TABLE usage (
                day INTEGER NOT NULL, alias TEXT NOT NULL, target TEXT NOT NULL, client TEXT NOT NULL, %s,
                PRIMARY KEY (%s)) STRICT, WITHOUT ROWID""".formatted(amounts("%s INTEGER NOT NULL"), USAGE_KEY),
                """
            CREATE TABLE first_token (
                day INTEGER NOT NULL, alias TEXT NOT NULL, target TEXT NOT NULL, client TEXT NOT NULL,
                step INTEGER NOT NULL, answers INTEGER NOT NULL,
                PRIMARY KEY (%s, step)) STRICT, WITHOUT ROWID""".formatted(USAGE_KEY));
    }

    /** Each amount's column in that form. */
    static String amounts(String form) {
        return Arrays.stream(Amount.values())
                .map(amount -> form.formatted(amount.column()))
                .collect(Collectors.joining(", "));
    }

    /**
     * How a process opened the file.
     *
     * @param number later ones have higher ones
     * @param first whether nobody else has it open, and the last who had closed it in order
     */
    record Opening(long number, boolean first) {}

    /** Makes the tables that are missing, and begins a process. */
    static Opening prepare(Connection connection, long nowMillis) throws SQLException, StoreFailure {
        return atOnce(connection, statement -> begin(connection, statement, nowMillis));
    }

    /** Makes the tables that are missing, for whoever is no process that serves. */
    static Opening upgrade(Connection connection) throws SQLException, StoreFailure {
        return atOnce(connection, statement -> {
            upgrade(connection, statement);
            return new Opening(0, true);
        });
    }

    private interface Step {
        Opening take(Statement statement) throws SQLException, StoreFailure;
    }

    private static Opening atOnce(Connection connection, Step step) throws SQLException, StoreFailure {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                Opening opening = step.take(statement);
                statement.execute("COMMIT");
                done = true;
                return opening;
            } finally {
                if (!done) {
                    statement.execute("ROLLBACK");
                }
            }
        }
    }

    static void check(Connection connection) throws SQLException, StoreFailure {
        if (version(connection) > VERSION) {
            throw StoreFailure.newer();
        }
    }

    private static Opening begin(Connection connection, Statement statement, long nowMillis)
            throws SQLException, StoreFailure {
        upgrade(connection, statement);
        boolean first = statement.executeUpdate("DELETE FROM process") == 0;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO process (started) VALUES (?) RETURNING id")) {
            insert.setLong(1, nowMillis);
            try (ResultSet inserted = insert.executeQuery()) {
                return new Opening(inserted.getLong(1), first);
            }
        }
    }

    private static void upgrade(Connection connection, Statement statement) throws SQLException, StoreFailure {
        check(connection);
        for (List<String> step : STEPS.subList(version(connection), VERSION)) {
            for (String each : step) {
                statement.execute(each);
            }
        }
        statement.execute("PRAGMA user_version = " + VERSION);
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.getInt(1);
        }
    }

    private static String old(String table, String key, String age) {
        return "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s WHERE %3$s < ? LIMIT ?)"
                .formatted(table, key, age);
    }
}

package dev.relevo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The access keys in the file. */
record KeyTable(Connection connection) {
    /** The file's first version with such keys. */
    static final int SINCE = 2;

    static final String TABLE = """
            CREATE TABLE access_key (
                name TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL UNIQUE, aliases TEXT NOT NULL, limits TEXT NOT NULL,
                admin INTEGER NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID""";

    private static final String COLUMNS = "name, digest, aliases, limits, admin, created, expires";

    /** In the order of their names. */
    List<StoredKey> all() throws SQLException {
        List<StoredKey> keys = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM access_key ORDER BY name");
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                keys.add(new StoredKey(
                        found.getString(1),
                        found.getString(2),
                        found.getString(3).lines().toList(),
                        found.getString(4).lines().toList(),
                        found.getBoolean(5),
                        found.getLong(6),
                        found.getLong(7)));
            }
        }
        return keys;
    }

    /** False if there is one of that name. */
    boolean add(StoredKey key) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO access_key (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, key.name());
            insert.setString(2, key.digest());
            insert.setString(3, String.join("\n", key.aliases()));
            insert.setString(4, String.join("\n", key.limits()));
            insert.setBoolean(5, key.admin());
            insert.setLong(6, key.createdMillis());
            insert.setLong(7, key.expiresMillis());
            return insert.executeUpdate() > 0;
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
                return false;
            }
            throw e;
        }
    }

    /** False if there is none of that name. */
    boolean remove(String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM access_key WHERE name = ?")) {
            delete.setString(1, name);
            return delete.executeUpdate() > 0;
        }
    }
}

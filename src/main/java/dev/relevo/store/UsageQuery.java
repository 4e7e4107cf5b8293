package dev.relevo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads sums of usage. */
record UsageQuery(Connection connection) {

    /** The sums since that day by what they are grouped by, in its order. */
    Map<String, UsageSum> sums(UsageBy by, long day) throws SQLException {
        Map<String, UsageSum> sums = new LinkedHashMap<>();
        read(
                "SELECT %1$s, %2$s FROM usage WHERE day >= ? GROUP BY %1$s ORDER BY %1$s",
                by, day, row -> {
                    UsageSum sum = sums.computeIfAbsent(name(by, row), _ -> new UsageSum());
                    for (Amount amount : Amount.values()) {
                        sum.add(amount, row.getLong(amount.column()));
                    }
                });
        read(
                "SELECT %1$s, step, sum(answers) FROM first_token WHERE day >= ? GROUP BY %1$s, step",
                by, day, row -> {
                    UsageSum sum = sums.computeIfAbsent(name(by, row), _ -> new UsageSum());
                    sum.addFirstTokens(row.getInt(2), row.getLong(3));
                });
        return sums;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void read(String sql, UsageBy by, long day, Row each) throws SQLException {
        String summed = Schema.amounts("sum(%1$s) AS %1$s");
        try (PreparedStatement query = connection.prepareStatement(sql.formatted(by.column(), summed))) {
            query.setLong(1, day);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            }
        }
    }

    private static String name(UsageBy by, ResultSet row) throws SQLException {
        return by == UsageBy.DAY ? LocalDate.ofEpochDay(row.getLong(1)).toString() : row.getString(1);
    }
}

package dev.relevo.cli;

import dev.relevo.store.StoredKey;
import dev.relevo.wire.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Access keys that were created, for people and for programs. */
final class KeyTable {
    private static final String GAP = "  ";

    private KeyTable() {}

    /** A line for each, in columns as wide as what stands in them. */
    static List<String> lines(List<StoredKey> keys, long nowMillis) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "models", "created", "expires", "limits"));
        keys.forEach(key -> rows.add(row(key, nowMillis)));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static List<String> row(StoredKey key, long nowMillis) {
        String expires = key.expiresMillis() == Long.MAX_VALUE ? "never" : time(key.expiresMillis());
        return List.of(
                key.name() + (key.admin() ? " (admin)" : ""),
                key.aliases().isEmpty() ? "all" : String.join(",", key.aliases()),
                time(key.createdMillis()),
                key.hasExpired(nowMillis) ? "expired" : expires,
                key.limits().isEmpty() ? "none" : String.join(", ", key.limits()));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            line.append(row.get(i))
                    .append(" ".repeat(width - row.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /** One line. */
    static String json(StoredKey key) {
        StringBuilder json = new StringBuilder("{\"name\":");
        JsonText.quote(json, key.name());
        append(json.append(",\"aliases\":"), key.aliases());
        append(json.append(",\"limits\":"), key.limits());
        json.append(",\"admin\":").append(key.admin());
        json.append(",\"created\":\"").append(time(key.createdMillis())).append("\",\"expires\":");
        String expires = key.expiresMillis() == Long.MAX_VALUE ? "null" : '"' + time(key.expiresMillis()) + '"';
        return json.append(expires).append('}').toString();
    }

    private static void append(StringBuilder json, List<String> texts) {
        String separator = "[";
        for (String text : texts) {
            JsonText.quote(json.append(separator), text);
            separator = ",";
        }
        json.append(texts.isEmpty() ? "[]" : "]");
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

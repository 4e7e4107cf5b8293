package dev.relevo.cli;

import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.quota.LimitView;
import dev.relevo.store.StoredKey;
import dev.relevo.wire.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access keys that were created, for people and for programs. */
final class KeyTable {
    private static final String GAP = "  ";

    private KeyTable() {}

    /** A line for each, in columns as wide as what stands in them. */
    static List<String> lines(List<StoredKey> keys, KeyUse use, long nowMillis) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "models", "created", "expires", "limits"));
        keys.forEach(key -> rows.add(row(key, use.of(key), nowMillis)));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static List<String> row(StoredKey key, List<LimitView> limits, long nowMillis) {
        String expires = key.expiresMillis() == Long.MAX_VALUE ? "never" : time(key.expiresMillis());
        return List.of(
                key.name() + (key.admin() ? " (admin)" : ""),
                key.aliases().isEmpty() ? "all" : String.join(",", key.aliases()),
                time(key.createdMillis()),
                key.hasExpired(nowMillis) ? "expired" : expires,
                limits.isEmpty() ? "none" : limits.stream().map(KeyTable::used).collect(Collectors.joining(", ")));
    }

    private static String used(LimitView limit) {
        boolean dollars = limit.quantity() == Quantity.USD;
        return limit.text() + " (" + Amounts.amount(KeyUse.amount(limit.quantity(), limit.used()), dollars) + " used, "
                + Amounts.amount(KeyUse.amount(limit.quantity(), limit.left()), dollars) + " left)";
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
    static String json(StoredKey key, List<LimitView> limits) {
        StringBuilder json = new StringBuilder("{\"name\":");
        JsonText.quote(json, key.name());
        append(json.append(",\"aliases\":"), key.aliases());
        append(json.append(",\"limits\":"), key.limits());
        json.append(",\"admin\":").append(key.admin());
        json.append(",\"created\":\"").append(time(key.createdMillis())).append("\",\"expires\":");
        String expires = key.expiresMillis() == Long.MAX_VALUE ? "null" : '"' + time(key.expiresMillis()) + '"';
        json.append(expires).append(",\"used\":[");
        String separator = "";
        for (LimitView limit : limits) {
            json.append(separator);
            append(json, limit);
            separator = ",";
        }
        return json.append("]}").toString();
    }

    private static void append(StringBuilder json, LimitView limit) {
        JsonText.quote(json.append("{\"limit\":"), QuotaLimit.name(limit.quantity(), limit.period()));
        json.append(",\"most\":").append(plain(limit, limit.most()));
        json.append(",\"used\":").append(plain(limit, limit.used()));
        json.append(",\"left\":").append(plain(limit, limit.left())).append('}');
    }

    private static String plain(LimitView limit, @Nullable Long amount) {
        return KeyUse.amount(limit.quantity(), amount).toPlainString();
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

package dev.relevo.cli;

import dev.relevo.config.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What all providers said, as lines for a person: a table, remarks, and YAML to paste. */
record LiveReport(List<KeyReport> keys) {
    private static final List<String> TITLES = List.of("PROVIDER", "KEY", "MODELS", "TTFT", "CHAT");

    LiveReport {
        keys = List.copyOf(keys);
    }

    /** Whether every key got an answer. */
    boolean allWell() {
        return keys.stream().allMatch(KeyReport::answers);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (keys.isEmpty()) {
            lines.add("no provider is live, so none was asked");
            return lines;
        }
        lines.addAll(table());
        for (KeyReport key : keys) {
            key.remarks().forEach(remark -> lines.add("  " + name(key) + " " + remark));
        }
        lines.addAll(yaml());
        return lines.stream().map(Terminal::printable).toList();
    }

    private static String name(KeyReport key) {
        String ordinal = key.provider().keys().size() > 1 ? "#" + key.keyOrdinal() : "";
        return key.provider().name() + ordinal;
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        keys.forEach(key -> rows.add(key.row()));
        List<Integer> widths = IntStream.range(0, TITLES.size())
                .mapToObj(i -> Collections.max(
                        rows.stream().map(row -> row.get(i).length()).toList()))
                .toList();
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private static String aligned(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** For each provider that answered: where it is, the model that did, and the fields to leave out. */
    private List<String> yaml() {
        List<String> lines = new ArrayList<>();
        for (KeyReport key : keys) {
            if (key.keyOrdinal() == 1 && key.answers()) {
                lines.addAll(yaml(key));
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "# What they said, to be merged into the configuration:", "providers:"));
        }
        return lines;
    }

    private static List<String> yaml(KeyReport key) {
        Provider provider = key.provider();
        Set<String> drop = new TreeSet<>(key.refusedFields());
        provider.quirks().drop().forEach(field -> drop.add(field.toString()));
        List<String> lines = new ArrayList<>();
        lines.add("  " + provider.name() + ":");
        lines.add("    base-url: " + provider.baseUrl());
        lines.add("    model: '" + key.models().getFirst().replace("'", "''") + "'");
        if (!drop.isEmpty()) {
            lines.add("    drop: ["
                    + String.join(", ", drop.stream().map(f -> "'" + f + "'").toList()) + "]");
        }
        return lines;
    }
}

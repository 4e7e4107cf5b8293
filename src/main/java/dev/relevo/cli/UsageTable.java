package dev.relevo.cli;

import dev.relevo.store.Amount;
import dev.relevo.store.UsageSum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums of usage in columns as wide as what stands in them, without those of special tokens where there were none. */
final class UsageTable {
    private static final double NANOS = 1e9;
    private static final Set<String> SPECIAL = Set.of("cached", "reasoning");

    private final List<List<String>> rows = new ArrayList<>();

    /** @param by the heading of the first column */
    UsageTable(String by) {
        rows.add(List.of(
                by,
                "requests",
                "failed attempts",
                "input tokens",
                "cached",
                "output tokens",
                "reasoning",
                "cost",
                "TTFT p50",
                "p95"));
    }

    void add(String name, UsageSum sum) {
        rows.add(List.of(
                name,
                count(sum, Amount.REQUESTS),
                count(sum, Amount.FAILURES),
                count(sum, Amount.INPUT_TOKENS),
                count(sum, Amount.CACHED_TOKENS),
                count(sum, Amount.OUTPUT_TOKENS),
                count(sum, Amount.REASONING_TOKENS),
                money(sum.of(Amount.NANO_USD)),
                time(sum.firstTokenWithin(0.5)),
                time(sum.firstTokenWithin(0.95))));
    }

    /** The first column is text, the others are numbers. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i : shown()) {
            String cell = row.get(i);
            String blanks = " ".repeat(width(i) - cell.length());
            line.append(i == 0 ? cell + blanks : "  " + blanks + cell);
        }
        return line.toString().stripTrailing();
    }

    private int[] shown() {
        return IntStream.range(0, rows.getFirst().size())
                .filter(column -> !SPECIAL.contains(rows.getFirst().get(column))
                        || rows.stream()
                                .skip(1)
                                .anyMatch(row -> !row.get(column).equals("0")))
                .toArray();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String count(UsageSum sum, Amount amount) {
        return String.format(Locale.ROOT, "%,d", sum.of(amount));
    }

    private static String money(long nanoUsd) {
        return String.format(Locale.ROOT, "$%,.4f", (double) nanoUsd / NANOS);
    }

    private static String time(@Nullable Duration time) {
        return time == null ? "" : time.toMillis() + " ms";
    }
}

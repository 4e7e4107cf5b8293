package dev.relevo.simulation;

import dev.relevo.simulation.Report.Line;
import dev.relevo.simulation.Tallies.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people. */
final class Table {
    private static final String LIMIT = "%-32s %-32s %13s %13s %7s %7s %7s";
    private static final String CLIENT = "%-32s %9s %9s %9s %9s %9s %9s";

    private Table() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, LIMIT, "scope", "limit", "existed", "used", "share", "429s", "most"));
        report.limits().forEach(line -> lines.add(limit(line)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, CLIENT, "client", "requests", "answered", "refused", "waited", "mean ms", "most ms"));
        report.tallies().clients().forEach((name, client) -> lines.add(client(name, client)));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Jain's index of fairness among clients: %.4f", report.fairness()));
        lines.add(String.format(Locale.ROOT, "refused although some target had room: %d", report.refusedInSpite()));
        return lines;
    }

    private static String limit(Line line) {
        return String.format(
                Locale.ROOT,
                LIMIT,
                line.scope(),
                line.limit(),
                amount(line, line.existed()),
                amount(line, (double) line.used()),
                String.format(Locale.ROOT, "%.2f%%", 100 * line.share()),
                line.refusals(),
                line.mostInWindow());
    }

    private static String amount(Line line, double amount) {
        return line.money()
                ? String.format(Locale.ROOT, "$%.4f", amount / 1e9)
                : String.format(Locale.ROOT, "%,.0f", amount);
    }

    private static String client(String name, Client client) {
        return String.format(
                Locale.ROOT,
                CLIENT,
                name,
                client.requests(),
                client.answered(),
                client.refused(),
                client.waited(),
                client.meanWait().toMillis(),
                client.longestWait().toMillis());
    }
}

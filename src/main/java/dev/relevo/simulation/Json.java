package dev.relevo.simulation;

import dev.relevo.simulation.Report.Line;
import dev.relevo.simulation.Tallies.Client;
import dev.relevo.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for programs. */
final class Json {
    private Json() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        report.limits().forEach(line -> lines.add(limit(line)));
        report.tallies().clients().forEach((name, client) -> lines.add(client(name, client)));
        lines.add(String.format(
                Locale.ROOT,
                "{\"requests\":%d,\"answered\":%d,\"fairness\":%.6f,\"refused_in_spite_of_room\":%d}",
                report.requests(),
                report.answered(),
                report.fairness(),
                report.refusedInSpite()));
        return lines;
    }

    /** Money in nano-dollars. */
    private static String limit(Line line) {
        return named("scope", line.scope())
                + named(",", "limit", line.limit())
                + String.format(
                        Locale.ROOT,
                        ",\"existed\":%.0f,\"used\":%d,\"share\":%.6f,\"most_at_once\":%d,\"refusals\":%d,"
                                + "\"most_refusals_in_window\":%d}",
                        line.existed(),
                        line.used(),
                        line.share(),
                        line.mostUsed(),
                        line.refusals(),
                        line.mostInWindow());
    }

    private static String client(String name, Client client) {
        return named("client", name)
                + String.format(
                        Locale.ROOT,
                        ",\"requests\":%d,\"answered\":%d,\"refused\":%d,\"waited\":%d,\"mean_wait_millis\":%d,"
                                + "\"longest_wait_millis\":%d}",
                        client.requests(),
                        client.answered(),
                        client.refused(),
                        client.waited(),
                        client.meanWait().toMillis(),
                        client.longestWait().toMillis());
    }

    private static String named(String name, String value) {
        return named("{", name, value);
    }

    private static String named(String before, String name, String value) {
        StringBuilder json = new StringBuilder(before).append('"').append(name).append("\":");
        JsonText.quote(json, value);
        return json.toString();
    }
}

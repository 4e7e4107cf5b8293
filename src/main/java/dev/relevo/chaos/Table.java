package dev.relevo.chaos;

import dev.relevo.wire.JsonText;
import java.util.Locale;

/** A line for each cell, for people or for programs. */
final class Table {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%-22s %-6s %6s %-8s %8s %5s %5s %5s %5s %5s %9s %9s %6s %6s",
            "mode",
            "kind",
            "faulty",
            "on-cut",
            "requests",
            "lost",
            "told",
            "glued",
            "false",
            "holes",
            "p50 +ms",
            "p99 +ms",
            "calls",
            "faults");

    private static final String ROW = "%-22s %-6s %6s %-8s %8d %5d %5d %5d %5d %5d %9.1f %9.1f %6.2f %6d";

    private static final String JSON =
            "{\"mode\":\"%s\",\"kind\":\"%s\",\"faulty\":\"%s\",\"on_cut\":\"%s\",\"requests\":%d,"
                    + "\"lost\":%d,\"told\":%d,\"glued\":%d,\"falsely_complete\":%d,\"holes\":%d,\"p50_added_ms\":%.1f,"
                    + "\"p99_added_ms\":%.1f,\"calls_per_request\":%.2f,\"faults\":%d,\"details\":";

    private static final double NANOS_PER_MILLI = 1e6;

    private Table() {}

    /** @param healthy a cell of the same kind without faults, whose times are taken off */
    static String row(Result result, Result healthy) {
        return form(ROW, result, healthy);
    }

    /** The same as a JSON object, with the first bad findings. */
    static String json(Result result, Result healthy) {
        StringBuilder json = new StringBuilder(form(JSON, result, healthy)).append('[');
        for (String detail : result.details()) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
            JsonText.quote(json, detail);
        }
        return json.append("]}").toString();
    }

    private static String form(String form, Result result, Result healthy) {
        Cell cell = result.cell();
        return String.format(
                Locale.ROOT,
                form,
                cell.mode().name(),
                cell.kind(),
                cell.faulty() + "/" + Cell.UPSTREAMS,
                cell.onCut(),
                cell.requests(),
                result.count(Verdict.LOST),
                result.count(Verdict.TOLD),
                result.count(Verdict.GLUED),
                result.count(Verdict.FALSE),
                result.count(Verdict.HOLE),
                (result.median() - healthy.median()) / NANOS_PER_MILLI,
                (result.p99() - healthy.p99()) / NANOS_PER_MILLI,
                result.callsPerRequest(),
                result.faults());
    }
}

package dev.relevo.soak;

import dev.relevo.chaos.Verdict;
import dev.relevo.wire.JsonText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for each look at the process, and in the end what came of it all. */
final class Report {
    private static final int LONGEST_DETAIL = 600;
    private static final int GROWN_CLASSES = 15;

    private static final String HEADER = String.format(
            Locale.ROOT,
            "%7s %-5s %9s %9s %6s %8s %8s %8s %8s %6s %6s %6s %6s %6s",
            "time",
            "load",
            "heap MiB",
            "RSS MiB",
            "files",
            "threads",
            "virtual",
            "clients",
            "faults",
            "told",
            "lost",
            "glued",
            "false",
            "holes");

    private static final String ROW = "%4d:%02d %-5s %9.1f %9.1f %6d %8d %8d %8d %8d %6d %6d %6d %6d %6d";

    private static final String JSON =
            "{\"seconds\":%d,\"load\":\"%s\",\"heap_mib\":%.1f,\"rss_mib\":%.1f,\"descriptors\":%d,\"threads\":%d,"
                    + "\"virtual_threads\":%d,\"clients\":%d,\"faults\":%d,\"told\":%d,\"lost\":%d,\"glued\":%d,"
                    + "\"falsely_complete\":%d,\"holes\":%d}";

    private final Soak.Extent extent;
    private final Stage stage;
    private final PrintStream out;

    Report(Soak.Extent extent, Stage stage, PrintStream out) {
        this.extent = extent;
        this.stage = stage;
        this.out = out;
        if (!extent.json()) {
            out.println(HEADER);
        }
    }

    /** While clients come. */
    void look(Sample sample) {
        line(sample, "yes");
    }

    /** Without load. */
    void settled(Sample sample) {
        line(sample, "none");
    }

    /** Says what came of it; whether all is well. */
    boolean end(Gauge.Reading warm, Gauge.Reading last) {
        Growth growth = new Growth(warm.sample(), last.sample());
        List<String> complaints = new ArrayList<>(growth.complaints());
        Tally tally = stage.traffic().tally();
        for (Verdict verdict : Verdict.values()) {
            if (verdict.bad() && tally.count(verdict) > 0) {
                complaints.add(tally.count(verdict) + " " + verdict.name().toLowerCase(Locale.ROOT));
            }
        }
        if (stage.faults() == 0) {
            complaints.add("no upstream failed, so this shows nothing");
        }
        if (extent.json()) {
            json(complaints);
        } else {
            text(complaints, tally, growth.complaints().isEmpty() ? List.of() : grown(warm, last));
        }
        return complaints.isEmpty();
    }

    private void text(List<String> complaints, Tally tally, List<String> grown) {
        for (Habit habit : Habit.values()) {
            out.printf(Locale.ROOT, "%8d %s%n", tally.count(habit), habit.words());
        }
        out.println(tally.clients() + " clients, " + stage.faults() + " faults, " + stage.turns() + " reloads, seed "
                + extent.seed() + ": "
                + (complaints.isEmpty() ? "nothing lost, and nothing grew" : String.join("; ", complaints)));
        tally.details().stream().map(Report::shortened).forEach(out::println);
        grown.forEach(line -> out.println("    " + line));
    }

    private void json(List<String> complaints) {
        StringBuilder json =
                new StringBuilder("{\"seed\":").append(extent.seed()).append(",\"wrong\":");
        list(json, complaints);
        list(json.append(",\"details\":"), stage.traffic().tally().details());
        out.println(json.append('}'));
    }

    private static void list(StringBuilder json, List<String> texts) {
        json.append('[');
        for (int i = 0; i < texts.size(); i++) {
            JsonText.quote(json.append(i == 0 ? "" : ","), texts.get(i));
        }
        json.append(']');
    }

    private static List<String> grown(Gauge.Reading warm, Gauge.Reading last) {
        return last.histogram().grownSince(warm.histogram(), GROWN_CLASSES);
    }

    private static String shortened(String detail) {
        String line = "    " + detail.replace("\n", "\\n").replace("\r", "\\r");
        return line.substring(0, Math.min(line.length(), LONGEST_DETAIL));
    }

    private void line(Sample sample, String load) {
        long seconds = sample.at().toSeconds();
        out.println(
                extent.json() ? row(JSON, sample, load, seconds) : row(ROW, sample, load, seconds / 60, seconds % 60));
    }

    private String row(String form, Sample sample, String load, Long... time) {
        Tally tally = stage.traffic().tally();
        List<Object> cells = new ArrayList<>(List.of((Object[]) time));
        cells.addAll(List.of(
                load,
                Growth.mebibytes(sample.heap()),
                Growth.mebibytes(sample.resident()),
                sample.descriptors(),
                sample.threads(),
                sample.virtualThreads(),
                tally.clients(),
                stage.faults(),
                tally.count(Verdict.TOLD)));
        cells.addAll(List.of(
                tally.count(Verdict.LOST),
                tally.count(Verdict.GLUED),
                tally.count(Verdict.FALSE),
                tally.count(Verdict.HOLE)));
        return String.format(Locale.ROOT, form, cells.toArray());
    }
}

package dev.relevo.siege;

import dev.relevo.wire.JsonText;
import java.util.Locale;

/** A line for each mode, for people or for programs. */
final class Table {
    private static final String ROW = "%-24s %-46s %6s %-52s %-7s %s";
    static final String HEADER =
            String.format(Locale.ROOT, ROW, "mode", "done", "cases", "expected", "verdict", "seen");

    private Table() {}

    static String row(Mode mode, Seen seen) {
        return String.format(
                Locale.ROOT, ROW, mode.name(), mode.done(), seen.cases(), mode.expected(), verdict(seen), seen.text());
    }

    static String json(Mode mode, Seen seen) {
        StringBuilder json = new StringBuilder();
        member(json.append('{'), "mode", mode.name());
        member(json.append(','), "done", mode.done());
        json.append(",\"cases\":").append(seen.cases());
        member(json.append(','), "expected", mode.expected());
        member(json.append(','), "verdict", verdict(seen));
        member(json.append(','), "seen", seen.text());
        return json.append('}').toString();
    }

    private static String verdict(Seen seen) {
        return seen.holds() ? "ok" : "FAILED";
    }

    private static void member(StringBuilder json, String name, String value) {
        JsonText.quote(json, name);
        JsonText.quote(json.append(':'), value);
    }
}

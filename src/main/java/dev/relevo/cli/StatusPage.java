package dev.relevo.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code /api/status} told, for a terminal of 80 columns. */
final class StatusPage {
    private static final int WIDTH = 80;

    private final String now;
    private final List<String> lines = new ArrayList<>();

    /** How wide each column of the limits is. */
    private final int[] widths = new int[3];

    private StatusPage(Fields status) {
        this.now = status.text("timestamp");
    }

    static List<String> lines(Fields status) {
        StatusPage page = new StatusPage(status);
        List<Fields> keys = status.list("keys").stream()
                .filter(key -> !key.list("limits").isEmpty())
                .toList();
        status.list("aliases").forEach(page::alias);
        status.list("targets").forEach(target -> target.list("limits").forEach(page::widen));
        keys.forEach(key -> key.list("limits").forEach(page::widen));
        status.list("targets").forEach(page::target);
        keys.forEach(page::key);
        return page.lines;
    }

    private void alias(Fields alias) {
        long waiting = alias.whole("waiting");
        List<Fields> targets = alias.list("targets");
        lines.add(alias.text("alias") + "  " + alias.text("strategy")
                + (waiting == 0 ? "" : ", " + waiting + (waiting == 1 ? " request waits" : " requests wait"))
                + (targets.isEmpty() ? ", no target" : ""));
        boolean tiers = targets.stream().anyMatch(target -> target.whole("tier") > 1);
        boolean weights = targets.stream().anyMatch(target -> target.whole("weight") > 1);
        for (Fields target : targets) {
            lines.add("  " + (tiers ? "tier " + target.whole("tier") + "  " : "") + target.text("target")
                    + (weights ? "  weight " + target.whole("weight") : ""));
        }
        lines.add("");
    }

    private void target(Fields target) {
        lines.add(target.text("target") + "  " + state(target));
        String reason = target.text("reason");
        if (!reason.isEmpty()) {
            wrap(reason);
        }
        lines.add("  " + pace(target));
        target.list("limits").forEach(limit -> lines.add(limit(limit)));
        lines.add("");
    }

    private void key(Fields key) {
        lines.add("access key " + key.text("name"));
        key.list("limits").forEach(limit -> lines.add(limit(limit)));
        lines.add("");
    }

    private String state(Fields target) {
        Duration ready = target.until("ready_at", now);
        String state = switch (target.text("state")) {
            case "resting" -> "rests" + scope(target.list("cooldowns"));
            case "open" -> "broken" + scope(target.list("breakers"));
            case "full" -> "full";
            default -> target.text("state");
        };
        return ready == null || ready.isZero() ? state : state + ", ready in " + Amounts.wait(ready);
    }

    private static String scope(List<Fields> reasons) {
        return reasons.isEmpty() ? "" : " (" + reasons.getFirst().text("scope") + ")";
    }

    private static String pace(Fields target) {
        List<String> parts = new ArrayList<>();
        parts.add(target.whole("in_flight") + " in flight");
        if (target.has("ttft_p50_ms")) {
            parts.add("TTFT " + Amounts.took(target.whole("ttft_p50_ms")) + " (p95 "
                    + Amounts.took(target.whole("ttft_p95_ms")) + ")");
        }
        BigDecimal speed = target.number("tokens_per_second");
        if (speed != null) {
            parts.add(speed.toPlainString() + " tokens/s");
        }
        return String.join(", ", parts);
    }

    private void widen(Fields limit) {
        List<String> cells = cells(limit);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private String limit(Fields limit) {
        List<String> cells = cells(limit);
        String line = "  " + left(cells.get(0), 0) + "  " + right(cells.get(1), 1) + "  " + left(cells.get(2), 2);
        String ends = ends(limit);
        return ends.isEmpty() ? line.stripTrailing() : line + "  " + ends;
    }

    private static List<String> cells(Fields limit) {
        boolean dollars = limit.text("quantity").equals("usd");
        String used = limit.has("most")
                ? Amounts.amount(limit.number("used"), dollars) + "/" + Amounts.amount(limit.number("most"), dollars)
                : Amounts.amount(limit.number("left"), dollars) + " left";
        return List.of(limit.text("limit"), used, limit.text("scope") + "," + limit.text("origin"));
    }

    private String ends(Fields limit) {
        List<String> ends = new ArrayList<>();
        @Nullable Duration spent = limit.until("runs_out_at", now);
        @Nullable Duration reset = limit.until("resets_at", now);
        BigDecimal left = limit.number("left");
        if (left != null && left.signum() == 0) {
            ends.add("spent");
        } else if (spent != null) {
            ends.add("out in " + Amounts.wait(spent));
        }
        boolean used = limit.number("used") == null
                || limit.whole("used") > 0
                || limit.text("quantity").equals("usd");
        if (reset != null && used) {
            ends.add("resets in " + Amounts.wait(reset));
        }
        return ends.stream().collect(Collectors.joining(", "));
    }

    private String left(String cell, int column) {
        return cell + " ".repeat(widths[column] - cell.length());
    }

    private String right(String cell, int column) {
        return " ".repeat(widths[column] - cell.length()) + cell;
    }

    /** Between words, if there are any. */
    private void wrap(String text) {
        String rest = text;
        while (rest.length() > WIDTH - 2) {
            int space = rest.lastIndexOf(' ', WIDTH - 2);
            int end = space > 0 ? space : WIDTH - 2;
            lines.add("  " + rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add("  " + rest);
    }
}

package dev.relevo.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code /api/explain} told, for people. */
final class WhyPage {
    private final Fields told;
    private final List<String> lines = new ArrayList<>();

    private WhyPage(Fields told) {
        this.told = told;
    }

    static List<String> lines(Fields told) {
        WhyPage page = new WhyPage(told);
        if (told.has("request")) {
            page.past();
        } else {
            page.next();
        }
        return page.lines;
    }

    private void next() {
        String model = told.text("model");
        String alias = told.text("alias");
        String asked = model.equals(alias) ? model : model + " (" + alias + ")";
        if (told.has("next")) {
            lines.add("A request for " + asked + " would go to " + told.text("next"));
        } else if (told.has("waits_ms")) {
            lines.add("A request for " + asked + " would wait " + Amounts.took(told.whole("waits_ms")) + " for room");
        } else {
            lines.add("A request for " + asked + " would be refused");
        }
        targets(true);
    }

    private void past() {
        lines.add(told.text("request") + "  " + told.text("alias") + "  " + told.whole("status")
                + (told.text("ending").equals("cut") ? ", cut" : "") + " after " + Amounts.took(told.whole("took_ms"))
                + (told.has("client") ? ", client " + told.text("client") : ""));
        targets(false);
        told.list("attempts").forEach(this::attempt);
        if (told.list("attempts").isEmpty()) {
            lines.add("");
            lines.add("no target was asked");
        }
    }

    private void targets(boolean now) {
        lines.add("");
        List<Fields> targets = told.list("targets");
        boolean tiers = targets.stream().anyMatch(target -> target.whole("tier") > 1);
        int width = targets.stream()
                .mapToInt(target -> target.text("target").length())
                .max()
                .orElse(0);
        for (Fields target : targets) {
            String name = target.text("target");
            lines.add((tiers ? "tier " + target.whole("tier") + "  " : "") + name + " ".repeat(width - name.length())
                    + "  " + standing(target, now));
        }
    }

    private static String standing(Fields target, boolean now) {
        String reason = target.text("reason");
        String ready = target.whole("ready_in_ms") > 0
                ? "; ready in " + Amounts.wait(Duration.ofMillis(target.whole("ready_in_ms")))
                : "";
        String words = switch (target.text("standing")) {
            case "next" -> now ? "is next" : "was asked first";
            case "last-resort" -> "is broken, and asked since nothing else is left: " + reason;
            case "not-its-turn" -> "not its turn";
            case "later-tier" -> "a later tier";
            case "silent" -> "silent of late: others come first";
            case "no-room" -> "no room: " + reason;
            case "rests" -> "rests: " + reason;
            case "broken" -> "broken: " + reason;
            case "lacks" -> "cannot: " + reason;
            default -> target.text("standing") + ' ' + reason;
        };
        return words + ready;
    }

    private void attempt(Fields attempt) {
        lines.add("");
        lines.add(attempt.text("target") + "  " + attempt.text("outcome") + "  began after "
                + Amounts.took(attempt.whole("began_ms")) + phases(attempt));
        if (!attempt.text("reason").isEmpty()) {
            lines.add("  " + attempt.text("reason"));
        }
        List<Fields> after = attempt.list("quota_after");
        attempt.list("quota_before").forEach(before -> lines.add(quota(before, after)));
    }

    private static String phases(Fields attempt) {
        List<String> phases = new ArrayList<>();
        if (attempt.whole("connect_ms") > 0) {
            phases.add("connected in " + Amounts.took(attempt.whole("connect_ms")));
        }
        if (attempt.has("ttft_ms")) {
            phases.add("first token after " + Amounts.took(attempt.whole("ttft_ms")));
        }
        phases.add("took " + Amounts.took(attempt.whole("took_ms")));
        if (attempt.has("output_tokens")) {
            phases.add(attempt.whole("input_tokens") + " + " + attempt.whole("output_tokens") + " tokens");
        }
        return phases.stream().map(phase -> ", " + phase).collect(Collectors.joining());
    }

    private static String quota(Fields before, List<Fields> after) {
        boolean dollars = before.text("quantity").equals("usd");
        String line = "  " + before.text("scope") + ' ' + before.text("limit") + ": " + used(before, dollars);
        for (Fields then : after) {
            if (then.text("limit").equals(before.text("limit"))
                    && then.text("scope").equals(before.text("scope"))) {
                return line + " -> " + used(then, dollars) + most(then, dollars);
            }
        }
        return line + most(before, dollars);
    }

    private static String used(Fields level, boolean dollars) {
        BigDecimal used = level.number("used");
        return used == null ? Amounts.amount(level.number("left"), dollars) + " left" : Amounts.amount(used, dollars);
    }

    private static String most(Fields level, boolean dollars) {
        return level.has("most") ? " of " + Amounts.amount(level.number("most"), dollars) : "";
    }
}

package dev.relevo.cli;

import dev.relevo.config.Server;
import dev.relevo.store.Amount;
import dev.relevo.store.StoreFailure;
import dev.relevo.store.UsageBy;
import dev.relevo.store.UsageFile;
import dev.relevo.store.UsageSum;
import dev.relevo.time.Clock;
import dev.relevo.wire.JsonText;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code relevo usage}: what was used, as a table or as JSON. */
final class UsageReport {
    private static final long DAY_MILLIS = 86_400_000;
    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;

    private final Arguments.Usage arguments;
    private final UsageFile file;
    private final Terminal terminal;

    UsageReport(Arguments.Usage arguments, Server server, Terminal terminal) {
        this.arguments = arguments;
        this.file = new UsageFile(server.stateDir());
        this.terminal = terminal;
    }

    int run(Clock clock) {
        long today = Math.floorDiv(clock.epochMillis(), DAY_MILLIS);
        try {
            Map<String, UsageSum> sums = file.sums(arguments.by(), today - arguments.days() + 1);
            if (arguments.json()) {
                sums.forEach((name, sum) -> terminal.out().println(json(name, sum)));
            } else {
                table(sums);
            }
            return ExitCode.OK;
        } catch (StoreFailure e) {
            terminal.tell(file.path() + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private void table(Map<String, UsageSum> sums) {
        if (sums.isEmpty()) {
            terminal.out()
                    .println("nothing was used in the last " + arguments.days() + " days, as far as " + file.path()
                            + " knows");
            return;
        }
        UsageSum total = new UsageSum();
        UsageTable table = new UsageTable(word(arguments.by().name()));
        sums.forEach((name, sum) -> {
            table.add(name.isEmpty() ? nobody() : Terminal.printable(name), sum);
            total.add(sum);
        });
        table.add("all", total);
        table.lines().forEach(terminal.out()::println);
        long estimated = total.of(Amount.ESTIMATED);
        if (estimated > 0) {
            terminal.out().println("answers whose tokens are estimates, since nobody told them: " + estimated);
        }
    }

    private String nobody() {
        return arguments.by() == UsageBy.CLIENT ? "(without a key)" : "(nobody answered)";
    }

    private String json(String name, UsageSum sum) {
        StringBuilder line =
                new StringBuilder("{\"").append(word(arguments.by().name())).append("\":");
        JsonText.quote(line, name);
        for (Amount amount : Amount.values()) {
            line.append(",\"").append(word(amount.name())).append("\":").append(sum.of(amount));
        }
        append(line, "ttft_p50_millis", sum.firstTokenWithin(MEDIAN));
        append(line, "ttft_p95_millis", sum.firstTokenWithin(P95));
        return line.append('}').toString();
    }

    private static void append(StringBuilder line, String name, @Nullable Duration time) {
        line.append(",\"").append(name).append("\":").append(time == null ? "null" : time.toMillis());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}

package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.stats.Attempts;
import dev.relevo.stats.TargetState;
import dev.relevo.time.Clock;
import dev.relevo.wire.JsonText;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How the server is. It is up while the process runs, and ready until it drains: an instance all of whose targets rest is
 * ready, since its clients then learn why and when to try again, which no load balancer could tell them.
 */
final class Health {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final Overview overview;
    private final BooleanSupplier draining;
    private final Clock clock;
    private final long startedNanos;

    /** The uptime counts from here. */
    Health(Overview overview, BooleanSupplier draining, Clock clock) {
        this.overview = overview;
        this.draining = draining;
        this.clock = clock;
        this.startedNanos = clock.nanos();
    }

    /** An HTTP status: 200, or 503 while draining. */
    int readiness() {
        return draining.getAsBoolean() ? 503 : 200;
    }

    /** Whether the server is ready. */
    byte[] ready() {
        return status(draining.getAsBoolean() ? "draining" : "ok");
    }

    /** That the process runs. */
    byte[] live() {
        return status("ok");
    }

    /** What that caller may see of it. */
    byte[] of(Caller caller) {
        return caller.authenticated() ? details() : summary();
    }

    /** {@code ok}, {@code degraded} if a target cannot be used now, or {@code draining}; and no more. */
    byte[] summary() {
        return status(word(overview.targets().get()));
    }

    /** The same word, and what it rests on: uptime, attempts by service, each target's state. */
    byte[] details() {
        List<TargetState> targets = overview.targets().get();
        StringBuilder json = new StringBuilder(512);
        json.append("{\"status\":\"").append(word(targets)).append("\",\"timestamp\":\"");
        TIME.formatTo(Instant.ofEpochMilli(clock.epochMillis()), json);
        json.append("\",\"stats\":{\"uptime\":\"")
                .append(TimeUnit.NANOSECONDS.toSeconds(clock.nanos() - startedNanos))
                .append("s\",\"services\":{");
        appendServices(json);
        json.append("}},\"targets\":[");
        appendTargets(json, targets);
        return json.append("]}").toString().getBytes(UTF_8);
    }

    private void appendServices(StringBuilder json) {
        String separator = "";
        for (String service : overview.services().get()) {
            Attempts.Count count = overview.attempts().of(service);
            json.append(separator);
            JsonText.quote(json, service);
            json.append(":{\"count\":")
                    .append(count.ended())
                    .append(",\"failures\":")
                    .append(count.failed())
                    .append('}');
            separator = ",";
        }
    }

    private static void appendTargets(StringBuilder json, List<TargetState> targets) {
        String separator = "";
        for (TargetState target : targets) {
            json.append(separator).append("{\"target\":");
            JsonText.quote(json, target.target());
            json.append(",\"state\":");
            JsonText.quote(json, target.state());
            if (!target.reason().isEmpty()) {
                json.append(",\"reason\":");
                JsonText.quote(json, target.reason());
            }
            if (target.remainingMillis() > 0) {
                json.append(",\"retry_after_s\":").append(Math.ceilDiv(target.remainingMillis(), 1000L));
            }
            json.append('}');
            separator = ",";
        }
    }

    private String word(List<TargetState> targets) {
        if (draining.getAsBoolean()) {
            return "draining";
        }
        return targets.stream().allMatch(target -> target.state().equals("ok")) ? "ok" : "degraded";
    }

    private static byte[] status(String word) {
        return ("{\"status\":\"" + word + "\"}").getBytes(UTF_8);
    }
}

package dev.relevo.edge;

import dev.relevo.quota.Levels;
import dev.relevo.quota.Levels.Level;
import dev.relevo.relay.Insight.Outlook;
import dev.relevo.relay.Trace;
import dev.relevo.relay.Trace.Attempted;
import dev.relevo.routing.Explanation;
import dev.relevo.routing.Explanation.Considered;
import dev.relevo.wire.Durations;
import dev.relevo.wire.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Why which target is asked, as {@code /api/explain} tells it: of the next request, or of one that has ended. */
final class ExplainReport {
    private final JsonWriter json = new JsonWriter();

    byte[] next(String model, Outlook outlook) {
        Explanation explanation = outlook.explanation();
        json.object()
                .member("model", model)
                .member("alias", outlook.alias())
                .member("next", explanation.next())
                .member("waits_ms", StatusReport.millis(explanation.waits()))
                .array("targets");
        explanation.targets().forEach(each -> considered(each, true));
        return json.endArray().endObject().bytes();
    }

    byte[] past(Trace trace) {
        json.object()
                .member("request", trace.id())
                .member("ended_at", StatusReport.time(trace.epochMillis()))
                .member("alias", trace.alias())
                .member("client", trace.client())
                .member("status", trace.status())
                .member("ending", StatusReport.word(trace.ending()))
                .member("took_ms", millis(trace.tookNanos()))
                .array("targets");
        trace.considered().forEach(each -> considered(each, false));
        json.endArray().array("attempts");
        trace.attempts().forEach(this::attempted);
        return json.endArray().endObject().bytes();
    }

    private void considered(Considered each, boolean now) {
        json.object()
                .member("target", each.target())
                .member("tier", each.tier())
                .member("standing", StatusReport.word(each.standing()))
                .member("reason", each.reason());
        if (now) {
            json.member("ready_in_ms", ready(each.remaining()));
        }
        json.endObject();
    }

    /** Null for never. */
    private static @Nullable Long ready(Duration in) {
        return in.compareTo(Durations.MAX) >= 0 ? null : StatusReport.millis(in);
    }

    private void attempted(Attempted attempt) {
        json.object()
                .member("target", attempt.target())
                .member("outcome", attempt.outcome())
                .member("reason", attempt.reason())
                .member("began_ms", millis(attempt.beganNanos()))
                .member("connect_ms", millis(attempt.connectNanos()))
                .member("ttft_ms", attempt.ttftNanos() < 0 ? null : millis(attempt.ttftNanos()))
                .member("took_ms", millis(attempt.tookNanos()))
                .member("input_tokens", known(attempt.promptTokens()))
                .member("output_tokens", known(attempt.completionTokens()));
        levels("quota_before", attempt.before());
        levels("quota_after", attempt.after());
        json.endObject();
    }

    private void levels(String name, @Nullable Levels levels) {
        json.array(name);
        for (Level level : levels == null ? List.<Level>of() : levels.all()) {
            StatusReport.name(json, level.scope(), level.quantity(), level.period());
            json.member("most", StatusReport.amount(level.quantity(), level.most()))
                    .member("used", StatusReport.amount(level.quantity(), level.used()))
                    .member("left", StatusReport.amount(level.quantity(), level.left()))
                    .endObject();
        }
        json.endArray();
    }

    private static @Nullable Long known(long count) {
        return count < 0 ? null : count;
    }

    private static Long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}

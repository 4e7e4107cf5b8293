package dev.relevo.edge;

import dev.relevo.relay.Insight;
import dev.relevo.relay.Trace;
import dev.relevo.relay.Traces;
import dev.relevo.time.Clock;
import io.helidon.common.uri.UriQuery;
import org.jspecify.annotations.Nullable;

/** How the server fares, for its owner's eyes. */
final class Api {
    private final Insight insight;
    private final Clock clock;

    Api(Insight insight, Clock clock) {
        this.insight = insight;
        this.clock = clock;
    }

    byte[] status() {
        return new StatusReport(clock.epochMillis()).of(insight.pools(), insight.targets());
    }

    /** Of a request that has ended, if the query names one; else of the next. */
    byte[] explain(UriQuery query) throws Refusal {
        String id = value(query, "request");
        return id == null ? next(query) : past(id);
    }

    private byte[] past(String id) throws Refusal {
        Trace trace = insight.past(id);
        if (trace == null) {
            throw Refusal.noSuchRequest(id, Traces.KEPT);
        }
        return new ExplainReport().past(trace);
    }

    private byte[] next(UriQuery query) throws Refusal {
        String model = value(query, "model");
        if (model == null) {
            throw Refusal.noModelToExplain(insight.aliases());
        }
        Insight.Outlook outlook =
                insight.explain(model, "true".equals(value(query, "stream")), value(query, "session"));
        if (outlook == null) {
            throw Refusal.noSuchModel(model);
        }
        return new ExplainReport().next(model, outlook);
    }

    private static @Nullable String value(UriQuery query, String name) {
        return query.contains(name) ? query.get(name) : null;
    }
}

package dev.relevo.edge;

import dev.relevo.relay.Client;
import dev.relevo.relay.Insight;
import dev.relevo.relay.Trace;
import dev.relevo.relay.Traces;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.Recent;
import dev.relevo.time.Clock;
import io.helidon.common.uri.UriQuery;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the server fares, for its owner's eyes. */
final class Api {
    /** Of the last requests, how many the status names. */
    private static final int LATEST = 50;

    private final Insight insight;
    private final Supplier<List<Client>> clients;
    private final Recent recent;
    private final AccessLog log;
    private final Clock clock;

    /** @param log what it does not tell of clients' own words is not told here either */
    Api(Overview overview, AccessLog log, Clock clock) {
        this.insight = overview.insight();
        this.clients = overview.clients();
        this.recent = overview.attempts().recent();
        this.log = log;
        this.clock = clock;
    }

    /** On one line. */
    byte[] status() {
        long now = clock.epochMillis();
        Traffic traffic = new Traffic(
                now,
                recent,
                insight.usage(Traffic.day(now)),
                insight.latest(LATEST),
                log.style().redaction());
        return new StatusReport(traffic).of(insight.state(), keys());
    }

    private List<StatusReport.KeyStatus> keys() {
        long now = clock.nanos();
        return clients.get().stream()
                .map(client -> new StatusReport.KeyStatus(client, now))
                .toList();
    }

    /** Of a request that has ended, if the query names one; else of the next of whoever asks. */
    byte[] explain(UriQuery query, Caller caller) throws Refusal {
        String id = value(query, "request");
        return id == null ? next(query, caller) : past(id);
    }

    private byte[] past(String id) throws Refusal {
        Trace trace = insight.past(id);
        if (trace == null) {
            throw Refusal.noSuchRequest(id, Traces.KEPT);
        }
        return new ExplainReport().past(trace);
    }

    private byte[] next(UriQuery query, Caller caller) throws Refusal {
        String model = value(query, "model");
        if (model == null) {
            throw Refusal.noModelToExplain(insight.aliases());
        }
        boolean stream = "true".equals(value(query, "stream"));
        Insight.Outlook outlook = insight.explain(caller.client(), model, stream, value(query, "session"));
        if (outlook == null) {
            throw Refusal.noSuchModel(model);
        }
        return new ExplainReport().next(model, outlook);
    }

    private static @Nullable String value(UriQuery query, String name) {
        return query.contains(name) ? query.get(name) : null;
    }
}

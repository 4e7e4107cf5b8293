package dev.relevo.stats;

import java.util.List;

/** What is looked at only when somebody asks for metrics. Seconds, bytes, tokens and dollars, never a part of them. */
public enum Gauge {
    REQUESTS("relevo_requests_in_flight", "Requests that are being served, health checks apart."),
    STREAMS("relevo_streams_open", "Streamed answers under way."),
    CONNECTIONS("relevo_connections_open", "Connections of clients."),
    CONNECTIONS_ACCEPTED(
            true, "relevo_connections_accepted", "Connections that clients have made, those turned away included."),
    CONNECTIONS_REFUSED(
            true,
            "relevo_connections_refused",
            "Connections of clients that were turned away unheard: for a limit or for want of heap."),
    BODY_BYTES("relevo_request_body_bytes", "Bytes of request bodies that are held."),
    HEAP_BYTES(
            "relevo_heap_account_bytes",
            "Heap that clients take by Relevo's own account, which is what it refuses more by."),
    TURNSTILE("relevo_turnstile_waiting", "Requests that wait for the processor."),
    QUEUE("relevo_queue_length", "Requests that wait until some target of their pool has room.", "alias"),
    POOL("relevo_pool_targets", "How many of a pool's targets are in that state.", "alias", "state"),
    STATE(
            "relevo_target_state",
            "1 for the state that a target is in: ok, full, open (breaker) or resting (cooldown).",
            "target",
            "state"),
    ATTEMPTS("relevo_target_in_flight", "Attempts under way.", "target"),
    COOLDOWN("relevo_cooldown_seconds", "How long the target, or what it belongs to, still rests.", "target", "scope"),
    BREAKER(
            "relevo_breaker_open",
            "1 for each breaker of a target that is open or half-open; closed ones are not told.",
            "target",
            "scope",
            "operation",
            "state"),
    QUOTA_LIMIT("relevo_quota_limit", "The most that a limit allows.", "target", "scope", "limit", "origin"),
    QUOTA_USED("relevo_quota_used", "What of a limit is used or set aside.", "target", "scope", "limit", "origin"),
    QUOTA_LEFT("relevo_quota_left", "What is left of a limit.", "target", "scope", "limit", "origin"),
    QUOTA_RESET(
            "relevo_quota_reset_timestamp_seconds",
            "When all of a limit is there again, if no more is used.",
            "target",
            "scope",
            "limit",
            "origin");

    private final boolean counts;
    private final String metric;
    private final String help;
    /** Separated by blanks. */
    private final String labels;

    Gauge(String metric, String help, String... labels) {
        this(false, metric, help, labels);
    }

    Gauge(boolean counts, String metric, String help, String... labels) {
        this.counts = counts;
        this.metric = metric;
        this.help = help;
        this.labels = String.join(" ", labels);
    }

    /** Whether it only ever grows; then {@code _total} follows its name. */
    boolean counts() {
        return counts;
    }

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
    }
}

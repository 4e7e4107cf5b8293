package dev.relevo.stats;

/**
 * A breaker that opened or closed again, as the access log tells it.
 *
 * @param epochMillis when
 * @param target {@code provider/model}, or the {@code host:port} of an endpoint
 * @param open whether it is open now
 * @param reason a sentence; empty where it closed
 * @param restMillis until it is tried again; negative where it closed
 */
public record BreakerRecord(long epochMillis, String target, boolean open, String reason, long restMillis)
        implements LogEntry {
    @Override
    public LogLevel level() {
        return LogLevel.WARN;
    }

    String state() {
        return open ? "open" : "closed";
    }
}
